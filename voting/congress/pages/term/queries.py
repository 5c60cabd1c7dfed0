"""What the pages of a term show: one function a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from voting.congress.pins.models import PinSheet
from voting.congress.place.rules import LEVELS
from voting.congress.roster.queries import ImportLine, import_lines
from voting.congress.term.facts import (
    TermLine,
    sitting_term,
    term_line,
    term_of,
    terms_of,
)
from voting.congress.term.models import Delegation, Deputy
from voting.congress.term.queries import DeputyLine, deputy_lines
from voting.congress.term.rules import sits_from
from voting.core.clock import today
from voting.core.db import db
from voting.people.rules import Place

SHOWN = 400


@dataclass(frozen=True)
class TeamLine:
    id: int
    name: str
    size: int


@dataclass(frozen=True)
class TermPage:
    """sitting: the term that sits today; begins: when this one does, None when it has begun or never will."""

    place: Place
    term: TermLine
    teams: tuple[TeamLine, ...]
    deputies: tuple[DeputyLine, ...]
    found: int
    q: str
    sheets: tuple[tuple[int, int, datetime], ...]
    sitting: TermLine | None
    begins: date | None
    imports: tuple[ImportLine, ...]


@dataclass(frozen=True)
class PresidiumPage:
    """deputies: all who are in office, by number."""

    place: Place
    term: TermLine
    deputies: tuple[DeputyLine, ...]


@dataclass(frozen=True)
class TermFormPage:
    place: Place


def term_page(place: Place, term_id: int, q: str) -> TermPage:
    """Return a term with its delegations and deputies; q: number, name, initials or delegation."""
    term = term_of(place.id, term_id)
    sizes = (
        select(Delegation.id, Delegation.name, func.count(Deputy.id))
        .outerjoin(Deputy, (Deputy.delegation_id == Delegation.id) & Deputy.in_office.is_(True))
        .where(Delegation.term_id == term.id)
        .group_by(Delegation.id, Delegation.name, Delegation.ordinal)
        .order_by(Delegation.ordinal)
    )
    sheets = select(PinSheet).where(PinSheet.term_id == term.id, PinSheet.sealed.is_not(None))
    people = deputy_lines(term.id, q)
    holder, begins = sitting_term(place.id), sits_from(term, terms_of(place.id))
    return TermPage(
        place=place,
        term=term_line(term),
        teams=tuple(TeamLine(*row) for row in db.session.execute(sizes)),
        deputies=people[:SHOWN],
        found=len(people),
        q=q,
        sheets=tuple((row.id, row.size, row.made_at) for row in db.session.scalars(sheets)),
        sitting=term_line(holder) if holder else None,
        begins=begins if begins and begins > today() else None,
        imports=import_lines(term.id),
    )


def presidium_page(place: Place, term_id: int) -> PresidiumPage:
    """Return the deputies of a term who are in office. Errors: NotFound."""
    term = term_of(place.id, term_id)
    return PresidiumPage(place, term_line(term), tuple(one for one in deputy_lines(term.id) if one.in_office))


def term_form_page(place: Place) -> TermFormPage:
    return TermFormPage(place)


def bodies_of(place: Place) -> tuple[str, ...]:
    """Return the bodies that meet at this level."""
    return tuple(str(body) for body in LEVELS[place.level].bodies)
