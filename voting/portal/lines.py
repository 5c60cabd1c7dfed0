"""How the chosen projects of a year stand: one line each, for one place or for many at the same cost."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from voting.core.db import db
from voting.supervision.commitment.models import Commitment
from voting.supervision.light.models import MonthLight
from voting.supervision.light.rules import SETTLED, Light


@dataclass(frozen=True)
class ProjectLine:
    """A chosen project in a list. progress, scheduled: per cent of the last month read, None before the first."""

    project_id: int
    ordinal: int
    title: str
    summary: str
    unit: str
    due_on: date
    light: str
    progress: int | None
    scheduled: int | None
    planned_fen: int


def shown_light(commitment: Commitment, month: MonthLight | None) -> Light:
    """Return the light that counts now: a settled project shows its end, whatever the last month said."""
    if commitment.state in SETTLED:
        return SETTLED[commitment.state][0]
    return Light.GREY if month is None else month.shown


def latest_lights(jurisdiction_ids: Collection[int], year: int) -> dict[int, MonthLight]:
    """Return commitment id -> the light of its latest month, for all these places in one query."""
    newest = (
        select(MonthLight.commitment_id, func.max(MonthLight.month).label("month"))
        .join(
            Commitment,
            (Commitment.jurisdiction_id == MonthLight.jurisdiction_id)
            & (Commitment.id == MonthLight.commitment_id),
        )
        .where(MonthLight.jurisdiction_id.in_(jurisdiction_ids), Commitment.year == year)
        .group_by(MonthLight.commitment_id)
        .subquery()
    )
    rows = db.session.scalars(
        select(MonthLight).join(
            newest,
            (newest.c.commitment_id == MonthLight.commitment_id) & (newest.c.month == MonthLight.month),
        )
    )
    return {row.commitment_id: row for row in rows}


def commitments_of(jurisdiction_ids: Collection[int], year: int) -> Sequence[Commitment]:
    """Return the chosen projects of these places and year, by place and place on the ballot."""
    return db.session.scalars(
        select(Commitment)
        .where(Commitment.jurisdiction_id.in_(jurisdiction_ids), Commitment.year == year)
        .order_by(Commitment.jurisdiction_id, Commitment.ordinal)
    ).all()


def lines_of(commitments: Sequence[Commitment], lights: dict[int, MonthLight]) -> tuple[ProjectLine, ...]:
    """Return the lines of a list of chosen projects."""
    return tuple(line_of(row, lights.get(row.id)) for row in commitments)


def line_of(row: Commitment, month: MonthLight | None) -> ProjectLine:
    """Return the line of one chosen project."""
    return ProjectLine(
        project_id=row.project_id,
        ordinal=row.ordinal,
        title=row.title,
        summary=row.summary,
        unit=row.lead_unit,
        due_on=row.due_on,
        light=shown_light(row, month).value,
        progress=None if month is None else month.progress,
        scheduled=None if month is None else month.scheduled,
        planned_fen=row.planned_fen,
    )
