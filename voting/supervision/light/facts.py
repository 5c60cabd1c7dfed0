"""Shared reads of lights, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from sqlalchemy import select

from voting.core.db import db
from voting.supervision.commitment.models import Commitment
from voting.supervision.light.models import MonthLight


def lights_of(commitment: Commitment) -> list[MonthLight]:
    """Return the stored lights of a commitment by month."""
    asked = select(MonthLight).where(
        MonthLight.jurisdiction_id == commitment.jurisdiction_id, MonthLight.commitment_id == commitment.id
    )
    return list(db.session.scalars(asked.order_by(MonthLight.month)))
