"""What the pages of PINs show: one function a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from voting.congress.pins.models import PinReset, PinSheet, ResetState
from voting.congress.term.facts import (
    TermLine,
    deputy_of,
    term_line,
    term_of,
)
from voting.congress.term.models import Deputy
from voting.congress.term.queries import DeputyLine, deputy_lines
from voting.core import written
from voting.core.db import db
from voting.core.fonts import without_glyph
from voting.people.models import Account
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
    id: int
    deputy: str
    number: str
    asked_by: str
    asked_at: datetime
    own: bool


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
    boxed = written.spelt(without_glyph(words, own))
    return SheetPage(place, term, sheet.id, sheet.size, fetched=sheet.sealed is None, boxed=boxed)


def deputy_page(place: Place, deputy_id: int) -> DeputyPage:
    row = deputy_of(place.id, deputy_id)
    return DeputyPage(place, deputy_lines(row.term_id, deputy_id=row.id)[0], row.term_id)


def resets_page(place: Place, actor: Actor) -> ResetsPage:
    """Return the PIN resets that wait for a second person."""
    asked = (
        select(PinReset, Deputy.name, Deputy.number, Account.name)
        .join(Deputy, Deputy.id == PinReset.deputy_id)
        .join(Account, Account.id == PinReset.asked_by)
        .where(PinReset.jurisdiction_id == place.id, PinReset.state == ResetState.ASKED)
        .order_by(PinReset.asked_at)
    )
    lines = tuple(
        ResetLine(row.id, deputy, number, by, row.asked_at, own=row.asked_by == actor.account_id)
        for row, deputy, number, by in db.session.execute(asked)
    )
    return ResetsPage(place, lines)
