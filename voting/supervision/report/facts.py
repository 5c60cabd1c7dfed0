"""Shared reads of the monthly report, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import load_only

from voting.congress.place.models import Unit
from voting.core.clock import day_of, today
from voting.core.db import db
from voting.supervision.commitment.facts import milestones_of
from voting.supervision.commitment.models import Commitment, Milestone
from voting.supervision.light.models import MonthLight
from voting.supervision.light.rules import (
    REASONS,
    RUNNING_MONTHS,
    SETTLED,
    Light,
    PlannedStep,
    Reading,
    measured_on,
    read_light,
)
from voting.supervision.report.models import Report, ReportVersion


def report_of(commitment: Commitment, month: int) -> Report | None:
    """Return the report of a month, submitted or still being filled in; None before the first visit."""
    return db.session.scalar(
        select(Report).where(
            Report.jurisdiction_id == commitment.jurisdiction_id,
            Report.commitment_id == commitment.id,
            Report.month == month,
        )
    )


def reported(commitment: Commitment) -> dict[int, ReportVersion]:
    """Return month -> the version that counts, for every submitted report, in order of month."""
    rows = db.session.execute(
        select(Report.month, ReportVersion)
        .join(
            ReportVersion,
            (ReportVersion.jurisdiction_id == Report.jurisdiction_id)
            & (ReportVersion.report_id == Report.id)
            & (ReportVersion.number == Report.latest),
        )
        .where(Report.jurisdiction_id == commitment.jurisdiction_id, Report.commitment_id == commitment.id)
        .order_by(Report.month)
    )
    return {row.month: row.ReportVersion for row in rows}


def figures(commitment: Commitment) -> tuple[int, int, int]:
    """Return progress, spent_fen and the number of open milestones by the newest report."""
    versions = reported(commitment)
    done = {row for version in versions.values() for row in version.milestones}
    still = sum(row.id not in done for row in milestones_of(commitment))
    newest = versions[max(versions)] if versions else None
    return (newest.progress, newest.spent_fen, still) if newest else (0, 0, still)


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

    def done_days(self) -> dict[int, tuple[date | None, date]]:
        """Return milestone id -> the day it was done where the unit wrote it, and the day of the report that first said so."""
        found: dict[int, tuple[date | None, date]] = {}
        for version in self.versions.values():
            for milestone in version.milestones:
                written = (version.done_on or {}).get(str(milestone))
                day = date.fromisoformat(written) if written else None
                found.setdefault(milestone, (day, day_of(version.submitted_at)))
        return found

    def steps(self, done: Collection[int]) -> list[PlannedStep]:
        """Return the plan in force as the light sees it. done: ids of milestones."""
        return [PlannedStep(m.starts_on, m.due_on, m.weight, m.id in done) for m in self.milestones]

    def reading_of(self, month: int) -> Reading:
        """Return what the rule says of a month, from the reports up to it: what is kept of it when it is read."""
        return self._read(month, self.behind_before(month))

    def reading_with(self, month: int, progress: int, done: Collection[int]) -> Reading:
        """Return what the rule would say of a month with these figures. done: milestones, besides those of before."""
        earlier = {row for m, version in self.versions.items() if m < month for row in version.milestones}
        on = measured_on(self.row.year, month, today())
        return read_light(
            self.row.state, self.steps(earlier | set(done)), progress, on, self.behind_before(month)
        )

    def reading(self) -> Reading:
        """Return what the rule says today, from all reports."""
        on = self.judged_on()
        before = self.behind_before(on.month) if on.year == self.row.year else ()
        return read_light(self.row.state, self.steps(self.done_in()), self.progress, on, before)

    def behind_before(self, month: int) -> list[Light]:
        """Return the lights of the months just before, newest first, as many as the rule asks for.

        A month that nobody has read yet is read here as it will be kept, so that a gap hides nothing and skips
        nothing; before the project was taken over there is none.
        """
        found: list[Light] = []
        for m in range(month - 1, max(month - RUNNING_MONTHS, 0), -1):
            if m in self.lights:
                found.append(self.lights[m].light)
            elif m >= self.first_month:
                # whether a month is behind at all does not depend on the months before it
                found.append(self._read(m, ()).light)
            else:
                break
        return found

    def _read(self, month: int, before: Sequence[Light]) -> Reading:
        versions = {m: version for m, version in self.versions.items() if m <= month}
        done = {row for version in versions.values() for row in version.milestones}
        progress = versions[max(versions)].progress if versions else 0
        on = measured_on(self.row.year, month, today())
        return read_light(self.row.state, self.steps(done), progress, on, before)

    @property
    def first_month(self) -> int:
        """Return the first month that has a light: the one in which the project was taken over."""
        taken_on = day_of(self.row.taken_at)
        return taken_on.month if taken_on.year == self.row.year else 1

    def judged_on(self) -> date:
        """Return the day that the present light is read for: yesterday, or the year's last day."""
        return measured_on(self.row.year, 12, today())

    def shown(self, reading: Reading | None = None) -> Shown:
        """Return the light of today; one that a person chose for this month or the last stands instead.

        reading: today's, where it is at hand.
        """
        newest = self.lights[max(self.lights)] if self.lights else None
        recent = newest is not None and newest.month >= self.judged_on().month - 1
        if newest is not None and recent and newest.chosen is not None and self.row.state not in SETTLED:
            return Shown(newest.chosen, newest.chosen_reason, chosen=True)
        reading = reading or self.reading()
        values = {"gap": reading.gap, "late": reading.late}
        return Shown(reading.light, REASONS[reading.reason], values)


