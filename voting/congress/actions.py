"""What the secretariat sets up: terms, delegations, units, the rule set of a year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlalchemy import func, select

from voting.audit.journal import Event, record
from voting.congress.models import Delegation, Deputy, Meeting, RuleSet, Term, Unit
from voting.congress.rules import ballot_rules
from voting.core import written
from voting.core.db import db
from voting.core.errors import NotFound, RuleBroken, WrongMoment
from voting.people.models import Account
from voting.people.rules import Actor, Place

MOST_NAMES = 200


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
class UnitsAdded(Event):
    name: ClassVar[str] = "congress:units:added"
    names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class UnitRemoved(Event):
    name: ClassVar[str] = "congress:unit:removed"
    unit: str


@dataclass(frozen=True, kw_only=True)
class RulesSet(Event):
    name: ClassVar[str] = "congress:rule_set:changed"
    year: int
    values: dict[str, str | int | bool]


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


def term_of(jurisdiction_id: int, term_id: int) -> Term:
    """Return a term of this jurisdiction; raise NotFound for anybody else's."""
    term = db.session.get(Term, term_id)
    if term is None or term.jurisdiction_id != jurisdiction_id:
        raise NotFound("没有这一届。")
    return term


def lock_term(jurisdiction_id: int, term_id: int) -> Term:
    """Return a term of this jurisdiction whose deputies nobody else changes until this transaction ends."""
    term_of(jurisdiction_id, term_id)
    return db.session.get_one(Term, term_id, with_for_update=True, populate_existing=True)


def clean_names(names: Sequence[str]) -> list[str]:
    """Return the names without blanks and repetitions, in their order; raise RuleBroken when unfit."""
    cleaned = list(dict.fromkeys(filter(None, map(written.label, names))))
    if not cleaned:
        raise RuleBroken("请至少填写一个名称。")
    if len(cleaned) > MOST_NAMES or any(len(name) > 60 for name in cleaned):  # noqa: PLR2004
        raise RuleBroken("名称过多或者过长，请核对。")
    return cleaned


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


def remove_delegation(actor: Actor, *, delegation_id: int) -> Delegation:
    """Remove a delegation that has no deputy."""
    row = db.session.get(Delegation, delegation_id)
    if row is None or row.jurisdiction_id != actor.jurisdiction_id:
        raise NotFound("没有这个代表团。")
    lock_term(actor.jurisdiction_id, row.term_id)
    asked = select(func.count()).select_from(Deputy).where(Deputy.delegation_id == row.id)
    size = db.session.scalar(asked) or 0
    if size:
        raise RuleBroken("“%(name)s”还有 %(size)s 名代表，不能删除。", name=row.name, size=size)
    db.session.delete(row)
    removed = DelegationRemoved(term=row.term_id, delegation=row.name)
    record(removed, actor, actor.jurisdiction_id)
    return row


def deputy_of(jurisdiction_id: int, deputy_id: int) -> Deputy:
    """Return a deputy of this jurisdiction; raise NotFound for anybody else's."""
    row = db.session.get(Deputy, deputy_id)
    if row is None or row.jurisdiction_id != jurisdiction_id:
        raise NotFound("没有这名代表。")
    return row


def change_deputy(actor: Actor, *, deputy_id: int, change: DeputyChange) -> Deputy:
    """Change what a deputy is within his term: delegation, in office, committee, presidium."""
    row = deputy_of(actor.jurisdiction_id, deputy_id)
    lock_term(row.jurisdiction_id, row.term_id)
    team = db.session.get(Delegation, change.delegation_id)
    if team is None or team.term_id != row.term_id:
        raise NotFound("没有这个代表团。")
    row.delegation_id = team.id
    row.in_office = change.in_office
    row.standing_committee = change.standing_committee
    row.presidium = change.presidium
    changed = DeputyChanged(
        deputy=row.number,
        in_office=row.in_office,
        standing_committee=row.standing_committee,
        presidium=row.presidium,
        delegation=team.name,
    )
    record(changed, actor, actor.jurisdiction_id)
    return row


def add_units(actor: Actor, *, names: Sequence[str]) -> list[Unit]:
    """Add responsible units; those that are already there are left as they are."""
    asked = select(Unit.name).where(Unit.jurisdiction_id == actor.jurisdiction_id)
    known = set(db.session.scalars(asked))
    fresh = [name for name in clean_names(names) if name not in known]
    rows = [Unit(jurisdiction_id=actor.jurisdiction_id, name=name) for name in fresh]
    db.session.add_all(rows)
    db.session.flush()
    if fresh:
        record(UnitsAdded(names=tuple(fresh)), actor, actor.jurisdiction_id)
    return rows


def remove_unit(actor: Actor, *, unit_id: int) -> None:
    """Remove a unit that nothing refers to yet; the database refuses the others."""
    row = db.session.get(Unit, unit_id)
    if row is None or row.jurisdiction_id != actor.jurisdiction_id:
        raise NotFound("没有这个单位。")
    if db.session.scalar(select(Account.id).where(Account.unit_id == row.id).limit(1)) is not None:
        raise RuleBroken("“%(name)s”已有账号，不能删除。", name=row.name)
    db.session.delete(row)
    record(UnitRemoved(unit=row.name), actor, actor.jurisdiction_id)
    db.session.flush()


def set_rules(actor: Actor, *, place: Place, year: int, values: Mapping[str, str | int | bool]) -> RuleSet:
    """Set the rules of a year. Only what differs from the defaults of the level is kept.

    Errors: RuleBroken for an unknown value; WrongMoment once a meeting of the year has adopted its method.
    """
    ballot_rules(place.level, year, values)
    if rules_fixed_by(place.id, year) is not None:
        raise WrongMoment("%(year)s 年的票决办法已经大会通过，不能再改；须先在主持台收回。", year=year)
    standard = ballot_rules(place.level, year, {}).as_document()
    own = {key: value for key, value in values.items() if standard[key] != value}
    asked = select(RuleSet).where(RuleSet.jurisdiction_id == place.id, RuleSet.year == year)
    row = db.session.scalar(asked)
    if row is None:
        row = RuleSet(jurisdiction_id=place.id, year=year)
        db.session.add(row)
    row.values = dict(own)
    record(RulesSet(year=year, values=dict(own)), actor, place.id)
    return row


def rules_fixed_by(jurisdiction_id: int, year: int) -> Meeting | None:
    """Return the real meeting of the congress that has adopted the year's method, if there is one."""
    asked = select(Meeting).where(
        Meeting.jurisdiction_id == jurisdiction_id,
        Meeting.year == year,
        Meeting.rehearsal.is_(False),
        Meeting.body == "congress",
        Meeting.state != "draft",
    )
    return db.session.scalars(asked.order_by(Meeting.number)).first()
