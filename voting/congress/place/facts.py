"""Shared reads of places and units. Writes nothing."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select

from voting.congress.place.models import Jurisdiction, Unit
from voting.core.db import db
from voting.people.rules import Place


def units_of(jurisdiction_id: int) -> tuple[tuple[int, str], ...]:
    """Return id and name of a place's responsible units, by name."""
    asked = select(Unit.id, Unit.name).where(Unit.jurisdiction_id == jurisdiction_id).order_by(Unit.name)
    return tuple((row.id, row.name) for row in db.session.execute(asked))


def at_or_below(place: Place) -> ColumnElement[bool]:
    """Return the condition that a jurisdiction is the place itself or lies below it."""
    path = "/".join(str(part) for part in place.path)
    return or_(Jurisdiction.id == place.id, Jurisdiction.path.like(f"{path}/%"))
