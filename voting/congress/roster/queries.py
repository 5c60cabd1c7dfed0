"""What the pages of the roster show: one function a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from voting.congress.roster.difference import RosterDifference, RosterState, changes_of
from voting.congress.roster.facts import import_of
from voting.congress.roster.models import RosterImport, RosterUpload
from voting.congress.roster.rows import Roster
from voting.congress.term.facts import (
    TermLine,
    sitting_term,
    term_line,
    term_of,
    terms_of,
)
from voting.congress.term.models import Deputy, Term
from voting.congress.term.rules import sits_from
from voting.core.clock import today
from voting.core.db import db
from voting.people.models import Account
from voting.people.rules import Place


@dataclass(frozen=True)
class RosterPage:
    """first: the term has no deputy yet, so that a roster is taken to make the delegations that stand in it."""

    place: Place
    term: TermLine

    @property
    def first(self) -> bool:
        return not self.term.deputies


def roster_page(place: Place, term_id: int) -> RosterPage:
    return RosterPage(place, term_line(term_of(place.id, term_id)))


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
    found: RosterDifference | None
    other: OtherTerm | None
    begins: date | None
    anew: bool = False


@dataclass(frozen=True)
class TouchedLine:
    """What an import did to one deputy. before: None for one whom it entered."""

    number: str
    before: RosterState | None
    after: RosterState

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


def preview_page(
    place: Place, upload: RosterUpload, roster: Roster | None, refused: str, found: RosterDifference | None
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
        TouchedLine(
            one["number"],
            RosterState(**one["before"]) if one["before"] else None,
            RosterState(**one["after"]),
        )
        for one in row.touched["deputies"]
    )
    term = term_line(term_of(place.id, row.term_id))
    return ImportPage(place, term, import_line(row, file_name, by), touched, len(row.touched["logins"]))
