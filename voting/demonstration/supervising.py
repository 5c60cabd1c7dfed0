"""What units and the congress do with a commitment: plan, report, revise, accept. Through the real deeds."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from voting.core.clock import today
from voting.core.db import db
from voting.demonstration.people import Staffed
from voting.demonstration.photographs import pictures
from voting.people.rules import Actor
from voting.supervision.acceptance import actions as acceptance_actions
from voting.supervision.acceptance.rules import Result
from voting.supervision.commitment.facts import milestones_of
from voting.supervision.commitment.models import Commitment, Milestone
from voting.supervision.light.rules import PlannedStep, month_end, scheduled_progress
from voting.supervision.plan import actions as plan_actions
from voting.supervision.report import actions as report_actions
from voting.supervision.report.facts import figures
from voting.supervision.report.queries import sub_items_of
from voting.uploads.rules import NOTHING

ON_TIME = 100
EXCUSES = (
    "受冬季冻土和材料供应影响，进度落后，开春后增加施工班组，下季度赶上。",
    "受汛期和材料供应影响，进度落后，已增加施工班组，下月赶上。",
)
"""Until spring, and after."""
SPRING = 5
PICTURED = (4, 7, 10)
"""Months whose reports come with a picture."""


def commitments_of(staffed: Staffed, year: int) -> list[Commitment]:
    """Return the commitments of a place and year, as voted."""
    asked = select(Commitment).where(Commitment.jurisdiction_id == staffed.place.id, Commitment.year == year)
    return list(db.session.scalars(asked.order_by(Commitment.id)))


def unit_of(staffed: Staffed, commitment: Commitment) -> Actor:
    """Return the account of the unit that answers for a commitment."""
    found = [actor for actor in staffed.actors.values() if actor.unit_id == commitment.unit_id]
    return found[0]


def publish_plan(staffed: Staffed, commitment: Commitment) -> None:
    """Publish the unit's plan, or its revision: the milestones as voted, of equal weight, the last one at the end."""
    steps = milestones_of(commitment)
    weights = [100 // len(steps)] * len(steps)
    weights[-1] += 100 - sum(weights)
    plan = plan_actions.NewPlan(
        commitment_id=commitment.id,
        target=commitment.target,
        due_on=commitment.due_on,
        funding="本级财政资金列入年度预算，上级补助按进度拨付。",
        safeguards="分管负责人每月调度一次，质量由监理单位全程监督，资金专款专用。",
        steps=tuple(
            plan_actions.NewStep(
                id=row.id,
                title=row.title,
                starts_on=row.starts_on,
                due_on=commitment.due_on if row is steps[-1] else row.due_on,
                weight=weight,
            )
            for row, weight in zip(steps, weights, strict=True)
        ),
    )
    plan_actions.publish_plan(unit_of(staffed, commitment), plan)


def due_by(commitment: Commitment, month: int) -> list[Milestone]:
    """Return the milestones that the plan wants done by the end of a month."""
    ends = date(commitment.year + month // 12, month % 12 + 1, 1)
    return [row for row in milestones_of(commitment) if row.due_on < ends]


def asked_for(commitment: Commitment, month: int) -> int:
    """Return the progress that the plan asks for at the end of a month, in per cent."""
    steps = [
        PlannedStep(starts_on=row.starts_on, due_on=row.due_on, weight=row.weight, done=False)
        for row in milestones_of(commitment)
    ]
    return scheduled_progress(steps, month_end(commitment.year, month))


def report(staffed: Staffed, commitment: Commitment, month: int, pace: int) -> None:
    """Report one month. pace: how much of the schedule is kept, in per cent; 100 is a little ahead of it."""
    due = due_by(commitment, month)
    before, _spent, _still = figures(commitment)
    progress = max(before, asked_for(commitment, month) * pace // 100)
    unit = unit_of(staffed, commitment)
    new = report_actions.NewReport(
        commitment_id=commitment.id,
        month=month,
        progress=progress,
        spent_fen=commitment.planned_fen * progress // 100,
        text="按计划推进，质量和安全情况正常。" if pace == ON_TIME else EXCUSES[month >= SPRING],
        milestones=tuple(row.id for row in due[: len(due) * pace // 100]),
        quantities=tuple((row.id, row.quantity * progress // 100) for row in sub_items_of(commitment)),
        uploads=pictures(unit, f"report:{commitment.id}:{month}", progress) if month in PICTURED else NOTHING,
    )
    report_actions.fill_in(unit, new)
    report_actions.submit(unit, commitment.id, month)


def accept(staffed: Staffed, commitment: Commitment, result: Result) -> None:
    """Record the result of a commitment, as of today."""
    new = acceptance_actions.NewAcceptance(
        commitment_id=commitment.id,
        result=result,
        opinion="对照年度目标逐项查验，情况属实。",
        on=today(),
        upkeep="由村（社区）负责日常管护。",
    )
    acceptance_actions.accept(staffed.staff, new)
