"""Deeds of changing what was voted: request, decision of the competent body, public notice, report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from voting.audit.journal import Event, record
from voting.congress.place.queries import place_by_id
from voting.core.clock import now, today
from voting.core.db import db
from voting.core.errors import WrongMoment
from voting.people.rules import Actor
from voting.supervision.change.facts import missing_before_request_change, sessions_of, since_notice
from voting.supervision.change.models import Change
from voting.supervision.change.rules import CHANGE, CHANGE_STEPS, ChangeKind, approval, least_kind
from voting.supervision.commitment.actions import drop_result
from voting.supervision.commitment.facts import commitment_to_write, one_of
from voting.supervision.commitment.models import Commitment
from voting.supervision.commitment.rules import COMMITMENT, FieldRefused

ADJUSTMENTS = frozenset({ChangeKind.MINOR_ADJUSTMENT, ChangeKind.MAJOR_ADJUSTMENT})
STOPS = frozenset({ChangeKind.SUSPEND, ChangeKind.TERMINATE})


@dataclass(frozen=True, kw_only=True)
class ChangeRequested(Event):
    name: ClassVar[str] = "supervision:change:requested"
    change: int
    commitment: int
    kind: str
    target: str
    due_on: date
    planned_fen: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class ChangeDecided(Event):
    name: ClassVar[str] = "supervision:change:decided"
    change: int
    step: str
    decides: str
    decided_on: date
    document: str


@dataclass(frozen=True, kw_only=True)
class ChangeProclaimed(Event):
    name: ClassVar[str] = "supervision:change:proclaimed"
    change: int
    commitment: int
    notice: str


@dataclass(frozen=True, kw_only=True)
class ChangeReported(Event):
    name: ClassVar[str] = "supervision:change:reported"
    change: int
    meeting: int
    reported_on: date


@dataclass(frozen=True, kw_only=True)
class ChangeMoved(Event):
    name: ClassVar[str] = "supervision:change:moved"
    change: int
    step: str


@dataclass(frozen=True, kw_only=True)
class NewChange:
    """What is asked for. target, due_on, planned_fen: as they shall stand; they count for adjustments only."""

    commitment_id: int
    kind: ChangeKind
    reason: str
    target: str
    due_on: date
    planned_fen: int


@dataclass(frozen=True, kw_only=True)
class ChangeDecision:
    """What the competent body decided. document: number of its minutes or decision."""

    change_id: int
    approved: bool
    decided_on: date
    document: str
    opinion: str = ""


@dataclass(frozen=True, kw_only=True)
class PublicNotice:
    """The public notice of a change. local_rule: the place's own rule that it cites beside the law, or empty."""

    change_id: int
    text: str
    local_rule: str = ""


@dataclass(frozen=True, kw_only=True)
class CongressReport:
    """At which meeting of the congress, and on which day, a change was reported."""

    change_id: int
    meeting_id: int
    on: date


def request_change(actor: Actor, new: NewChange) -> Change:
    """Ask for a change of what was voted; nothing changes before its public notice.

    Errors: NotFound for another unit's project; WrongMoment in a state that does not allow it or while
    another change is open; Refused when nothing would change or a major change is called minor.
    """
    commitment = commitment_to_write(actor, actor.jurisdiction_id, new.commitment_id)
    COMMITMENT.after(commitment.state, CHANGE_STEPS[new.kind])
    expect_changeable(commitment)
    adjusts = new.kind in ADJUSTMENTS
    if adjusts:
        check_adjustment(commitment, new)
    change = Change(
        jurisdiction_id=commitment.jurisdiction_id,
        commitment_id=commitment.id,
        kind=new.kind,
        reason=new.reason,
        target=new.target if adjusts else commitment.target,
        due_on=new.due_on if adjusts else commitment.due_on,
        planned_fen=new.planned_fen if adjusts else commitment.planned_fen,
        requested_at=now(),
    )
    db.session.add(change)
    db.session.flush()
    event = ChangeRequested(
        change=change.id,
        commitment=commitment.id,
        kind=change.kind,
        target=change.target,
        due_on=change.due_on,
        planned_fen=change.planned_fen,
        reason=change.reason,
    )
    record(event, actor, actor.jurisdiction_id)
    return change


def expect_changeable(commitment: Commitment) -> None:
    """Raise WrongMoment when no change may be asked for now."""
    if not any(COMMITMENT.may(commitment.state, step) for step in CHANGE_STEPS.values()):
        raise WrongMoment("现在是“%(state)s”，不能申请调整。", state=COMMITMENT.words[commitment.state])
    for missing in missing_before_request_change(commitment):
        raise WrongMoment(missing.what)


