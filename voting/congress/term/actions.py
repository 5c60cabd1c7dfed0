"""Deeds of terms and deputies. Each writes its journal line; none commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlalchemy import func, select

from voting.audit.journal import Event, record
from voting.congress.place.rules import clean_names
from voting.congress.term.facts import deputy_of, term_of
from voting.congress.term.models import Delegation, Deputy, Term
from voting.core.db import db
from voting.core.errors import NotFound, RuleBroken
from voting.core.reason import stated
from voting.people.actions_accounts import follow_office
from voting.people.rules import Actor


@dataclass(frozen=True, kw_only=True)
class TermOpened(Event):
    name: ClassVar[str] = "congress:term:opened"
    term: int
    number: int


@dataclass(frozen=True, kw_only=True)
class DelegationsAdded(Event):
    name: ClassVar[str] = "congress:delegations:added"
    term: int
    names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DelegationRemoved(Event):
    name: ClassVar[str] = "congress:delegation:removed"
    term: int
    delegation: str


@dataclass(frozen=True, kw_only=True)
class DelegationMoved(Event):
    """before: the delegation that it stands in front of by now, empty at the end."""

    name: ClassVar[str] = "congress:delegation:moved"
    term: int
    delegation: str
    before: str


@dataclass(frozen=True, kw_only=True)
class DeputyChanged(Event):
    name: ClassVar[str] = "congress:deputy:changed"
    deputy: str
    in_office: bool
    standing_committee: bool
    presidium: bool
    delegation: str


@dataclass(frozen=True, kw_only=True)
class NewTerm:
    number: int
    starts_on: date
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class DeputyChange:
    delegation_id: int
    in_office: bool
    standing_committee: bool
    presidium: bool
    gender: str
    ethnicity: str
    post: str
    phone: str


def open_term(actor: Actor, new: NewTerm) -> Term:
    """Open a term. Raise RuleBroken when its number is taken or it ends before it starts."""
    if new.ends_on <= new.starts_on:
        raise RuleBroken("届满日期应当晚于开始日期。")
    taken = select(Term.id).where(Term.jurisdiction_id == actor.jurisdiction_id, Term.number == new.number)
    if db.session.scalar(taken) is not None:
        raise RuleBroken("第 %(number)s 届已经登记。", number=new.number)
    term = Term(
        jurisdiction_id=actor.jurisdiction_id,
        number=new.number,
        starts_on=new.starts_on,
        ends_on=new.ends_on,
    )
    db.session.add(term)
    db.session.flush()
    record(TermOpened(term=term.id, number=term.number), actor, actor.jurisdiction_id)
    return term


def lock_term(jurisdiction_id: int, term_id: int) -> Term:
    """Return a term of this jurisdiction whose deputies nobody else changes until this transaction ends."""
    term_of(jurisdiction_id, term_id)
    return db.session.get_one(Term, term_id, with_for_update=True, populate_existing=True)


def add_delegations(actor: Actor, *, term_id: int, names: Sequence[str]) -> list[Delegation]:
    """Add delegations to a term; those that are already there are left as they are."""
    term = lock_term(actor.jurisdiction_id, term_id)
    asked = select(Delegation).where(Delegation.term_id == term.id)
    known = {row.name: row for row in db.session.scalars(asked)}
    last = max((row.ordinal for row in known.values()), default=0)
    fresh = [name for name in clean_names(names) if name not in known]
    rows = [
        Delegation(jurisdiction_id=actor.jurisdiction_id, term_id=term.id, name=name, ordinal=last + place)
        for place, name in enumerate(fresh, start=1)
    ]
    db.session.add_all(rows)
    db.session.flush()
    if fresh:
        record(DelegationsAdded(term=term.id, names=tuple(fresh)), actor, actor.jurisdiction_id)
    return rows


def delegation_of(actor: Actor, delegation_id: int) -> Delegation:
    """Return a delegation of the actor's place whose term nobody else changes meanwhile. Errors: NotFound."""
    row = db.session.get(Delegation, delegation_id)
    if row is None or row.jurisdiction_id != actor.jurisdiction_id:
        raise NotFound("没有这个代表团。")
    lock_term(actor.jurisdiction_id, row.term_id)
    return row


def move_delegation(actor: Actor, *, delegation_id: int, later: bool) -> Delegation:
    """Let a delegation change places with its neighbour, before it or later; at the end of the list it stays.

    The order (`ordinal`) is that of every screen, list and form.
    """
    row = delegation_of(actor, delegation_id)
    order = _in_order(row.term_id)
    place = order.index(row) + (1 if later else -1)
    if 0 <= place < len(order):
        _stand(actor, row, order, place)
    return row


def place_delegation(actor: Actor, *, delegation_id: int, before: int | None) -> Delegation:
    """Let a delegation stand in front of another one of its term, or last where there is none.

    Named by its neighbour, not by number: what somebody else moved meanwhile stays where he put it. Errors: NotFound.
    """
    row = delegation_of(actor, delegation_id)
    order = _in_order(row.term_id)
    others = [one.id for one in order if one is not row]
    if before == row.id:
        return row
    if before is not None and before not in others:
        raise NotFound("没有这个代表团。")
    _stand(actor, row, order, len(others) if before is None else others.index(before))
    return row


