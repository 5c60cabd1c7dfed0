"""Shared reads of places and units. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import aliased

from voting.congress.place.models import Jurisdiction, Unit, UnitSuccession
from voting.core.db import db
from voting.people.rules import Place


def units_of(jurisdiction_id: int) -> tuple[tuple[int, str], ...]:
    """Return id and name of a place's responsible units, by name; none whose work another has taken over."""
    gone = select(UnitSuccession.unit_id).where(UnitSuccession.jurisdiction_id == jurisdiction_id)
    asked = select(Unit.id, Unit.name).where(Unit.jurisdiction_id == jurisdiction_id, Unit.id.not_in(gone))
    return tuple((row.id, row.name) for row in db.session.execute(asked.order_by(Unit.name, Unit.id)))


@dataclass(frozen=True)
class Gone:
    """A unit that is no more. successor: the name of the one that took its work over."""

    unit_id: int
    name: str
    successor: str
    reason: str
    at: datetime


def gone_units(jurisdiction_id: int) -> tuple[Gone, ...]:
    """Return the units of a place that others have taken over, by the day."""
    then = aliased(Unit)
    asked = (
        select(Unit.id, Unit.name, then.name.label("successor"), UnitSuccession.reason, UnitSuccession.at)
        .join(UnitSuccession, UnitSuccession.unit_id == Unit.id)
        .join(then, then.id == UnitSuccession.successor_id)
        .where(UnitSuccession.jurisdiction_id == jurisdiction_id)
        .order_by(UnitSuccession.at, Unit.id)
    )
    return tuple(Gone(*row) for row in db.session.execute(asked))


def at_or_below(place: Place) -> ColumnElement[bool]:
    """Return the condition that a jurisdiction is the place itself or lies below it."""
    path = "/".join(str(part) for part in place.path)
    return or_(Jurisdiction.id == place.id, Jurisdiction.path.like(f"{path}/%"))


def now_answering(jurisdiction_id: int, unit_id: int | None) -> int | None:
    """Return which unit of a place stands for one today: itself, or who took over from it; None for another place's."""
    row = db.session.get(Unit, unit_id) if unit_id else None
    if row is None or row.jurisdiction_id != jurisdiction_id:
        return None
    found, seen = row.id, set[int]()
    while found not in seen:  # a circle, which no deed makes, ends where it began
        seen.add(found)
        after = db.session.get(UnitSuccession, (jurisdiction_id, found))
        found = found if after is None else after.successor_id
    return found
