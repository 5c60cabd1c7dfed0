"""Shared reads of the journal and of whom a line concerns. Writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import ColumnElement, Select, func, select

from voting.audit.models import Entry, Head
from voting.congress.term.facts import sitting_term
from voting.congress.term.models import Deputy
from voting.core.db import db
from voting.notices.event.rules import HELD_BY, Whom
from voting.notices.reading.models import Cursor
from voting.notices.reading.subject import Subject
from voting.people.models import Account, Grant
from voting.people.rules import Place
from voting.supervision.group.facts import members_of

_unread = Head.number > func.coalesce(Cursor.number, 0)


def unread_journals() -> Select[int]:
    """Return the statement for the places whose journal has been read less far than it goes: a few short rows."""
    joined = select(Head.jurisdiction_id).outerjoin(Cursor, Cursor.jurisdiction_id == Head.jurisdiction_id)
    return joined.where(_unread).order_by(Head.jurisdiction_id)


def is_anything_new() -> bool:
    """Tell whether any journal has lines that nobody has read for notices: one question."""
    return db.session.scalar(unread_journals().limit(1)) is not None


def lines_after(jurisdiction_id: int, number: int, most: int) -> Sequence[Entry]:
    """Return the next lines of a journal, at most so many."""
    asked = select(Entry).where(Entry.jurisdiction_id == jurisdiction_id, Entry.number > number)
    return db.session.scalars(asked.order_by(Entry.number).limit(most)).all()


def _holders(whom: Whom, *jurisdiction_ids: int) -> ColumnElement[bool]:
    held = select(Grant.account_id).where(Grant.role.in_(HELD_BY[whom]))
    return Account.id.in_(held) & Account.jurisdiction_id.in_(jurisdiction_ids)


def _deputies(place: Place) -> ColumnElement[bool]:
    term = sitting_term(place.id)
    seated = select(Deputy.id).where(Deputy.term_id == (term.id if term else 0), Deputy.in_office.is_(True))
    return Account.deputy_id.in_(seated)


def _members(place: Place, of: Subject) -> ColumnElement[bool]:
    """Return the condition that somebody sits and is in the group of the project of which the line speaks."""
    return _deputies(place) & Account.id.in_(members_of(place.id, of.arguments.get("commitment_id")))


def _account(place: Place, of: Subject) -> ColumnElement[bool]:
    return (Account.id == of.account_id) & (Account.jurisdiction_id == place.id)


WHO: Mapping[Whom, Callable[[Place, Subject], ColumnElement[bool]]] = {
    Whom.STAFF: lambda place, _of: _holders(Whom.STAFF, place.id),
    Whom.COLLECTORS: lambda place, _of: _holders(Whom.COLLECTORS, place.id),
    Whom.APPRAISERS: lambda place, _of: _holders(Whom.APPRAISERS, place.id),
    Whom.REVIEWERS: lambda place, _of: _holders(Whom.REVIEWERS, place.id),
    Whom.GROUP: lambda place, _of: _holders(Whom.GROUP, place.id),
    Whom.MEMBERS: _members,
    Whom.GOVERNMENT: lambda place, _of: _holders(Whom.GOVERNMENT, place.id),
    Whom.OVERSIGHT: lambda place, _of: _holders(Whom.OVERSIGHT, *place.path),
    Whom.UNIT: lambda place, of: _holders(Whom.UNIT, place.id) & Account.unit_id.in_(of.units),
    Whom.DEPUTIES: lambda place, _of: _deputies(place),
    Whom.OWNER: _account,
    Whom.SUCCESSOR: _account,
    Whom.DEPUTY: _account,
}
OWN = frozenset({Whom.OWNER})
"""Who is told of what he did himself too: it may have been somebody else with his password."""


def concerned(whom: frozenset[Whom], place: Place, subject: Subject, by: int | None) -> set[int]:
    """Return the open accounts that a line concerns. by: the account that did the deed."""
    found: set[int] = set()
    for one in whom:
        asked = select(Account.id).where(Account.closed.is_(False), WHO[one](place, subject))
        found |= set(db.session.scalars(asked)) - (set() if one in OWN else {by})
    return found
