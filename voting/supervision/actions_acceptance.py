"""Deeds at the end of a commitment: deliver, send back, accept or find unfinished, carry over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlalchemy import func, select

from voting.audit.journal import Event, record
from voting.core.clock import today
from voting.core.db import db
from voting.core.errors import RuleBroken, WrongMoment
from voting.core.lifecycle import Missing
from voting.core.text import N_
from voting.people.rules import Actor
from voting.screening.handover import NewCarryOver
from voting.screening.handover import carry_over as take_back
from voting.supervision.actions_report import store_light
from voting.supervision.find import milestones_of, one_of, own_commitment, reported
from voting.supervision.models import Commitment
from voting.supervision.models_follow import Acceptance, Finding
from voting.supervision.rules import COMMITMENT, FindingState, advance
from voting.supervision.rules_results import BASICALLY_FROM, Result, suggested_result


@dataclass(frozen=True, kw_only=True)
class CommitmentDelivered(Event):
    name: ClassVar[str] = "supervision:commitment:delivered"
    commitment: int


@dataclass(frozen=True, kw_only=True)
class CommitmentSentBack(Event):
    name: ClassVar[str] = "supervision:commitment:sent_back"
    commitment: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class CommitmentAccepted(Event):
    name: ClassVar[str] = "supervision:commitment:accepted"
    commitment: int
    result: str
    progress: int
    spent_fen: int


@dataclass(frozen=True, kw_only=True)
class CommitmentCarriedOver(Event):
    name: ClassVar[str] = "supervision:commitment:carried_over"
    commitment: int
    year: int
    project: int


@dataclass(frozen=True, kw_only=True)
class NewAcceptance:
    """The result against the year plan. upkeep: who looks after the finished work (管护)."""

    commitment_id: int
    result: Result
    opinion: str
    on: date
    upkeep: str = ""


def figures(commitment: Commitment) -> tuple[int, int, int]:
    """Return progress, spent_fen and the number of open milestones by the newest report."""
    versions = reported(commitment)
    done = {row for version in versions.values() for row in version.milestones}
    still = sum(row.id not in done for row in milestones_of(commitment))
    newest = versions[max(versions)] if versions else None
    return (newest.progress, newest.spent_fen, still) if newest else (0, 0, still)


def missing_before_deliver(commitment: Commitment) -> list[Missing]:
    """Return what the unit must do before it may ask for acceptance."""
    progress, _spent, still = figures(commitment)
    missing = []
    if progress < BASICALLY_FROM:
        missing.append(Missing(N_("累计进度达到 90%"), N_("责任单位")))
    if still and progress == 100:  # noqa: PLR2004  the whole in per cent
        missing.append(Missing(N_("在月报中勾选已完成的时间节点"), N_("责任单位")))
    return missing


def missing_before_accept(commitment: Commitment) -> list[Missing]:
    """Return what stands before acceptance: findings that are not closed."""
    asked = (
        select(func.count())
        .select_from(Finding)
        .where(
            Finding.jurisdiction_id == commitment.jurisdiction_id,
            Finding.commitment_id == commitment.id,
            Finding.state != FindingState.CLOSED,
        )
    )
    if db.session.scalar(asked):
        return [Missing(N_("代表发现的问题全部办结"), N_("责任单位和代表监督小组"))]
    return []


def deliver(actor: Actor, commitment_id: int) -> Commitment:
    """Ask for acceptance; WrongMoment with the first thing that is missing."""
    commitment = own_commitment(actor, commitment_id)
    state = advance(COMMITMENT, commitment.state, "deliver")
    for missing in missing_before_deliver(commitment):
        raise WrongMoment("还不能申请验收，还缺：%(what)s。", what=missing.what)
    commitment.state = state
    record(CommitmentDelivered(commitment=commitment.id), actor, actor.jurisdiction_id)
    return commitment


def send_back(actor: Actor, commitment_id: int, reason: str) -> Commitment:
    """Return delivered work to the unit, with the reason."""
    commitment = one_of(Commitment, actor.jurisdiction_id, commitment_id)
    commitment.state = advance(COMMITMENT, commitment.state, "send_back")
    if not reason.strip():
        raise RuleBroken("请写明退回的原因。")
    record(CommitmentSentBack(commitment=commitment.id, reason=reason), actor, actor.jurisdiction_id)
    return commitment


def accept(actor: Actor, new: NewAcceptance) -> Acceptance:
    """Record the year's result: finished and basically finished are accepted, the rest is unfinished.

    Errors: WrongMoment before delivery, or while findings are open; RuleBroken for `finished` against
    the figures, a date to come, or no opinion.
    """
    commitment = one_of(Commitment, actor.jurisdiction_id, new.commitment_id)
    step = "find_unfinished" if new.result is Result.NOT else "accept"
    state = advance(COMMITMENT, commitment.state, step)
    if step == "accept":
        for missing in missing_before_accept(commitment):
            raise WrongMoment("还不能验收，还缺：%(what)s。", what=missing.what)
    progress, spent_fen, still = figures(commitment)
    if new.result is Result.FINISHED and suggested_result(progress, still) is not Result.FINISHED:
        raise RuleBroken("进度没有达到 100% 或者还有节点没有完成，不能认定为完成。")
    if new.on > today():
        raise RuleBroken("验收日期不能在今天以后。")
    acceptance = Acceptance(
        jurisdiction_id=commitment.jurisdiction_id,
        commitment_id=commitment.id,
        result=new.result,
        progress=progress,
        spent_fen=spent_fen,
        opinion=new.opinion,
        on=new.on,
        upkeep=new.upkeep,
    )
    db.session.add(acceptance)
    commitment.state = state
    db.session.flush()
    event = CommitmentAccepted(
        commitment=commitment.id, result=new.result, progress=progress, spent_fen=spent_fen
    )
    record(event, actor, actor.jurisdiction_id)
    store_light(actor, commitment, new.on.month if new.on.year == commitment.year else 12)
    return acceptance


def carry_over(actor: Actor, commitment_id: int, reason: str) -> Commitment:
    """Hand an unfinished commitment to next year's screening, with what is still to be spent."""
    commitment = one_of(Commitment, actor.jurisdiction_id, commitment_id)
    state = advance(COMMITMENT, commitment.state, "carry_over")
    if not reason.strip():
        raise RuleBroken("请写明没有完成的原因。")
    _progress, spent_fen, _still = figures(commitment)
    new = NewCarryOver(
        jurisdiction_id=commitment.jurisdiction_id,
        project_id=commitment.project_id,
        year=commitment.year + 1,
        reason=reason,
        planned_fen=max(commitment.planned_fen - spent_fen, 0),
    )
    commitment.carried_to = take_back(actor, new).id
    commitment.state = state
    event = CommitmentCarriedOver(
        commitment=commitment.id, year=commitment.year + 1, project=commitment.carried_to
    )
    record(event, actor, actor.jurisdiction_id)
    return commitment
