"""Deeds of the implementation plan: publish it, revise it after a proclaimed change or in what was not voted on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from voting.audit.journal import Event, record
from voting.core.clock import now
from voting.core.db import db
from voting.core.errors import WrongMoment
from voting.people.rules import Actor
from voting.supervision.change.facts import open_revision
from voting.supervision.commitment.facts import commitment_to_write, milestones_of
from voting.supervision.commitment.models import Commitment, Milestone, milestone_of
from voting.supervision.commitment.rules import COMMITMENT, CommitmentState, FieldRefused
from voting.supervision.plan.facts import latest_plan, missing_before_publish_plan
from voting.supervision.plan.models import Plan
from voting.supervision.report.facts import reported
from voting.supervision.report.reminding import owe_reminder

WHOLE = 100


@dataclass(frozen=True, kw_only=True)
class PlanPublished(Event):
    name: ClassVar[str] = "supervision:plan:published"
    commitment: int
    number: int
    target: str
    due_on: date
    planned_fen: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class NewStep:
    """A milestone of a plan as written. id: of the one it revises, None for a new one."""

    title: str
    starts_on: date
    due_on: date
    weight: int
    id: int | None = None


@dataclass(frozen=True, kw_only=True)
class NewPlan:
    """An implementation plan (责任部门, 目标任务, 完成时限, 资金安排, 保障措施).

    reason: why it is revised; base: number of the plan that was on the screen, 0 of none, None when nobody looked.
    """

    commitment_id: int
    target: str
    due_on: date
    funding: str
    safeguards: str
    steps: tuple[NewStep, ...]
    reason: str = ""
    base: int | None = None


def publish_plan(actor: Actor, new: NewPlan) -> Plan:
    """Publish the implementation plan, or its revision: after a proclaimed adjustment, or with a reason.

    Errors: WrongMoment when something is missing or the state does not allow it; RuleBroken for dates
    after the voted limit, weights that do not add up to 100, a done milestone left out, a target or limit
    that only a change may move, or a plan that somebody else published meanwhile.
    """
    commitment = commitment_to_write(actor, actor.jurisdiction_id, new.commitment_id)
    db.session.refresh(commitment, with_for_update=True)  # the same form twice at once is one plan
    first = commitment.state is CommitmentState.ASSIGNED
    state = COMMITMENT.after(commitment.state, "publish_plan" if first else "revise_plan")
    for missing in missing_before_publish_plan(commitment):
        raise WrongMoment(missing.what)
    last = db.session.scalar(latest_plan(commitment))
    change = None if first else open_revision(commitment)
    if last is not None and change is None and is_same(last, new):
        return last
    check_plan(commitment, new, last)
    if last is not None and change is None:
        check_revision(last, new)
    plan = plan_row(commitment, new, last)
    db.session.add(plan)
    replace_steps(commitment, plan.number, new.steps)
    commitment.state = state
    if change is not None:
        change.plan_number = plan.number
    db.session.flush()
    owe_reminder(commitment)
    event = PlanPublished(
        commitment=commitment.id,
        number=plan.number,
        target=plan.target,
        due_on=plan.due_on,
        planned_fen=plan.planned_fen,
        reason=plan.reason,
    )
    record(event, actor, actor.jurisdiction_id)
    return plan


def check_revision(last: Plan, new: NewPlan) -> None:
    """Raise RuleBroken unless a revision without a change leaves target and limit alone and says why.

    The money is the commitment's own and stands in no form.
    """
    if new.target != last.target:
        raise FieldRefused("target", "修订计划不能改目标任务；要改的，先办理调整并公告。")
    if new.due_on != last.due_on:
        raise FieldRefused("due_on", "修订计划不能改完成时限；要改的，先办理调整并公告。")
    if not new.reason:
        raise FieldRefused("reason", "请写明修订的原因。")


def plan_row(commitment: Commitment, new: NewPlan, last: Plan | None) -> Plan:
    """Return the next plan of a commitment, not yet stored."""
    assert commitment.unit_id is not None  # what is missing was refused before
    return Plan(
        jurisdiction_id=commitment.jurisdiction_id,
        commitment_id=commitment.id,
        number=last.number + 1 if last else 1,
        unit_id=commitment.unit_id,
        target=new.target,
        due_on=new.due_on,
        planned_fen=commitment.planned_fen,
        funding=new.funding,
        safeguards=new.safeguards,
        published_at=now(),
        reason=new.reason,
        steps=[step_cells(step) for step in new.steps],
    )


def step_cells(step: NewStep) -> dict[str, str | int]:
    """Return a milestone as a published plan keeps it."""
    return {
        "title": step.title,
        "starts_on": step.starts_on.isoformat(),
        "due_on": step.due_on.isoformat(),
        "weight": step.weight,
    }


def is_same(last: Plan, new: NewPlan) -> bool:
    """Tell whether a plan is the one in force, word by word: a form that was sent twice."""
    texts = (last.target, last.due_on, last.funding, last.safeguards)
    steps = [step_cells(step) for step in new.steps]
    return texts == (new.target, new.due_on, new.funding, new.safeguards) and last.steps == steps


def check_plan(commitment: Commitment, new: NewPlan, last: Plan | None) -> None:
    """Raise RuleBroken unless the plan follows the one that was read, keeps to what was voted and can be measured."""
    if new.base is not None and new.base != (last.number if last else 0):
        raise FieldRefused("base", "您填写的时候，别人已经公布了新的一版。两版都在这里，请核对后再公布。")
    if new.due_on > commitment.due_on:
        raise FieldRefused(
            "due_on",
            "完成时限不能晚于票决确定的 %(day)s；需要延期的，先办理调整。",
            day=commitment.due_on.isoformat(),
        )
    if not new.steps:
        raise FieldRefused("steps", "至少写一个时间节点。")
    if any(step.starts_on > step.due_on for step in new.steps):
        raise FieldRefused("steps", "时间节点的开始日期不能晚于完成日期。")
    if any(step.due_on > new.due_on for step in new.steps):
        raise FieldRefused("steps", "时间节点不能晚于完成时限。")
    if sum(step.weight for step in new.steps) != WHOLE or any(step.weight < 1 for step in new.steps):
        raise FieldRefused("steps", "各时间节点所占比重合计要等于 100。")


def replace_steps(commitment: Commitment, number: int, steps: tuple[NewStep, ...]) -> None:
    """Put the steps of plan `number` in force. One that is unchanged keeps its row, and so what was done.

    Errors: RuleBroken when a milestone that is already done is left out or moved.
    """
    present = {row.id: row for row in milestones_of(commitment)}
    done = {row for version in reported(commitment).values() for row in version.milestones}
    kept = {step.id for step in steps if step.id in present and same_step(present[step.id], step)}
    if done & present.keys() - kept:
        raise FieldRefused("steps", "已经完成的时间节点不能删除或改期。")
    for row in present.values():
        if row.id not in kept:
            row.until_plan = number
    for ordinal, step in enumerate(steps, 1):
        if step.id in kept:
            present[step.id].ordinal, present[step.id].weight = ordinal, step.weight
            continue
        db.session.add(milestone_of(commitment, ordinal, step, since_plan=number))
    db.session.flush()


def same_step(row: Milestone, step: NewStep) -> bool:
    """Tell whether a milestone stays as it was but for its weight."""
    return (row.title, row.starts_on, row.due_on) == (step.title, step.starts_on, step.due_on)
