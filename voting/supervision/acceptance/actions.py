"""Deeds at the end of a commitment: deliver, send back, accept or find unfinished, carry over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import ClassVar

from voting.audit.journal import Event, record
from voting.confirmation import actions as confirmation
from voting.confirmation.actions import Wanted
from voting.confirmation.facts import expect_waiting, waiting
from voting.confirmation.models import Confirmation
from voting.core.clock import moment, today
from voting.core.db import db
from voting.core.due import owe
from voting.core.errors import WrongMoment
from voting.people.rules import Actor
from voting.screening.handover import NewCarryOver
from voting.screening.handover import carry_over as take_back
from voting.supervision.acceptance.facts import missing_before_accept, missing_before_deliver
from voting.supervision.acceptance.models import Acceptance
from voting.supervision.acceptance.rules import (
    LOOK_BACK,
    LOOK_BACK_HOUR,
    Result,
    looked_back_on,
    suggested_result,
)
from voting.supervision.commitment.actions import drop_result
from voting.supervision.commitment.facts import one_of, own_commitment
from voting.supervision.commitment.models import Commitment
from voting.supervision.commitment.rules import ACCEPTANCE, COMMITMENT, CommitmentState, FieldRefused
from voting.supervision.report.facts import figures


@dataclass(frozen=True, kw_only=True)
class CommitmentDelivered(Event):
    name: ClassVar[str] = "supervision:commitment:delivered"
    commitment: int


@dataclass(frozen=True, kw_only=True)
class DeliveryWithdrawn(Event):
    name: ClassVar[str] = "supervision:commitment:delivery_withdrawn"
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
class AcceptanceAsked(Event):
    """Somebody entered a result; it counts when a second person confirms it."""

    name: ClassVar[str] = "supervision:acceptance:asked"
    commitment: int
    result: str


@dataclass(frozen=True, kw_only=True)
class AcceptanceConfirmed(Event):
    name: ClassVar[str] = "supervision:acceptance:confirmed"
    commitment: int
    asked_by: int


@dataclass(frozen=True, kw_only=True)
class AcceptanceWithdrawn(Event):
    name: ClassVar[str] = "supervision:acceptance:withdrawn"
    commitment: int


@dataclass(frozen=True, kw_only=True)
class NewAcceptance:
    """The result against the year plan. upkeep: who looks after the finished work (管护); upkeep_until: None for no end."""

    commitment_id: int
    result: Result
    opinion: str
    on: date
    upkeep: str = ""
    upkeep_until: date | None = None

    def as_payload(self) -> dict[str, str]:
        """Return it as what waits for a second person keeps it."""
        until = self.upkeep_until.isoformat() if self.upkeep_until else ""
        day = self.on.isoformat()
        return {
            "result": self.result.value,
            "opinion": self.opinion,
            "on": day,
            "upkeep": self.upkeep,
            "until": until,
        }


def as_entered(commitment_id: int, payload: Mapping[str, str]) -> NewAcceptance:
    """Return what the first person entered."""
    until = payload["until"]
    return NewAcceptance(
        commitment_id=commitment_id,
        result=Result(payload["result"]),
        opinion=payload["opinion"],
        on=date.fromisoformat(payload["on"]),
        upkeep=payload["upkeep"],
        upkeep_until=date.fromisoformat(until) if until else None,
    )


def deliver(actor: Actor, commitment_id: int) -> Commitment:
    """Ask for acceptance; WrongMoment with the first thing that is missing."""
    commitment = own_commitment(actor, commitment_id)
    state = COMMITMENT.after(commitment.state, "deliver")
    for missing in missing_before_deliver(commitment):
        raise WrongMoment("还不能申请验收，还缺：%(what)s。", what=missing.what)
    commitment.state = state
    record(CommitmentDelivered(commitment=commitment.id), actor, actor.jurisdiction_id)
    return commitment


def withdraw_delivery(actor: Actor, commitment_id: int) -> Commitment:
    """Take the unit's own wish for acceptance back; sent twice, it changes nothing. WrongMoment while a result waits."""
    commitment = own_commitment(actor, commitment_id)
    if commitment.state is CommitmentState.UNDER_WAY:
        return commitment
    if waiting(commitment.jurisdiction_id, (ACCEPTANCE,), str(commitment.id)):
        raise WrongMoment("验收结论已经提交，正等待第二人确认，不能撤回验收申请。")
    commitment.state = COMMITMENT.after(commitment.state, "withdraw_delivery")
    record(DeliveryWithdrawn(commitment=commitment.id), actor, actor.jurisdiction_id)
    return commitment


def send_back(actor: Actor, commitment_id: int, reason: str) -> Commitment:
    """Return delivered work to the unit, with the reason; a result that waits lapses."""
    commitment = one_of(Commitment, actor.jurisdiction_id, commitment_id)
    commitment.state = COMMITMENT.after(commitment.state, "send_back")
    if not reason.strip():
        raise FieldRefused("reason", "请写明退回的原因。")
    drop_result(actor, commitment)
    record(CommitmentSentBack(commitment=commitment.id, reason=reason), actor, actor.jurisdiction_id)
    return commitment


