"""Deeds of places and units. Each writes its journal line; none commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from voting.audit.journal import Event, record
from voting.congress.place.models import Unit
from voting.congress.place.rules import clean_names
from voting.core.db import db
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
