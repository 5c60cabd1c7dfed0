"""What the pages of an import show: the term as it stands, whom a roster touches, and what was imported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, select

from voting.congress.actions import term_of
from voting.congress.difference import Difference, Seated, Standing, State, changes_of
from voting.congress.models import Delegation, Deputy, Term
from voting.congress.models_desk import RosterImport, RosterUpload
from voting.congress.queries_terms import TermLine, sitting_term, term_line, terms_of
from voting.congress.roster import Roster
from voting.congress.rules_terms import sits_from
from voting.core.clock import today
from voting.core.db import db
from voting.core.errors import NotFound
from voting.people.models import Account
from voting.people.rules import Place


@dataclass(frozen=True)
class Namesake:
    """Two deputies of two terms who bear the same number. sitting: the name in the term that sits."""

    number: str
    sitting: str
    name: str


@dataclass(frozen=True)
class OtherTerm:
    """The term that sits, where a roster is for another one. since: when the roster's logins begin to hold."""

    sitting: TermLine
    since: date | None
    namesakes: tuple[Namesake, ...]


@dataclass(frozen=True)
class PreviewPage:
    """refused: the sentence when the file could not be read at all; found: None then, or while lines are wrong.

    anew: the term changed after this was last shown. begins: when logins of this term hold, if they do not yet.
    """

    place: Place
    term: TermLine
    upload_id: int
    file_name: str
    roster: Roster | None
    refused: str
    found: Difference | None
    other: OtherTerm | None
    begins: date | None
    anew: bool = False


@dataclass(frozen=True)
class TouchedLine:
    """What an import did to one deputy. before: None for one whom it entered."""

    number: str
    before: State | None
    after: State

    @property
    def changes(self) -> dict[str, tuple[object, object]]:
        return changes_of(self.before, self.after) if self.before else {}


@dataclass(frozen=True)
class ImportLine:
    id: int
    file_name: str
    by: str
    taken_at: datetime
    undone_at: datetime | None
    entered: int
    changed: int


@dataclass(frozen=True)
class ImportPage:
    place: Place
    term: TermLine
    line: ImportLine
    touched: tuple[TouchedLine, ...]
    logins: int


def standing_of(term: Term) -> Standing:
    """Return a term's deputies as an import compares them."""
    asked = (
        select(Deputy, Delegation.name, exists().where(Account.deputy_id == Deputy.id))
        .join(Delegation, Delegation.id == Deputy.delegation_id)
        .where(Deputy.term_id == term.id)
        .order_by(Deputy.number)
        .execution_options(populate_existing=True)
    )
    deputies = tuple(
        Seated(id=row.id, number=row.number, state=state_of(row, team), has_login=login)
        for row, team, login in db.session.execute(asked)
    )
    teams = db.session.scalars(select(Delegation.name).where(Delegation.term_id == term.id))
    return Standing(deputies, frozenset(teams), over=term.ends_on < today())


def state_of(row: Deputy, team: str) -> State:
    """Return what an import may change of a deputy."""
    return State(
        name=row.name,
        delegation=team,
        standing_committee=row.standing_committee,
        presidium=row.presidium,
        in_office=row.in_office,
    )


def preview_page(
    place: Place, upload: RosterUpload, roster: Roster | None, refused: str, found: Difference | None
) -> PreviewPage:
    """Return what a roster that was handed in would do."""
    term = term_of(place.id, upload.term_id)
    begins = sits_from(term, terms_of(place.id))
    return PreviewPage(
        place=place,
        term=term_line(term),
        upload_id=upload.id,
        file_name=upload.file_name,
        roster=roster,
        refused=refused,
        found=found,
        other=other_term(place, term, roster),
        begins=begins if begins is not None and begins > today() else None,
    )


def other_term(place: Place, term: Term, roster: Roster | None) -> OtherTerm | None:
    """Return the term that sits and whose numbers stand in the roster too; None where the roster is for that term."""
    holder = sitting_term(place.id)
    if holder is None or holder.id == term.id or roster is None:
        return None
    asked = select(Deputy.number, Deputy.name).where(Deputy.term_id == holder.id)
    names = {number: name for number, name in db.session.execute(asked)}  # noqa: C416  rows are no tuples
    twice = tuple(
        Namesake(line.number, names[line.number], line.name) for line in roster.lines if line.number in names
    )
    return OtherTerm(term_line(holder), sits_from(term, terms_of(place.id)), twice)


def import_of(jurisdiction_id: int, import_id: int, *, lock: bool = False) -> RosterImport:
    """Return an import of this jurisdiction; raise NotFound for anybody else's. lock: hold its row."""
    row = db.session.get(RosterImport, import_id, with_for_update=lock or None, populate_existing=True)
    if row is None or row.jurisdiction_id != jurisdiction_id:
        raise NotFound("没有这次导入。")
    return row


def import_lines(term_id: int) -> tuple[ImportLine, ...]:
    """Return the last imports of a term, the newest first."""
    asked = (
        select(RosterImport, RosterUpload.file_name, Account.name)
        .join(RosterUpload, RosterUpload.id == RosterImport.upload_id)
        .join(Account, Account.id == RosterImport.account_id)
        .where(RosterImport.term_id == term_id)
        .order_by(RosterImport.id.desc())
        .limit(10)
    )
    return tuple(import_line(*row) for row in db.session.execute(asked))


def import_line(row: RosterImport, file_name: str, by: str) -> ImportLine:
    """Return an import with its sizes."""
    people = row.touched["deputies"]
    entered = sum(one["before"] is None for one in people)
    return ImportLine(row.id, file_name, by, row.taken_at, row.undone_at, entered, len(people) - entered)


def import_page(place: Place, import_id: int) -> ImportPage:
    """Return what an import did, deputy by deputy."""
    row = import_of(place.id, import_id)
    file_name = (
        db.session.scalar(select(RosterUpload.file_name).where(RosterUpload.id == row.upload_id)) or ""
    )
    by = db.session.scalar(select(Account.name).where(Account.id == row.account_id)) or ""
    touched = tuple(
        TouchedLine(one["number"], State(**one["before"]) if one["before"] else None, State(**one["after"]))
        for one in row.touched["deputies"]
    )
    term = term_line(term_of(place.id, row.term_id))
    return ImportPage(place, term, import_line(row, file_name, by), touched, len(row.touched["logins"]))
