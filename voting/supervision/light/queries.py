"""What the pages of lights show: one function a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from voting.core.db import db
from voting.core.errors import NotFound
from voting.people.rules import Place
from voting.supervision.commitment.facts import one_of
from voting.supervision.commitment.models import Commitment
from voting.supervision.light.models import MonthLight
from voting.supervision.light.rules import REASONS


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
