"""What the public can look back on: the years of a congress, added up."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from sqlalchemy import func, select

from voting.core.db import db
from voting.people.rules import Place
from voting.portal.home.queries import known_years
from voting.portal.lines import shown_light
from voting.supervision.commitment.models import Commitment
from voting.supervision.commitment.rules import CommitmentState
from voting.supervision.light.models import MonthLight


@dataclass(frozen=True)
class YearLine:
    """One year of a congress."""

    year: int
    projects: int
    accepted: int
    planned_fen: int
    lights: dict[str, int]


@dataclass(frozen=True)
class ArchivePage:
    """The years of a congress, newest first."""

    place: Place
    years: tuple[YearLine, ...]


def archive_page(place: Place) -> ArchivePage:
    """Return the years of a place; the cost does not grow with their number."""
    rows: dict[int, list[Commitment]] = defaultdict(list)
    asked = select(Commitment).where(Commitment.jurisdiction_id == place.id)
    for row in db.session.scalars(asked):
        rows[row.year].append(row)
    newest = (
        select(MonthLight.commitment_id, func.max(MonthLight.month).label("month"))
        .where(MonthLight.jurisdiction_id == place.id)
        .group_by(MonthLight.commitment_id)
        .subquery()
    )
    lights = {
        light.commitment_id: light
        for light in db.session.scalars(
            select(MonthLight).join(
                newest,
                (newest.c.commitment_id == MonthLight.commitment_id) & (newest.c.month == MonthLight.month),
            )
        )
    }
    years = tuple(year_line(year, rows.get(year, []), lights) for year in known_years(place.id))
    return ArchivePage(place, years)


def year_line(year: int, rows: list[Commitment], lights: dict[int, MonthLight]) -> YearLine:
    """Return one year, added up."""
    return YearLine(
        year=year,
        projects=len(rows),
        accepted=sum(row.state is CommitmentState.ACCEPTED for row in rows),
        planned_fen=sum(row.planned_fen for row in rows),
        lights=dict(Counter(shown_light(row, lights.get(row.id)).value for row in rows)),
    )
