"""Shared reads of lights, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select

from voting.core.db import db
from voting.supervision.commitment.models import Commitment
from voting.supervision.light.models import LaterReading, LightRule, MonthLight
from voting.supervision.light.rules import DEFAULT, Light, Thresholds


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


def later_readings(commitment: Commitment) -> Mapping[int, LaterReading]:
    """Return month -> the newest reading that stands beside its light."""
    asked = select(LaterReading).where(
        LaterReading.jurisdiction_id == commitment.jurisdiction_id,
        LaterReading.commitment_id == commitment.id,
    )
    rows = db.session.scalars(asked.order_by(LaterReading.month, LaterReading.number))
    return {row.month: row for row in rows}


def thresholds_of(jurisdiction_id: int, on: date) -> Thresholds:
    """Return the thresholds that hold in a place on a day: the newest it has set by then, else the program's."""
    asked = select(LightRule).where(LightRule.jurisdiction_id == jurisdiction_id, LightRule.holds_from <= on)
    row = db.session.scalar(asked.order_by(LightRule.holds_from.desc()).limit(1))
    return row.thresholds if row else DEFAULT
