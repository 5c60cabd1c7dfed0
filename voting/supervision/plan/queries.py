"""What the pages of the implementation plan show: one function a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from voting.core.db import db
from voting.core.lifecycle import Missing
from voting.core.text import N_
from voting.people.rules import Actor, Place
from voting.supervision.commitment.facts import commitment_to_write
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
    done, on = work.done_in(), work.judged_on()
    return [gantt_row(step, done.get(step.id), on, work.row.year) for step in work.milestones]


def gantt_row(step: Milestone, month: int | None, on: date, year: int) -> GanttRow:
    """Return a milestone; month: in which it was reported done; on: the day the plan is judged by."""
    values: dict[str, object] = {}
    fact_from: date | None = step.starts_on
    fact_to: date | None = None
    if month is not None:
        late = (year - step.due_on.year) * 12 + month - step.due_on.month
        fact_to = min(month_end(year, month), step.due_on) if late <= 0 else month_end(year, month)
        values = {"late": late} if late > 0 else {}
        colour, word = ("yellow", N_("晚 %(late)s 个月完成")) if late > 0 else ("green", N_("按期完成"))
    elif on < step.starts_on:
        fact_from, colour, word = None, "grey", N_("未到时间")
    elif on < step.due_on:
        colour, word = "green", N_("进行中")
    else:
        colour, word = "red", N_("到期未完成")
    return GanttRow(step.title, step.starts_on, step.due_on, fact_from, fact_to, colour, word, values)


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
    """The plan to write. first: none is published yet; last: the plan in force."""

    place: Place
    commitment: Commitment
    unit: str
    first: bool
    missing: Sequence[Missing]
    steps: Sequence[Milestone]
    last: Plan | None


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
