"""Deeds of steps that two persons take. Each writes its journal line; none commits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from sqlalchemy import delete, func, select

from voting.audit.journal import Event, record
from voting.ballot import handover as ballot_handover
from voting.belenios.canonical import hex_sha256
from voting.confirmation import actions as confirmation
from voting.confirmation.actions import Wanted
from voting.confirmation.facts import expect_waiting, waiting
from voting.confirmation.rules import ConfirmationKind
from voting.core.clock import now
from voting.core.db import db
from voting.core.errors import NotFound, RuleBroken, WrongMoment
from voting.core.lifecycle import Missing
from voting.core.reason import stated
from voting.people.rules import Actor
from voting.tally.next_ballot.facts import missing_before_announce, to_announce
from voting.tally.outcome.decision import settled_by_presidium
from voting.tally.outcome.facts import gather
from voting.tally.outcome.second_opinion import outcome_text
from voting.tally.outcome.signed import expect_as_signed
from voting.tally.run.facts import expect, in_count
from voting.tally.run.models import TallyRun, lock_run
from voting.tally.run.rules import TALLY, TallyState
from voting.tally.signing.models import OutcomeSignature
from voting.tally.steps.facts import readiness
from voting.tally.steps.rules import STEPS, missing_before_confirm, missing_before_count


@dataclass(frozen=True, kw_only=True)
class StepAsked(Event):
    name: ClassVar[str] = "tally:step:asked"
    ballot: str
    step: str
    values: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class StepTaken(Event):
    """asked_by: the account that asked; the line's own account confirmed."""

    name: ClassVar[str] = "tally:step:taken"
    ballot: str
    step: str
    asked_by: int
    values: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class StepWithdrawn(Event):
    name: ClassVar[str] = "tally:step:withdrawn"
    ballot: str
    step: str


@dataclass(frozen=True, kw_only=True)
class ResultDeclared(Event):
    name: ClassVar[str] = "tally:result:declared"
    ballot: str


def _refuse(missing: list[Missing]) -> None:
    if missing:
        raise WrongMoment(missing[0].what)


def _stated(values: Mapping[str, Any]) -> str:
    return stated(str(values.get("reason", "")))


def _count(run: TallyRun, _values: Mapping[str, Any]) -> None:
    found = gather(run)
    _refuse(missing_before_count(readiness(run, found)))
    run.by_presidium = []
    _write_outcome(run)
    run.state = TALLY.after(run.state, "count")


def _write_outcome(run: TallyRun) -> None:
    found = gather(run)
    decision = found.decision()
    if found.count is None or decision is None or run.counts is None:
        raise WrongMoment("计票还没有完成。")
    box = ballot_handover.sealed_box(run.ballot_uuid)
    run.outcome = outcome_text(box, run, found.count, decision)


def _recount(run: TallyRun, values: Mapping[str, Any]) -> None:
    _stated(values)
    run.state = TALLY.after(run.state, "recount")
    assert run.outcome is not None
    run.serial, run.previous = run.serial + 1, hex_sha256(run.outcome)
    run.outcome, run.by_presidium = None, []
    _forget_signatures(run)


def _forget_signatures(run: TallyRun) -> None:
    db.session.execute(delete(OutcomeSignature).where(OutcomeSignature.ballot_uuid == run.ballot_uuid))


def _settle(run: TallyRun, values: Mapping[str, Any]) -> None:
    if run.state is not TallyState.COUNTED:
        raise WrongMoment("现在没有交主席团决定的项目。")
    decision = gather(run).decision()
    assert decision is not None
    named = [int(ordinal) for ordinal in values.get("ordinals", [])]
    settled_by_presidium(decision, frozenset(named))
    run.by_presidium = sorted(named)
    _write_outcome(run)


def _confirm(run: TallyRun, _values: Mapping[str, Any]) -> None:
    state = TALLY.after(run.state, "confirm")
    found = gather(run)
    _refuse(missing_before_confirm(readiness(run, found)))
    expect_as_signed(found)
    run.state = state


