"""What the pages of the implementation plan show: one function a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select

from voting.core.db import db
from voting.core.lifecycle import Missing
from voting.core.text import N_
from voting.people.rules import Actor, Place
from voting.supervision.change.facts import open_revision
from voting.supervision.change.rules import ChangedText, compare
from voting.supervision.commitment.facts import commitment_to_write, of, one_of
from voting.supervision.commitment.models import Commitment, Milestone
from voting.supervision.commitment.rules import CommitmentState
from voting.supervision.light.rules import month_end
from voting.supervision.plan.facts import latest_plan, missing_before_publish_plan
from voting.supervision.plan.models import Plan
from voting.supervision.report.facts import Loaded, one


@dataclass(frozen=True)
class GanttRow:
    """A milestone with plan and fact, the same wherever it is shown. word, values: its state, a message id.

    fact_to: None while it goes on.
    """

    name: str
    plan_from: date
    plan_to: date
    fact_from: date | None
    fact_to: date | None
    colour: str
    word: str
    values: Mapping[str, object]


def gantt_rows(work: Loaded) -> list[GanttRow]:
    """Return the milestones with what was reported of them."""
    done, days, on = work.done_in(), work.done_days(), work.judged_on()
    return [
        done_row(step, done[step.id], work.row.year, *days[step.id])
        if step.id in done
        else open_row(step, on)
        for step in work.milestones
    ]


def done_row(step: Milestone, month: int, year: int, day: date | None, told_on: date) -> GanttRow:
    """Return a milestone that is done. month: of the report that says so; day: when, where the unit wrote it.

    Without a day a milestone is on time only when that is certain: it was reported, or its month was over, by its date.
    """
    end = day or min(told_on, month_end(year, month))
    months = (year - step.due_on.year) * 12 + month - step.due_on.month
    late = (end - step.due_on).days
    values: dict[str, object] = {}
    colour, word = "green", N_("按期完成")
    if day is not None and late > 0:
        colour, word, values = "yellow", N_("晚 %(late)s 天完成"), {"late": late}
    elif day is None and months > 0:
        colour, word, values = "yellow", N_("晚 %(late)s 个月完成"), {"late": months}
    elif late > 0:
        word = N_("当月完成")
    fact_to = end if late > 0 or day else min(end, step.due_on)
    return GanttRow(
        step.title, step.starts_on, step.due_on, min(step.starts_on, fact_to), fact_to, colour, word, values
    )


def open_row(step: Milestone, on: date) -> GanttRow:
    """Return a milestone that is not done; on: the day the plan is judged by."""
    fact_from: date | None = step.starts_on
    if on < step.starts_on:
        fact_from, colour, word = None, "grey", N_("未到时间")
    elif on < step.due_on:
        colour, word = "green", N_("进行中")
    else:
        colour, word = "red", N_("到期未完成")
    return GanttRow(step.title, step.starts_on, step.due_on, fact_from, None, colour, word, {})


@dataclass(frozen=True)
class PlanRow:
    """The plan in force, as published."""

    number: int
    target: str
    due_on: date
    planned_fen: int
    funding: str
    safeguards: str
    published_at: datetime


def plan_row(commitment: Commitment) -> PlanRow | None:
    """Return the plan in force, None before the first is published."""
    row = db.session.scalar(latest_plan(commitment))
    if row is None:
        return None
    return PlanRow(
        number=row.number,
        target=row.target,
        due_on=row.due_on,
        planned_fen=row.planned_fen,
        funding=row.funding,
        safeguards=row.safeguards,
        published_at=row.published_at,
    )


@dataclass(frozen=True)
class PlanPage:
    """The plan to write. first: none is published yet; last: the plan in force; revises: a change asks for it."""

    place: Place
    commitment: Commitment
    unit: str
    first: bool
    missing: Sequence[Missing]
    steps: Sequence[Milestone]
    last: Plan | None
    revises: bool


def plan_page(place: Place, actor: Actor, commitment_id: int) -> PlanPage:
    """Return the plan as it may be written now."""
    row = commitment_to_write(actor, place.id, commitment_id)
    work = one(row)
    return PlanPage(
        place=place,
        commitment=row,
        unit=work.unit,
        first=row.state is CommitmentState.ASSIGNED,
        missing=missing_before_publish_plan(row),
        steps=work.milestones,
        last=db.session.scalar(latest_plan(row)),
        revises=open_revision(row) is not None,
    )


@dataclass(frozen=True)
class VersionStep:
    """A milestone of a version. is_new, is_gone: against the version before."""

    title: str
    starts_on: date
    due_on: date
    weight: int
    is_new: bool = False
    is_gone: bool = False


@dataclass(frozen=True)
class PlanVersion:
    """One published version with what became of the one before, piece by piece."""

    number: int
    published_at: datetime
    reason: str
    due_on: date
    target: Sequence[ChangedText]
    funding: Sequence[ChangedText]
    safeguards: Sequence[ChangedText]
    steps: Sequence[VersionStep]


@dataclass(frozen=True)
class VersionsPage:
    place: Place
    project_id: int
    title: str
    versions: Sequence[PlanVersion]


def versions_page(place: Place, commitment_id: int) -> VersionsPage:
    """Return every published version of a project's plan, newest first."""
    row = one_of(Commitment, place.id, commitment_id)
    plans = list(db.session.scalars(of(Plan, row).order_by(Plan.number)))
    milestones = list(db.session.scalars(of(Milestone, row).order_by(Milestone.due_on, Milestone.ordinal)))
    steps = [steps_of(plan, milestones) for plan in plans]
    versions = [
        plan_version(plan, steps[at], plans[at - 1] if at else plan, steps[at - 1] if at else steps[at])
        for at, plan in enumerate(plans)
    ]
    return VersionsPage(place, row.project_id, row.title, versions[::-1])


