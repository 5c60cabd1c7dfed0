"""What the pages of lights show: one function a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from voting.core.clock import today
from voting.core.db import db
from voting.core.errors import NotFound
from voting.people.rules import Place
from voting.supervision.commitment.facts import one_of
from voting.supervision.commitment.models import Commitment
from voting.supervision.light.facts import rules_of
from voting.supervision.light.models import MonthLight
from voting.supervision.light.rules import REASONS, Light, Thresholds, holding, points


@dataclass(frozen=True)
class LightPage:
    """A stored light that may be set by hand."""

    place: Place
    commitment: Commitment
    row: MonthLight
    message: str
    values: Mapping[str, object]


def light_page(place: Place, commitment_id: int, month: int) -> LightPage:
    """Return the stored light of a month; NotFound before it was read."""
    commitment = one_of(Commitment, place.id, commitment_id)
    row = db.session.get(MonthLight, (place.id, commitment.id, month))
    if row is None:
        raise NotFound("这个月还没有亮灯。")
    values = {"gap": points(row.reading.gap), "late": row.late}
    return LightPage(place, commitment, row, REASONS[row.reason], values)


@dataclass(frozen=True)
class RulesPage:
    """By what lights are read. now: what holds today; coming, past: what the place has set for later, and before."""

    place: Place
    now: Thresholds
    coming: Sequence[Thresholds]
    past: Sequence[Thresholds]


def rules_page(place: Place) -> RulesPage:
    """Return the thresholds of the lights, each with its source and its first day."""
    rules, day = rules_of(place.id), today()
    begun = [rule for rule in rules if rule.holds_from and rule.holds_from <= day]
    return RulesPage(
        place=place,
        now=holding(rules, day),
        coming=[rule for rule in rules if rule not in begun],
        past=begun[1:],
    )


@dataclass(frozen=True)
class LitMonth:
    """The lights of a place in a month as they are shown. counts: light -> how many; read_at: when the first was read."""

    year: int
    month: int
    counts: Mapping[Light, int]
    read_at: datetime


def lit_months(jurisdiction_id: int) -> list[LitMonth]:
    """Return the months of which a place has kept lights, newest first; one query that adds them up."""
    shown = func.coalesce(MonthLight.chosen, MonthLight.light)
    asked = (
        select(Commitment.year, MonthLight.month, shown, func.count(), func.min(MonthLight.computed_at))
        .join(Commitment, Commitment.id == MonthLight.commitment_id)
        .where(MonthLight.jurisdiction_id == jurisdiction_id)
        .group_by(Commitment.year, MonthLight.month, shown)
    )
    rows: dict[tuple[int, int], list[tuple[Light, int, datetime]]] = {}
    for year, month, light, count, at in db.session.execute(asked):
        rows.setdefault((year, month), []).append((light, count, at))
    return [
        LitMonth(year, month, {light: count for light, count, _ in its}, min(at for _, _, at in its))
        for (year, month), its in sorted(rows.items(), reverse=True)
    ]
