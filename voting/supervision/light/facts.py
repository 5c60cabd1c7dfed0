"""Shared reads of lights, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from sqlalchemy import select

from voting.core.db import db
from voting.supervision.commitment.facts import milestones_of
from voting.supervision.commitment.models import Commitment
from voting.supervision.light.models import MonthLight
from voting.supervision.light.rules import Light, PlannedStep


def lights_of(commitment: Commitment) -> list[MonthLight]:
    """Return the stored lights of a commitment by month."""
    asked = select(MonthLight).where(
        MonthLight.jurisdiction_id == commitment.jurisdiction_id, MonthLight.commitment_id == commitment.id
    )
    return list(db.session.scalars(asked.order_by(MonthLight.month)))


def planned_steps(commitment: Commitment, done: set[int]) -> list[PlannedStep]:
    """Return the plan in force as the light sees it."""
    return [
        PlannedStep(row.starts_on, row.due_on, row.weight, row.id in done)
        for row in milestones_of(commitment)
    ]


def lights_before(commitment: Commitment, month: int) -> list[Light]:
    """Return the lights of the months just before, newest first, as far as they follow without a gap."""
    stored = {row.month: row.light for row in lights_of(commitment)}
    found: list[Light] = []
    while (month := month - 1) in stored:
        found.append(stored[month])
    return found