def _in_order(term_id: int) -> list[Delegation]:
    asked = select(Delegation).where(Delegation.term_id == term_id).order_by(Delegation.ordinal)
    return list(db.session.scalars(asked.execution_options(populate_existing=True)))


def _stand(actor: Actor, row: Delegation, order: Sequence[Delegation], place: int) -> None:
    """Put a delegation at a place, from 0, among the others; the numbers that are taken stay the same ones."""
    found = [one for one in order if one is not row]
    found.insert(place, row)
    moved = [(one, was.ordinal) for one, was in zip(found, order, strict=True) if one.ordinal != was.ordinal]
    if not moved:
        return
    for one, ordinal in moved:
        one.ordinal = -ordinal  # no two of a term stand at one place, not even for a moment
    db.session.flush()
    for one, ordinal in moved:
        one.ordinal = ordinal
    db.session.flush()
    follower = found[place + 1].name if place + 1 < len(found) else ""
    told = DelegationMoved(term=row.term_id, delegation=row.name, before=follower)
    record(told, actor, actor.jurisdiction_id)


def remove_delegation(actor: Actor, *, delegation_id: int) -> Delegation:
    """Remove a delegation that has no deputy."""
    row = delegation_of(actor, delegation_id)
    asked = select(func.count()).select_from(Deputy).where(Deputy.delegation_id == row.id)
    size = db.session.scalar(asked) or 0
    if size:
        raise RuleBroken("“%(name)s”还有 %(size)s 名代表，不能删除。", name=row.name, size=size)
    db.session.delete(row)
    removed = DelegationRemoved(term=row.term_id, delegation=row.name)
    record(removed, actor, actor.jurisdiction_id)
    return row


def take_office(row: Deputy, *, in_office: bool) -> None:
    """Let a deputy be in office or not, his login with it: whoever no longer sits signs in no more."""
    if row.in_office != in_office:
        row.in_office = in_office
        follow_office(row.id, in_office=in_office)


def change_deputy(actor: Actor, *, deputy_id: int, change: DeputyChange) -> Deputy:
    """Change what a deputy is within his term: delegation, in office, committee, presidium."""
    row = deputy_of(actor.jurisdiction_id, deputy_id)
    lock_term(row.jurisdiction_id, row.term_id)
    team = db.session.get(Delegation, change.delegation_id)
    if team is None or team.term_id != row.term_id:
        raise NotFound("没有这个代表团。")
    row.delegation_id = team.id
    take_office(row, in_office=change.in_office)
    row.standing_committee = change.standing_committee
    row.presidium = change.presidium
    row.gender, row.ethnicity = change.gender or None, change.ethnicity or None
    row.post, row.phone = change.post or None, change.phone or None
    changed = DeputyChanged(
        deputy=row.number,
        in_office=row.in_office,
        standing_committee=row.standing_committee,
        presidium=row.presidium,
        delegation=team.name,
    )
    record(changed, actor, actor.jurisdiction_id)
    return row


@dataclass(frozen=True, kw_only=True)
class PresidiumSet(Event):
    """entered, left: numbers of the deputies."""

    name: ClassVar[str] = "congress:presidium:set"
    term: int
    entered: tuple[str, ...]
    left: tuple[str, ...]


def set_presidium(actor: Actor, *, term_id: int, members: frozenset[int]) -> None:
    """Let these deputies in office, and no others, be the presidium's members. The same again changes nothing.

    members: ids. Errors: NotFound for somebody else's term, and for a deputy who is not in office in this one.
    """
    term = lock_term(actor.jurisdiction_id, term_id)
    asked = select(Deputy).where(Deputy.term_id == term.id, Deputy.in_office.is_(True))
    rows = db.session.scalars(asked.order_by(Deputy.number)).all()
    if not members <= {row.id for row in rows}:
        raise NotFound("没有这名代表。")
    entered = tuple(row.number for row in rows if row.id in members and not row.presidium)
    left = tuple(row.number for row in rows if row.id not in members and row.presidium)
    for row in rows:
        row.presidium = row.id in members
    if entered or left:
        record(PresidiumSet(term=term.id, entered=entered, left=left), actor, actor.jurisdiction_id)


@dataclass(frozen=True, kw_only=True)
class TermCorrected(Event):
    name: ClassVar[str] = "congress:term:corrected"
    term: int
    starts_on: str
    ends_on: str
    reason: str


@dataclass(frozen=True)
class TermDates:
    starts_on: date
    ends_on: date
    reason: str


def correct_term(actor: Actor, *, term_id: int, new: TermDates) -> Term:
    """Correct the dates of a term: by them the program knows whose logins hold (`rules.sitting`).

    Errors: NotFound; RuleBroken without a reason, or when it would end before it starts.
    """
    term = lock_term(actor.jurisdiction_id, term_id)
    if new.ends_on <= new.starts_on:
        raise RuleBroken("届满日期应当晚于开始日期。")
    why = stated(new.reason, 300)
    term.starts_on, term.ends_on = new.starts_on, new.ends_on
    corrected = TermCorrected(
        term=term.id, starts_on=new.starts_on.isoformat(), ends_on=new.ends_on.isoformat(), reason=why
    )
    record(corrected, actor, actor.jurisdiction_id)
    return term
