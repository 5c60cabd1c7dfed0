"""What the pages of PINs show: one function a page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import select

from voting.confirmation.facts import waiting
from voting.confirmation.queries import WaitingConfirmation, seen_by
from voting.confirmation.rules import ConfirmationKind
from voting.congress.pins.facts import is_locked
from voting.congress.pins.models import PinSheet
from voting.congress.pins.rules import PIN_RESET, PIN_UNLOCK, roles_for
from voting.congress.place.queries import places_below
from voting.congress.term.facts import (
    TermLine,
    deputy_of,
    term_line,
    term_of,
)
from voting.congress.term.models import Deputy
from voting.congress.term.queries import DeputyLine, deputy_lines
from voting.core import normalise
from voting.core.db import db
from voting.core.fonts import without_glyph
from voting.people.rules import Actor, Place


@dataclass(frozen=True)
class SheetPage:
    place: Place
    term: TermLine
    sheet_id: int
    size: int
    fetched: bool
    boxed: str  # signs that no font can print, with their code points


@dataclass(frozen=True)
class RequestLine:
    """A reset or an unlocking that waits. asked: by whom, and what the reader may do about it; place: the deputy's."""

    place: Place
    deputy: str
    number: str
    asked: WaitingConfirmation


@dataclass(frozen=True)
class DeputyPage:
    """locked: he is shut out now, at the tablets of the hall or elsewhere."""

    place: Place
    deputy: DeputyLine
    term_id: int
    locked: bool


@dataclass(frozen=True)
class ResetsPage:
    """below, unlocks_below: those of the congresses directly below, for the office of this one."""

    place: Place
    resets: tuple[RequestLine, ...]
    unlocks: tuple[RequestLine, ...]
    below: tuple[RequestLine, ...]
    unlocks_below: tuple[RequestLine, ...]


@dataclass(frozen=True)
class NewPinPage:
    place: Place
    number: str
    name: str
    pin: str


def sheet_page(place: Place, sheet: PinSheet, own: Path) -> SheetPage:
    """Return the page of a sheet of PINs. own: the jurisdiction's folder with fonts."""
    term = term_line(term_of(place.id, sheet.term_id))
    words = "".join(f"{line.name}{line.delegation}" for line in deputy_lines(sheet.term_id))
    boxed = normalise.spelt(without_glyph(words, own))
    return SheetPage(place, term, sheet.id, sheet.size, fetched=sheet.sealed is None, boxed=boxed)


def deputy_page(place: Place, deputy_id: int) -> DeputyPage:
    row = deputy_of(place.id, deputy_id)
    return DeputyPage(place, deputy_lines(row.term_id, deputy_id=row.id)[0], row.term_id, is_locked(row.id))


def resets_page(place: Place, actor: Actor) -> ResetsPage:
    """Return what waits for a second person here, and in the congresses directly below."""
    below = places_below(place)
    return ResetsPage(
        place,
        resets=request_lines(place, actor, PIN_RESET),
        unlocks=request_lines(place, actor, PIN_UNLOCK),
        below=tuple(line for one in below for line in request_lines(one, actor, PIN_RESET)),
        unlocks_below=tuple(line for one in below for line in request_lines(one, actor, PIN_UNLOCK)),
    )


def request_lines(place: Place, actor: Actor, kind: ConfirmationKind) -> tuple[RequestLine, ...]:
    """Return the requests of a kind that wait in a congress, for whoever takes part in them."""
    roles = roles_for(actor, place)
    rows = waiting(place.id, (kind,)) if roles else []
    asked = seen_by(replace(actor, roles=roles), (kind,), rows)
    deputies = select(Deputy.id, Deputy.name, Deputy.number).where(
        Deputy.jurisdiction_id == place.id, Deputy.id.in_([int(one.subject) for one in asked])
    )
    known = {row.id: row for row in db.session.execute(deputies)} if asked else {}
    found = ((known[int(one.subject)], one) for one in asked)
    return tuple(RequestLine(place, row.name, row.number, one) for row, one in found)
