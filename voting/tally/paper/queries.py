"""What the pages of paper show: one function a page."""

from __future__ import annotations

from dataclasses import dataclass

from voting.congress.ballot_rules.rules import from_document
from voting.core.errors import NotFound
from voting.people.rules import Actor, Place
from voting.tally.count.rules import answers_of
from voting.tally.paper.models import places_of, sheets_of
from voting.tally.run.models import find_run


@dataclass(frozen=True)
class PlacePage:
    """The page on which a place of paper is opened."""

    place: Place
    uuid: str
    title: str
    rehearsal: bool


def place_page(place: Place, uuid: str) -> PlacePage:
    """Return the frame of the form. Errors: NotFound."""
    run = find_run(uuid, place.id)
    return PlacePage(place, uuid, run.title, run.rehearsal)


@dataclass(frozen=True)
class SheetPage:
    """A teller's sheet. answers: words of the columns; mine: numbers this teller entered before, or None."""

    place: Place
    uuid: str
    title: str
    spot: str
    place_id: int
    titles: dict[int, str]
    answers: tuple[str, ...]
    rehearsal: bool
    mine: tuple[int, int, int, tuple[tuple[int, ...], ...]] | None


def sheet_page(actor: Actor, place: Place, uuid: str, place_id: int) -> SheetPage:
    """Return the teller's own sheet of a place, never another's. Errors: NotFound."""
    run = find_run(uuid, place.id)
    spot = next((one for one in places_of(uuid) if one.id == place_id), None)
    if spot is None:
        raise NotFound("没有这个投票点。")
    own = [sheet for sheet in sheets_of(uuid).get(place_id, []) if sheet.account_id == actor.account_id]
    mine = None
    if own:
        lines = tuple(tuple(line) for line in own[0].lines)
        mine = (own[0].issued, own[0].returned, own[0].void, lines)
    return SheetPage(
        place=place,
        uuid=uuid,
        title=run.title,
        spot=spot.name,
        place_id=place_id,
        titles=run.titles,
        answers=answers_of(from_document(run.rules)),
        rehearsal=run.rehearsal,
        mine=mine,
    )
