"""Shared reads of places and units. Writes nothing."""

from __future__ import annotations

from sqlalchemy import select

from voting.congress.place.models import Unit
from voting.core.db import db


def units_of(jurisdiction_id: int) -> tuple[tuple[int, str], ...]:
    """Return id and name of a place's responsible units, by name."""
    asked = select(Unit.id, Unit.name).where(Unit.jurisdiction_id == jurisdiction_id).order_by(Unit.name)
    return tuple((row.id, row.name) for row in db.session.execute(asked))
