"""What the set-up pages show: terms, delegations, deputies, units, rosters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import func, or_, select

from voting.congress.actions import deputy_of, term_of
from voting.congress.models import Delegation, Deputy, Meeting, Term, Unit
from voting.congress.models_desk import PinReset, PinSheet, ResetState
from voting.congress.queries_meeting import named, plain
from voting.congress.queries_roster import ImportLine, import_lines
from voting.congress.queries_rules import rule_years
from voting.congress.queries_terms import TermLine, sitting_term, term_line, terms_of
from voting.congress.rules import LEVELS
from voting.congress.rules_terms import sits_from
from voting.core import written
from voting.core.clock import today
from voting.core.db import db
from voting.core.fonts import without_glyph
from voting.people.models import Account
from voting.people.rules import Actor, Place

SHOWN = 400


@dataclass(frozen=True)
class MeetingLine:
    id: int
    title: str
    opens_on: date
    body: str
    state: str
    rehearsal: bool
    year: int


@dataclass(frozen=True)
class HomePage:
    place: Place
    terms: tuple[TermLine, ...]
    meetings: tuple[MeetingLine, ...]
    units: int
    years: tuple[int, ...]
    open_resets: int


@dataclass(frozen=True)
class TeamLine:
    id: int
    name: str
    size: int


@dataclass(frozen=True)
class DeputyLine:
    id: int
    number: str
    name: str
    delegation: str
    in_office: bool
    standing_committee: bool
    presidium: bool
    has_account: bool


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
class TermFormPage:
    place: Place


@dataclass(frozen=True)
class RosterPage:
    place: Place
    term: TermLine


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


def home_page(place: Place) -> HomePage:
    """Return the overview of a congress: its terms, meetings, rule sets and what waits at the desk."""
    asked = select(Term).where(Term.jurisdiction_id == place.id).order_by(Term.number.desc()).limit(6)
    terms = tuple(term_line(row) for row in db.session.scalars(asked))
    units = select(func.count()).select_from(Unit).where(Unit.jurisdiction_id == place.id)
    resets = (
        select(func.count())
        .select_from(PinReset)
        .where(PinReset.jurisdiction_id == place.id, PinReset.state == ResetState.ASKED)
    )
    return HomePage(
        place=place,
        terms=terms,
        meetings=meeting_lines(place),
        units=db.session.scalar(units) or 0,
        years=rule_years(place),
        open_resets=db.session.scalar(resets) or 0,
    )


def meeting_lines(place: Place) -> tuple[MeetingLine, ...]:
    """Return the meetings of a place, the newest first."""
    asked = select(Meeting).where(Meeting.jurisdiction_id == place.id)
    rows = db.session.scalars(asked.order_by(Meeting.opens_on.desc(), Meeting.id.desc()).limit(60))
    return tuple(
        MeetingLine(row.id, row.title, row.opens_on, row.body, row.state, row.rehearsal, row.year)
        for row in rows
    )


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


def deputy_lines(term_id: int, q: str = "", deputy_id: int | None = None) -> tuple[DeputyLine, ...]:
    """Return the deputies of a term, by number."""
    asked = (
        select(Deputy, Delegation.name, Account.id)
        .join(Delegation, Delegation.id == Deputy.delegation_id)
        .outerjoin(Account, (Account.deputy_id == Deputy.id) & Account.closed.is_(False))
        .where(Deputy.term_id == term_id)
    )
    if deputy_id is not None:
        asked = asked.where(Deputy.id == deputy_id)
    if q:
        team = Delegation.name.contains(written.label(q), autoescape=True)
        asked = asked.where(or_(Deputy.number.icontains(plain(q), autoescape=True), *named(q), team))
    return tuple(
        DeputyLine(
            id=row.id,
            number=row.number,
            name=row.name,
            delegation=team,
            in_office=row.in_office,
            standing_committee=row.standing_committee,
            presidium=row.presidium,
            has_account=account is not None,
        )
        for row, team, account in db.session.execute(asked.order_by(Deputy.number))
    )


def term_form_page(place: Place) -> TermFormPage:
    return TermFormPage(place)


def roster_page(place: Place, term_id: int) -> RosterPage:
    return RosterPage(place, term_line(term_of(place.id, term_id)))


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


def bodies_of(place: Place) -> tuple[str, ...]:
    """Return the bodies that meet at this level."""
    return tuple(str(body) for body in LEVELS[place.level].bodies)
