"""Shared reads of the monthly report, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Exists, Select, Subquery, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, defer, joinedload, load_only

from voting.congress.place.models import Unit
from voting.core.clock import day_of, today
from voting.core.db import db
from voting.supervision.commitment.facts import first_month_of, milestones_by, milestones_of, was_handed_over
from voting.supervision.commitment.models import Commitment, Milestone
from voting.supervision.light.models import LaterReading, MonthLight
from voting.supervision.light.rules import (
    DEFAULT,
    Light,
    PlannedStep,
    Reading,
    Thresholds,
    measured_on,
    month_end,
    read_light,
)
from voting.supervision.report.models import Report, ReportVersion
from voting.supervision.report.shown import Shown, shown_of


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
class Loaded:
    """A commitment with its unit's name, plan, reports (month -> version that counts) and lights; handed_over: from another unit; rated: by residents."""

    row: Commitment
    unit: str
    milestones: Sequence[Milestone]
    versions: Mapping[int, ReportVersion]
    lights: Mapping[int, MonthLight]
    handed_over: bool
    rated: bool

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

    def reading_at(self, month: int, by: Thresholds = DEFAULT) -> Reading:
        """Return what the rule says of a month that is over, from the reports up to it that are in by now."""
        return read_light(
            self.row.state,
            self.steps(self.done_by(month)),
            self.progress_by(month),
            month_end(self.row.year, month),
            self.shown_before(month),
            by=by,
        )

    def reading_with(self, month: int, progress: int, done: Collection[int], by: Thresholds) -> Reading:
        """Return what the rule would say of a month with these figures. done: milestones, besides those of before."""
        on = measured_on(self.row.year, month, today())
        steps = self.steps(self.done_by(month - 1) | set(done))
        return read_light(self.row.state, steps, progress, on, self.shown_before(month), by=by)

    def done_by(self, month: int) -> set[int]:
        """Return the milestones that reports of months up to this one say are done."""
        return {row for m, version in self.versions.items() if m <= month for row in version.milestones}

    def progress_by(self, month: int) -> int:
        """Return the progress by the newest report of a month up to this one, 0 before the first."""
        newest = max((m for m in self.versions if m <= month), default=None)
        return 0 if newest is None else self.versions[newest].progress

    def shown_before(self, month: int) -> list[Light]:
        """Return the lights that were shown for months before, newest first; nothing that came later changes them."""
        return [self.lights[m].shown for m in sorted(self.lights, reverse=True) if m < month]

    @property
    def first_month(self) -> int:
        """Return the first month that has a light: the one in which the project was taken over."""
        return first_month_of(self.row)

    def judged_on(self) -> date:
        """Return the day that the plan is judged by where it is drawn: yesterday, or the year's last day."""
        return measured_on(self.row.year, 12, today())

    @property
    def kept(self) -> MonthLight | None:
        """Return the last light that was read, None before the first."""
        return self.lights[max(self.lights)] if self.lights else None

    def shown(self) -> Shown:
        """Return the last kept light, with its month: the one reading of every page."""
        return shown_of(self.kept)


FIGURES = (load_only(ReportVersion.progress, ReportVersion.spent_fen, ReportVersion.milestones),)
ASK = exists(select(1))


def load(
    *which: ColumnElement[bool], figures_only: bool = False, last_only: bool = False, rated: Exists = ASK
) -> list[Loaded]:
    """Return the commitments that meet the conditions, by year and place on the ballot; four queries for any number.

    figures_only: leave the texts and pictures of the reports where they are, for lists of many places. last_only: the last
    light and the figures of the last report alone, no plan: what a list of lights shows. rated: column by which it is told whether residents rated it; without it `rated` is true.
    """
    found = db.session.execute(
        select(Commitment, Unit.name, was_handed_over(), rated)
        .outerjoin(Unit, Unit.id == Commitment.unit_id)
        .where(*which)
        .order_by(Commitment.year.desc(), Commitment.jurisdiction_id, Commitment.ordinal)
    ).all()
    ids = select(Commitment.id).where(*which)
    milestones = {} if last_only else milestones_by(ids)
    lights = lights_by(ids, last_only=last_only)
    versions = versions_by(ids, figures_only=figures_only, last_only=last_only)
    return [
        Loaded(
            row,
            name or row.lead_unit,
            milestones.get(row.id, []),
            versions.get(row.id, {}),
            lights.get(row.id, {}),
            *told,
        )
        for row, name, *told in found
    ]


def one(commitment: Commitment) -> Loaded:
    """Return a commitment with all that belongs to it."""
    return load(Commitment.jurisdiction_id == commitment.jurisdiction_id, Commitment.id == commitment.id)[0]


def lights_by(ids: Select[int], *, last_only: bool = False) -> Mapping[int, dict[int, MonthLight]]:
    """Return commitment id -> month -> kept light with what stands beside it, without what they were read from."""
    asked = select(MonthLight).where(MonthLight.commitment_id.in_(ids)).options(defer(MonthLight.read_from))
    if not last_only:
        asked = asked.options(joinedload(MonthLight.beside).defer(LaterReading.read_from))
    else:
        last = newest_by(MonthLight.commitment_id, MonthLight.month, ids)
        asked = asked.join(last, (MonthLight.commitment_id == last.c.of) & (MonthLight.month == last.c.last))
    groups: dict[int, dict[int, MonthLight]] = defaultdict(dict)
    for row in db.session.scalars(asked.order_by(MonthLight.month)).unique():
        groups[row.commitment_id][row.month] = row
    return groups


def versions_by(
    ids: Select[int], *, figures_only: bool = False, last_only: bool = False
) -> Mapping[int, dict[int, ReportVersion]]:
    """Return commitment id -> month -> the version of the report that counts, in order of month."""
    asked = (
        select(Report.commitment_id, Report.month, ReportVersion)
        .join(ReportVersion, (ReportVersion.report_id == Report.id) & (ReportVersion.number == Report.latest))
        .where(Report.commitment_id.in_(ids))
        .order_by(Report.month)
        .options(*(FIGURES if figures_only or last_only else ()))
    )
    if last_only:
        last = newest_by(Report.commitment_id, Report.month, ids, Report.latest > 0)
        asked = asked.join(last, (Report.commitment_id == last.c.of) & (Report.month == last.c.last))
    groups: dict[int, dict[int, ReportVersion]] = defaultdict(dict)
    for commitment_id, month, version in db.session.execute(asked):
        groups[commitment_id][month] = version
    return groups


def newest_by(
    of: InstrumentedAttribute[int],
    month: InstrumentedAttribute[int],
    ids: Select[int],
    *which: ColumnElement[bool],
) -> Subquery:
    """Return, of each commitment, the last month that has a row: columns `of` and `last`."""
    asked = select(of.label("of"), func.max(month).label("last")).where(of.in_(ids), *which)
    return asked.group_by(of).subquery()
