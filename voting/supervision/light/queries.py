"""What the pages of lights show: one function a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from voting.core.db import db
from voting.core.errors import NotFound
from voting.people.rules import Place
from voting.supervision.commitment.facts import one_of
from voting.supervision.commitment.models import Commitment
from voting.supervision.light.models import MonthLight
from voting.supervision.light.rules import REASONS, Light


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
    values = {"gap": row.scheduled - row.progress, "late": row.late}
    return LightPage(place, commitment, row, REASONS[row.reason], values)


@dataclass(frozen=True)
class LitMonth:
    """The lights of a place in a month as they are shown. counts: light -> how many; read_at: when the first was read."""

    year: int
    month: int
    counts: Mapping[Light, int]
    read_at: datetime


def lit_months(jurisdiction_id: int) -> list[LitMonth]:
    """Return the months of which a place has kept lights, newest first; one query."""
    asked = (
        select(Commitment.year, MonthLight)
        .join(Commitment, Commitment.id == MonthLight.commitment_id)
        .where(MonthLight.jurisdiction_id == jurisdiction_id)
    )
    rows: dict[tuple[int, int], list[MonthLight]] = {}
    for year, row in db.session.execute(asked):
        rows.setdefault((year, row.month), []).append(row)
    return [
        LitMonth(year, month, Counter(row.shown for row in its), min(row.computed_at for row in its))
        for (year, month), its in sorted(rows.items(), reverse=True)
    ]