def check_adjustment(commitment: Commitment, new: NewChange) -> None:
    """Raise Refused when nothing would change, or when a major adjustment is called minor."""
    present = (commitment.target, commitment.due_on, commitment.planned_fen)
    if (new.target, new.due_on, new.planned_fen) == present:
        raise FieldRefused("target", "目标、时限和投资都没有改动。")
    least = least_kind(
        voted_due_on=commitment.voted_due_on,
        due_on=new.due_on,
        voted_fen=commitment.voted_fen,
        planned_fen=new.planned_fen,
    )
    if new.kind is ChangeKind.MINOR_ADJUSTMENT and least is ChangeKind.MAJOR_ADJUSTMENT:
        raise FieldRefused("kind", "跨年度，或者投资变动超过票决数的十分之一，属于重大调整。")


def decide(actor: Actor, new: ChangeDecision) -> Change:
    """Record what the competent body decided: the government, or the body that the level prescribes."""
    change = one_of(Change, actor.jurisdiction_id, new.change_id)
    step = "approve" if new.approved else "refuse"
    change.state = CHANGE.after(change.state, step)
    if new.decided_on > today():
        raise FieldRefused("decided_on", "决定日期不能在今天以后。")
    who = approval(change.kind, place_by_id(change.jurisdiction_id).level)
    change.decides, change.decided_on = who.decides, new.decided_on
    change.document, change.opinion = new.document, new.opinion
    event = ChangeDecided(
        change=change.id,
        step=step,
        decides=who.decides or "government",
        decided_on=new.decided_on,
        document=new.document,
    )
    record(event, actor, actor.jurisdiction_id)
    return change


def proclaim(actor: Actor, new: PublicNotice) -> Change:
    """Make an approved change public; with that it takes effect on the commitment. Where work stops, a result that waits lapses."""
    change = one_of(Change, actor.jurisdiction_id, new.change_id)
    change.state = CHANGE.after(change.state, "proclaim")
    commitment = one_of(Commitment, change.jurisdiction_id, change.commitment_id)
    commitment.state = COMMITMENT.after(commitment.state, CHANGE_STEPS[change.kind])
    change.notice, change.local_rule, change.proclaimed_at = new.text, new.local_rule, now()
    if change.kind in ADJUSTMENTS:
        commitment.target, commitment.due_on = change.target, change.due_on
        commitment.planned_fen = change.planned_fen
    if change.kind in STOPS:
        drop_result(actor, commitment)
    event = ChangeProclaimed(change=change.id, commitment=commitment.id, notice=new.text)
    record(event, actor, actor.jurisdiction_id)
    return change


def report_to_congress(actor: Actor, new: CongressReport) -> Change:
    """Record at which session the standing committee reported the change to the congress, where the level asks for it.

    Errors: WrongMoment where no report is owed; FieldRefused for a meeting that is none of the congress's after the
    notice, and for a day before it opened or after today.
    """
    change = one_of(Change, actor.jurisdiction_id, new.change_id)
    expect_to_report(change)
    change.state = CHANGE.after(change.state, "report_to_congress")
    opened = {
        meeting.id: meeting.opens_on for meeting in since_notice(change, sessions_of(change.jurisdiction_id))
    }
    if new.meeting_id not in opened:
        raise FieldRefused("meeting_id", "请选择公告以后举行的代表大会会议。")
    if not opened[new.meeting_id] <= new.on <= today():
        raise FieldRefused("on", "报告日期应在会议开幕以后、今天以前。")
    change.reported_at_id, change.reported_on = new.meeting_id, new.on
    event = ChangeReported(change=change.id, meeting=new.meeting_id, reported_on=new.on)
    record(event, actor, actor.jurisdiction_id)
    return change


def expect_to_report(change: Change) -> None:
    """Raise WrongMoment where a change owes no report to the congress, or owes it no more, or not yet."""
    if not approval(change.kind, place_by_id(change.jurisdiction_id).level).reported_to_congress:
        raise WrongMoment("这项调整不需要另行向代表大会报告。")
    CHANGE.after(change.state, "report_to_congress")


def withdraw(actor: Actor, change_id: int) -> Change:
    """Take back a request that is not decided yet: the unit it belongs to, or staff."""
    change = one_of(Change, actor.jurisdiction_id, change_id)
    commitment_to_write(actor, change.jurisdiction_id, change.commitment_id)
    change.state = CHANGE.after(change.state, "withdraw")
    record(ChangeMoved(change=change.id, step="withdraw"), actor, actor.jurisdiction_id)
    return change
