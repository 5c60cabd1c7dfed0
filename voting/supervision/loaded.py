"""Commitments with all that their pages need, read in a handful of queries however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, select

from voting.congress.models import Unit
from voting.core.clock import today
from voting.core.db import db
from voting.supervision.models import Commitment, Milestone, MonthLight, Report, ReportVersion
from voting.supervision.rules_lights import (
    REASONS,
    SETTLED,
    Light,
    PlannedStep,
    Reading,
    measured_on,
    read_light,
)


@dataclass(frozen=True)
class Shown:
    """A light as a page shows it. message, values: why, a message id; chosen: set by a person."""

    light: Light
    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    chosen: bool = False


@dataclass(frozen=True)
class Loaded:
    """A commitment with its unit's name, plan, reports (month -> version that counts) and lights."""

    row: Commitment
    unit: str
    milestones: Sequence[Milestone]
    versions: Mapping[int, ReportVersion]
    lights: Mapping[int, MonthLight]

    @property
    def newest(self) -> ReportVersion | None:
        return self.versions[max(self.versions)] if self.versions else None

    @property
    def month(self) -> int | None:
        return max(self.versions, default=None)

    @property
    def progress(self) -> int:
        return self.newest.progress if self.newest else 0

    @property
    def spent_fen(self) -> int:
        return self.newest.spent_fen if self.newest else 0

    @property
    def still(self) -> int:
        """Return how many milestones are open."""
        done = self.done_in()
        return sum(milestone.id not in done for milestone in self.milestones)

    def done_in(self) -> dict[int, int]:
        """Return milestone id -> the first month that reported it done."""
        found: dict[int, int] = {}
        for month, version in self.versions.items():
            for milestone in version.milestones:
                found.setdefault(milestone, month)
        return found

    def reading(self, on: date) -> Reading:
        """Return what the rule says at the end of a day of the commitment's year."""
        done = self.done_in()
        steps = [PlannedStep(m.starts_on, m.due_on, m.weight, m.id in done) for m in self.milestones]
        before = [self.lights[m].light for m in sorted(self.lights, reverse=True) if m < on.month]
        return read_light(self.row.state, steps, self.progress, on, before)

    def judged_on(self) -> date:
        """Return the day that the present light is read for: yesterday, or the year's last day."""
        return measured_on(self.row.year, 12, today())

    def shown(self) -> Shown:
        """Return the light of today; one that a person chose for this month or the last stands instead."""
        on = self.judged_on()
        newest = self.lights[max(self.lights)] if self.lights else None
        recent = newest is not None and newest.month >= on.month - 1
        if newest is not None and recent and newest.chosen is not None and self.row.state not in SETTLED:
            return Shown(newest.chosen, newest.chosen_reason, chosen=True)
        reading = self.reading(on)
        values = {"gap": reading.gap, "late": reading.late}
        return Shown(reading.light, REASONS[reading.reason], values)


def load(*which: ColumnElement[bool]) -> list[Loaded]:
    """Return the commitments that meet the conditions, by year and place on the ballot; five queries."""
    found = db.session.execute(
        select(Commitment, Unit.name)
        .outerjoin(Unit, Unit.id == Commitment.unit_id)
        .where(*which)
        .order_by(Commitment.year.desc(), Commitment.ordinal)
    ).all()
    ids = [row.id for row, _name in found]
    milestones, lights = milestones_by(ids), lights_by(ids)
    versions = versions_by(ids)
    return [
        Loaded(row, name or row.lead_unit, milestones[row.id], versions[row.id], lights[row.id])
        for row, name in found
    ]


def milestones_by(ids: Sequence[int]) -> Mapping[int, list[Milestone]]:
    """Return commitment id -> milestones in force, by date."""
    asked = select(Milestone).where(Milestone.commitment_id.in_(ids), Milestone.until_plan.is_(None))
    groups: dict[int, list[Milestone]] = defaultdict(list)
    for row in db.session.scalars(asked.order_by(Milestone.due_on, Milestone.ordinal)):
        groups[row.commitment_id].append(row)
    return groups


def lights_by(ids: Sequence[int]) -> Mapping[int, dict[int, MonthLight]]:
    """Return commitment id -> month -> stored light."""
    asked = select(MonthLight).where(MonthLight.commitment_id.in_(ids)).order_by(MonthLight.month)
    groups: dict[int, dict[int, MonthLight]] = defaultdict(dict)
    for row in db.session.scalars(asked):
        groups[row.commitment_id][row.month] = row
    return groups


def versions_by(ids: Sequence[int]) -> Mapping[int, dict[int, ReportVersion]]:
    """Return commitment id -> month -> the version of the report that counts, in order of month."""
    rows = db.session.execute(
        select(Report.commitment_id, Report.month, ReportVersion)
        .join(ReportVersion, (ReportVersion.report_id == Report.id) & (ReportVersion.number == Report.latest))
        .where(Report.commitment_id.in_(ids))
        .order_by(Report.month)
    )
    groups: dict[int, dict[int, ReportVersion]] = defaultdict(dict)
    for commitment_id, month, version in rows:
        groups[commitment_id][month] = version
    return groups