def _announce(run: TallyRun, values: Mapping[str, Any]) -> None:
    """Proclaim every round of the vote that is confirmed, under one number."""
    state = TALLY.after(run.state, "announce")
    _refuse(missing_before_announce(run))
    number = values.get("number")
    if not isinstance(number, int) or not 1 <= number <= 999:  # noqa: PLR2004  as many proclamations as fit
        raise RuleBroken("请填写公告的编号（1 到 999）。")
    taken = select(func.count()).where(TallyRun.meeting_id == run.meeting_id, TallyRun.number == number)
    if db.session.scalar(taken):
        raise RuleBroken("本次会议已有第 %(number)s 号公告。", number=number)
    at = now()
    for one in to_announce(run):
        told = lock_run(one.ballot_uuid, run.jurisdiction_id)
        expect_as_signed(gather(told))
        told.state, told.number, told.announced_at = state, number, at
        told.declared_at = told.declared_at or at


def _archive(run: TallyRun, _values: Mapping[str, Any]) -> None:
    run.state = TALLY.after(run.state, "archive")


def _void(run: TallyRun, values: Mapping[str, Any]) -> None:
    reason = _stated(values)
    run.state, run.void_reason = TALLY.after(run.state, "void"), reason


ACTS: dict[str, Callable[[TallyRun, Mapping[str, Any]], None]] = {
    "count": _count,
    "recount": _recount,
    "settle": _settle,
    "confirm": _confirm,
    "announce": _announce,
    "archive": _archive,
    "void": _void,
}
"""What each of STEPS does."""


def _kind(step: str) -> ConfirmationKind:
    if step not in STEPS:
        raise NotFound("没有这个步骤。")
    return STEPS[step]


def ask(actor: Actor, uuid: str, step: str, values: Mapping[str, Any]) -> None:
    """Ask for a step; it is tried out and only kept as a request, so that what is missing is said at once.

    Errors: NotFound, NotAllowed, WrongMoment, RuleBroken as the step itself; WrongMoment if it is asked for already.
    """
    kind = _kind(step)
    run = lock_run(uuid, actor.jurisdiction_id)
    expect(actor, run, kind.ask)
    with db.session.begin_nested() as tried:
        ACTS[step](run, values)
        db.session.flush()
        tried.rollback()
    run = lock_run(uuid, actor.jurisdiction_id)
    line = StepAsked(ballot=uuid, step=step, values=dict(values))
    confirmation.ask(in_count(actor, run), Wanted(kind=kind, subject=uuid, payload=values, line=line))


def confirm(actor: Actor, uuid: str, step: str) -> TallyRun:
    """Confirm a step that another person asked for, and take it.

    Errors: NotAllowed for who asked himself and for the wrong role; WrongMoment when nobody asked or it cannot be
    taken any more; RuleBroken.
    """
    kind = _kind(step)
    run = lock_run(uuid, actor.jurisdiction_id)
    second = in_count(actor, run)
    row = expect_waiting(run.jurisdiction_id, kind, uuid)
    line = StepTaken(ballot=uuid, step=step, asked_by=row.asked_by, values=row.payload)
    confirmation.confirm(second, kind, row, partial(_take, second, run, step, row.payload), line=line)
    return run


def _take(actor: Actor, run: TallyRun, step: str, values: Mapping[str, Any]) -> None:
    """Take a step; the other requests lapse, for they were made for another state."""
    touched = to_announce(run) if step == "announce" else (run,)
    ACTS[step](run, values)
    for one in touched:
        for row in waiting(one.jurisdiction_id, STEPS.values(), one.ballot_uuid):
            confirmation.lapse(actor, row)


def declare(actor: Actor, uuid: str) -> None:
    """Note that a result was read out in the hall: its screen goes on to what waits behind it.

    Errors: NotFound; WrongMoment before the presidium's confirmation, and twice.
    """
    run = lock_run(uuid, actor.jurisdiction_id)
    if not run.is_undeclared:
        raise WrongMoment("这次票决的结果还没有经主席团确认，或者已经在会场宣布。")
    run.declared_at = now()
    record(ResultDeclared(ballot=uuid), actor, run.jurisdiction_id)


def withdraw(actor: Actor, uuid: str, step: str) -> None:
    """Take back a request that nobody has confirmed. Errors: NotFound, NotAllowed, WrongMoment."""
    kind = _kind(step)
    run = lock_run(uuid, actor.jurisdiction_id)
    row = expect_waiting(run.jurisdiction_id, kind, uuid)
    confirmation.take_back(in_count(actor, run), kind, row, line=StepWithdrawn(ballot=uuid, step=step))