def load(*which: ColumnElement[bool], figures_only: bool = False) -> list[Loaded]:
    """Return the commitments that meet the conditions, by year and place on the ballot; four queries for any number.

    figures_only: leave the texts and pictures of the reports where they are, for lists of many places.
    """
    found = db.session.execute(
        select(Commitment, Unit.name)
        .outerjoin(Unit, Unit.id == Commitment.unit_id)
        .where(*which)
        .order_by(Commitment.year.desc(), Commitment.jurisdiction_id, Commitment.ordinal)
    ).all()
    ids = select(Commitment.id).where(*which)
    milestones, lights = milestones_by(ids), lights_by(ids)
    versions = versions_by(ids, figures_only=figures_only)
    return [
        Loaded(row, name or row.lead_unit, milestones[row.id], versions[row.id], lights[row.id])
        for row, name in found
    ]


def one(commitment: Commitment) -> Loaded:
    """Return a commitment with all that belongs to it."""
    return load(Commitment.jurisdiction_id == commitment.jurisdiction_id, Commitment.id == commitment.id)[0]


FIGURES = (load_only(ReportVersion.progress, ReportVersion.spent_fen, ReportVersion.milestones),)


def milestones_by(ids: Select[int]) -> Mapping[int, list[Milestone]]:
    """Return commitment id -> milestones in force, by date."""
    asked = select(Milestone).where(Milestone.commitment_id.in_(ids), Milestone.until_plan.is_(None))
    groups: dict[int, list[Milestone]] = defaultdict(list)
    for row in db.session.scalars(asked.order_by(Milestone.due_on, Milestone.ordinal)):
        groups[row.commitment_id].append(row)
    return groups


def lights_by(ids: Select[int]) -> Mapping[int, dict[int, MonthLight]]:
    """Return commitment id -> month -> stored light."""
    asked = select(MonthLight).where(MonthLight.commitment_id.in_(ids)).order_by(MonthLight.month)
    groups: dict[int, dict[int, MonthLight]] = defaultdict(dict)
    for row in db.session.scalars(asked):
        groups[row.commitment_id][row.month] = row
    return groups


def versions_by(ids: Select[int], *, figures_only: bool = False) -> Mapping[int, dict[int, ReportVersion]]:
    """Return commitment id -> month -> the version of the report that counts, in order of month."""
    rows = db.session.execute(
        select(Report.commitment_id, Report.month, ReportVersion)
        .join(ReportVersion, (ReportVersion.report_id == Report.id) & (ReportVersion.number == Report.latest))
        .where(Report.commitment_id.in_(ids))
        .order_by(Report.month)
        .options(*(FIGURES if figures_only else ()))
    )
    groups: dict[int, dict[int, ReportVersion]] = defaultdict(dict)
    for commitment_id, month, version in rows:
        groups[commitment_id][month] = version
    return groups
