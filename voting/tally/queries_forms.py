"""What the forms of counting show: a teller's own sheet, and a step that is asked for."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from voting.congress.rules_ballot import from_document
from voting.core.db import db
from voting.core.errors import NotFound
from voting.people.rules import Actor, Place
from voting.tally.actions_steps import STEPS, may_ask
from voting.tally.disclosure import sees_votes
from voting.tally.gathering import gather
from voting.tally.models import TallyRun, find_run, places_of, sheets_of
from voting.tally.rules import NextStep, answers_of


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


@dataclass(frozen=True)
class AskPage:
    """The page on which a step is asked for. tied, seats: for a tie that the presidium parts."""

    place: Place
    uuid: str
    title: str
    step: str
    tied: tuple[tuple[int, str], ...]
    seats: int
    number: int
    rehearsal: bool


def ask_page(actor: Actor, place: Place, uuid: str, step: str) -> AskPage:
    """Return what is asked for; a tie only to who may know it, once the count is complete.

    Errors: NotFound for an unknown step.
    """
    if step not in STEPS:
        raise NotFound("没有这个步骤。")
    run = find_run(uuid, place.id)
    found = gather(run)
    told = sees_votes(run, actor)
    decision = found.decision() if told and may_ask(run, found, step) else None
    tied: tuple[tuple[int, str], ...] = ()
    seats = 0
    if step == "settle" and decision is not None and decision.next.step is NextStep.PRESIDIUM:
        tied = tuple((ordinal, found.titles[ordinal]) for ordinal in decision.next.ordinals)
        seats = decision.next.seats
    return AskPage(place, uuid, run.title, step, tied, seats, next_number(run), run.rehearsal)


def next_number(run: TallyRun) -> int:
    """Return the number that the meeting's next proclamation would have."""
    asked = select(TallyRun.number).where(TallyRun.meeting_id == run.meeting_id, TallyRun.number.is_not(None))
    return max((number for number in db.session.scalars(asked) if number is not None), default=0) + 1