def steps_of(plan: Plan, milestones: Sequence[Milestone]) -> list[VersionStep]:
    """Return the milestones of a version: as it keeps them, or, of an older one, by when each came and went."""
    if plan.steps is not None:
        return [
            VersionStep(
                one["title"],
                date.fromisoformat(one["starts_on"]),
                date.fromisoformat(one["due_on"]),
                one["weight"],
            )
            for one in plan.steps
        ]
    return [
        VersionStep(m.title, m.starts_on, m.due_on, m.weight)
        for m in milestones
        if m.since_plan <= plan.number and (m.until_plan is None or m.until_plan > plan.number)
    ]


def plan_version(
    plan: Plan, steps: Sequence[VersionStep], before: Plan, steps_before: Sequence[VersionStep]
) -> PlanVersion:
    """Return a version against the one before it; the first against itself."""
    gone = [replace(one, is_gone=True) for one in steps_before if one not in steps]
    here = [replace(one, is_new=one not in steps_before) for one in steps]
    return PlanVersion(
        number=plan.number,
        published_at=plan.published_at,
        reason=plan.reason,
        due_on=plan.due_on,
        target=compare(before.target, plan.target),
        funding=compare(before.funding, plan.funding),
        safeguards=compare(before.safeguards, plan.safeguards),
        steps=[*here, *gone],
    )


@dataclass(frozen=True)
class PublishedPlan:
    """A plan as it was made public. number: 1 for the first, one more for each revision."""

    commitment_id: int
    title: str
    number: int
    published_at: datetime


def published_plans(jurisdiction_id: int, most: int) -> list[PublishedPlan]:
    """Return the newest plans and revisions of a place, newest first; one query."""
    asked = (
        select(Plan.commitment_id, Commitment.title, Plan.number, Plan.published_at)
        .join(Commitment, Commitment.id == Plan.commitment_id)
        .where(Plan.jurisdiction_id == jurisdiction_id)
        .order_by(Plan.published_at.desc(), Plan.id.desc())
        .limit(most)
    )
    return [PublishedPlan(*row) for row in db.session.execute(asked)]
