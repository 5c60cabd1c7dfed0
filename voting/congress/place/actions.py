"""Deeds of places and units. Each writes its journal line; none commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from voting.audit.journal import Event, record
from voting.congress.place.models import Unit, UnitSuccession
from voting.congress.place.rules import clean_names
from voting.core.clock import now
from voting.core.db import db, is_added
from voting.core.errors import NotFound, RuleBroken
from voting.people.models import Account
from voting.people.rules import Actor


@dataclass(frozen=True, kw_only=True)
class UnitsAdded(Event):
    name: ClassVar[str] = "congress:units:added"
    names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class UnitRemoved(Event):
    name: ClassVar[str] = "congress:unit:removed"
    unit: str


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


def expect_in_being(unit: Unit) -> None:
    """Raise RuleBroken for a unit that is no more."""
    if db.session.get(UnitSuccession, (unit.jurisdiction_id, unit.id)) is not None:
        raise RuleBroken("“%(name)s”已由别的单位承接。", name=unit.name)


def succeed(unit: Unit, successor: Unit, reason: str) -> None:
    """Say that a unit is no more and which one took its work over: part of the deed that moves its work.

    Errors: RuleBroken for itself, or where either is no more.
    """
    if unit.id == successor.id:
        raise RuleBroken("请选择另一个单位。")
    both = select(Unit.id).where(Unit.id.in_((unit.id, successor.id))).order_by(Unit.id)
    # two at once would take over from each other
    db.session.execute(both.with_for_update(key_share=True)).all()
    expect_in_being(successor)
    row = UnitSuccession(
        jurisdiction_id=unit.jurisdiction_id,
        unit_id=unit.id,
        successor_id=successor.id,
        reason=reason,
        at=now(),
    )
    if not is_added(row):
        raise RuleBroken("“%(name)s”已由别的单位承接。", name=unit.name)
