"""Shared reads of lights, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Select, select

from voting.core.db import db
from voting.supervision.commitment.models import Commitment
from voting.supervision.light.models import LightRule, MonthLight
from voting.supervision.light.rules import Light, Thresholds, holding, month_end


@dataclass(frozen=True)
class ShownLight:
    """The light that was shown for a month. Nothing that comes later changes it."""

    month: int
    light: Light


def lights_of(commitment: Commitment) -> list[MonthLight]:
    """Return the kept lights of a commitment by month."""
    asked = select(MonthLight).where(
        MonthLight.jurisdiction_id == commitment.jurisdiction_id, MonthLight.commitment_id == commitment.id
    )
    return list(db.session.scalars(asked.order_by(MonthLight.month)))


def shown_lights(ids: Select[int] | Sequence[int]) -> Mapping[int, list[ShownLight]]:
    """Return commitment id -> the lights that were shown of it, oldest month first; one query for any number."""
    asked = select(MonthLight.commitment_id, MonthLight.month, MonthLight.light, MonthLight.chosen).where(
        MonthLight.commitment_id.in_(ids)
    )
    groups: dict[int, list[ShownLight]] = defaultdict(list)
    for commitment_id, month, light, chosen in db.session.execute(asked.order_by(MonthLight.month)):
        groups[commitment_id].append(ShownLight(month, chosen or light))
    return groups


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
