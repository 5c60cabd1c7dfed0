"""Shared reads of lights, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from voting.core.db import db
from voting.supervision.commitment.models import Commitment
from voting.supervision.light.models import LightRule, MonthLight
from voting.supervision.light.rules import Thresholds, holding, month_end


def lights_of(commitment: Commitment) -> list[MonthLight]:
    """Return the kept lights of a commitment by month."""
    asked = select(MonthLight).where(
        MonthLight.jurisdiction_id == commitment.jurisdiction_id, MonthLight.commitment_id == commitment.id
    )
    return list(db.session.scalars(asked.order_by(MonthLight.month)))


def rules_of(jurisdiction_id: int) -> list[Thresholds]:
    """Return the thresholds that a place has set, the newest first."""
    asked = select(LightRule).where(LightRule.jurisdiction_id == jurisdiction_id)
    return [row.thresholds for row in db.session.scalars(asked.order_by(LightRule.holds_from.desc()))]


def holding_for(rules: Sequence[Thresholds], year: int, month: int) -> Thresholds:
    """Return the thresholds by which a month is read: those that hold on the first day after it. rules: newest first."""
    return holding(rules, month_end(year, month) + timedelta(1))


def thresholds_of_month(jurisdiction_id: int, year: int, month: int) -> Thresholds:
    """Return the thresholds by which a place reads a month: those that hold on the first day after it."""
    return holding_for(rules_of(jurisdiction_id), year, month)
