"""What the pages of PINs show: one function a page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from voting.confirmation.facts import waiting
from voting.confirmation.queries import WaitingConfirmation, seen_by
from voting.congress.pins.models import PinSheet
from voting.congress.pins.rules import PIN_RESET
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
class ResetLine:
    """A reset that waits. asked: by whom, and what the reader may do about it."""

    deputy: str
    number: str
    asked: WaitingConfirmation


@dataclass(frozen=True)
class DeputyPage:
    place: Place
    deputy: DeputyLine
    term_id: int


@dataclass(frozen=True)
class ResetsPage:
    place: Place
    resets: tuple[ResetLine, ...]


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
    return DeputyPage(place, deputy_lines(row.term_id, deputy_id=row.id)[0], row.term_id)


def resets_page(place: Place, actor: Actor) -> ResetsPage:
    """Return the PIN resets that wait for a second person."""
    asked = seen_by(actor, (PIN_RESET,), waiting(place.id, (PIN_RESET,)))
    deputies = select(Deputy.id, Deputy.name, Deputy.number).where(
        Deputy.jurisdiction_id == place.id, Deputy.id.in_([int(one.subject) for one in asked])
    )
    known = {row.id: row for row in db.session.execute(deputies)}
    lines = (ResetLine(known[int(one.subject)].name, known[int(one.subject)].number, one) for one in asked)
    return ResetsPage(place, tuple(lines))