def ask_acceptance(actor: Actor, new: NewAcceptance) -> Confirmation:
    """Enter a result, which counts when a second person has confirmed it. Errors: those of `accept`; WrongMoment while one waits."""
    commitment = one_of(Commitment, actor.jurisdiction_id, new.commitment_id)
    expect_acceptable(commitment, new)
    wanted = Wanted(
        kind=ACCEPTANCE,
        subject=str(commitment.id),
        line=AcceptanceAsked(commitment=commitment.id, result=new.result),
        payload=new.as_payload(),
    )
    return confirmation.ask(actor, wanted)


def confirm_acceptance(actor: Actor, commitment_id: int) -> Acceptance:
    """Confirm a result as the second person. Errors: NotFound; WrongMoment where none waits; those of `accept` and of a confirmation."""
    commitment = one_of(Commitment, actor.jurisdiction_id, commitment_id)
    row = expect_waiting(actor.jurisdiction_id, ACCEPTANCE, str(commitment.id))
    new = as_entered(commitment.id, row.payload)
    line = AcceptanceConfirmed(commitment=commitment.id, asked_by=row.asked_by)
    return confirmation.confirm(actor, ACCEPTANCE, row, partial(accept, actor, new), line=line)


def withdraw_acceptance(actor: Actor, commitment_id: int) -> None:
    """Take back a result that waits, or refuse it; nothing has counted then. Errors: NotFound; WrongMoment where none waits."""
    commitment = one_of(Commitment, actor.jurisdiction_id, commitment_id)
    row = expect_waiting(actor.jurisdiction_id, ACCEPTANCE, str(commitment.id))
    line = AcceptanceWithdrawn(commitment=commitment.id)
    confirmation.take_back(actor, ACCEPTANCE, row, line=line)


def expect_acceptable(commitment: Commitment, new: NewAcceptance) -> None:
    """Raise unless this result may be recorded now: `accept` says which errors."""
    step = "find_unfinished" if new.result is Result.NOT else "accept"
    COMMITMENT.after(commitment.state, step)
    if step == "accept":
        for missing in missing_before_accept(commitment):
            raise WrongMoment("还不能验收，还缺：%(what)s。", what=missing.what)
    progress, _spent, still = figures(commitment)
    if new.result is Result.FINISHED and suggested_result(progress, still) is not Result.FINISHED:
        raise FieldRefused("result", "进度没有达到百分之百，或者还有节点没有完成，不能认定为完成。")
    if new.on > today():
        raise FieldRefused("on", "验收日期不能在今天以后。")
    if new.upkeep_until is not None and new.upkeep_until < new.on:
        raise FieldRefused("upkeep_until", "管护期限不能早于验收日期。")


def accept(actor: Actor, new: NewAcceptance) -> Acceptance:
    """Record the year's result: finished and basically finished are accepted, the rest is unfinished.

    Errors: WrongMoment before delivery, or while findings are open; RuleBroken for `finished` against
    the figures, a date to come, or an upkeep that ends before it begins.
    """
    commitment = one_of(Commitment, actor.jurisdiction_id, new.commitment_id)
    expect_acceptable(commitment, new)
    step = "find_unfinished" if new.result is Result.NOT else "accept"
    state = COMMITMENT.after(commitment.state, step)
    progress, spent_fen, _still = figures(commitment)
    acceptance = Acceptance(
        jurisdiction_id=commitment.jurisdiction_id,
        commitment_id=commitment.id,
        result=new.result,
        progress=progress,
        spent_fen=spent_fen,
        opinion=new.opinion,
        on=new.on,
        upkeep=new.upkeep,
        upkeep_until=new.upkeep_until,
    )
    db.session.add(acceptance)
    commitment.state = state
    if step == "accept":
        owe_look_back(commitment, new.on)
    db.session.flush()
    event = CommitmentAccepted(
        commitment=commitment.id, result=new.result, progress=progress, spent_fen=spent_fen
    )
    record(event, actor, actor.jurisdiction_id)
    return acceptance


def owe_look_back(commitment: Commitment, accepted_on: date) -> None:
    """Have suggesters asked again a year after the acceptance."""
    at = moment(looked_back_on(accepted_on), LOOK_BACK_HOUR)
    owe(LOOK_BACK, str(commitment.id), at, jurisdiction_id=commitment.jurisdiction_id)


def carry_over(actor: Actor, commitment_id: int, reason: str) -> Commitment:
    """Hand an unfinished commitment to next year's screening, with what is still to be spent."""
    commitment = one_of(Commitment, actor.jurisdiction_id, commitment_id)
    state = COMMITMENT.after(commitment.state, "carry_over")
    if not reason.strip():
        raise FieldRefused("reason", "请写明没有完成的原因。")
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
