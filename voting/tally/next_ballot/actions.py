"""Order the ballot that must follow: among the tied, a second round, or the whole vote again; or defer it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import update

from voting.audit.journal import Event, record
from voting.ballot import handover as ballot_handover
from voting.ballot.handover import BallotOrder, BallotQuestion
from voting.ballot.handover_new_uuid import Succession
from voting.confirmation.rules import NOT_YOURS
from voting.congress.meeting.facts import meeting_for
from voting.congress.meeting.models import MeetingAct
from voting.congress.steps.actions import Hands, show_hands
from voting.core.db import db
from voting.core.errors import NotAllowed, WrongMoment
from voting.core.reason import stated
from voting.people.rules import Actor, Place, Role
from voting.tally.next_ballot.facts import follows, session_for
from voting.tally.outcome.decision import Next, NextStep, rules_of_next
from voting.tally.outcome.facts import Gathered, gather
from voting.tally.run.models import TallyRun, lock_run

TITLES = {
    NextStep.TIE_VOTE: "{title}（得票相等项目再次票决）",
    NextStep.SECOND_ROUND: "{title}（另行票决）",
    NextStep.NEW_BALLOT: "{title}（重新票决）",
}


@dataclass(frozen=True, kw_only=True)
class NextOrdered(Event):
    name: ClassVar[str] = "tally:next:ordered"
    ballot: str
    next: str
    step: str


@dataclass(frozen=True, kw_only=True)
class NextDeferred(Event):
    """reason: as the congress was told; it decided by hands, which the meeting's own line counts."""

    name: ClassVar[str] = "tally:next:deferred"
    ballot: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class DeferralTakenBack(Event):
    name: ClassVar[str] = "tally:next:deferral_taken_back"
    ballot: str
    reason: str


def order_next(actor: Actor, uuid: str) -> str:
    """Order the ballot that follows and return its UUID; one that was deferred, in the next session.

    Errors: NotAllowed; WrongMoment before the result is confirmed or void, when nothing follows, twice, or where the
    next session is not registered.
    """
    if not actor.roles & {Role.STAFF, Role.SECRETARIAT}:
        raise NotAllowed(NOT_YOURS)
    run = lock_run(uuid, actor.jurisdiction_id)
    found = gather(run)
    wanted = follows(run, found)
    if wanted is None:
        raise WrongMoment("现在没有需要再次举行的票决，或者已经安排。")
    run.next_uuid = ballot_handover.order(actor, _order(run, found, wanted))
    record(NextOrdered(ballot=uuid, next=run.next_uuid, step=wanted.step), actor, run.jurisdiction_id)
    return run.next_uuid


def defer(actor: Actor, place: Place, uuid: str, hands: Hands | None, *, reason: str) -> MeetingAct:
    """Let the congress decide by hands that the vote which must follow waits for its next session; return the act.

    Not carried, it is recorded and nothing changes (组织法 art. 29: 经本级人民代表大会决定). reason: as it is told.
    Errors: NotFound; WrongMoment where no vote is owing, or it is deferred already; those of a show of hands.
    """
    run = lock_run(uuid, actor.jurisdiction_id)
    why = stated(reason)
    if run.deferred is not None or follows(run, gather(run)) is None:
        raise WrongMoment("没有需要留待下次会议的票决，或者已经决定。")
    meeting = meeting_for(actor, run.meeting_id)
    act = show_hands(actor, place, meeting, "defer", hands, note=why[:300], ballot=uuid)
    if act.carried:
        run.deferred = why[:400]
        record(NextDeferred(ballot=uuid, reason=run.deferred), actor, run.jurisdiction_id)
    return act


def take_back_deferral(actor: Actor, uuid: str, *, reason: str) -> None:
    """Take a deferral back that was recorded by mistake; never after the proclamation. Errors: WrongMoment."""
    run = lock_run(uuid, actor.jurisdiction_id)
    if run.deferred is None or run.is_announced or run.next_uuid is not None:
        raise WrongMoment("没有可以收回的决定，或者已经公告。")
    run.deferred = None
    record(DeferralTakenBack(ballot=uuid, reason=stated(reason)), actor, run.jurisdiction_id)


def follow_set_up(_actor: Actor, moved: Succession) -> None:
    """Let the count before point to the ballot that follows as it is set up now."""
    behind = update(TallyRun).where(
        TallyRun.jurisdiction_id == moved.jurisdiction_id, TallyRun.next_uuid == moved.before
    )
    db.session.execute(behind.values(next_uuid=moved.after).execution_options(synchronize_session="fetch"))


def _order(run: TallyRun, found: Gathered, wanted: Next) -> BallotOrder:
    """Return the order. A void vote leaves no record that another could follow: its repetition follows what it followed."""
    rules = rules_of_next(found.rules, wanted)
    return BallotOrder(
        jurisdiction_id=run.jurisdiction_id,
        meeting_id=session_for(run).id,
        year=run.year,
        kind=run.kind,
        title=TITLES[wanted.step].format(title=run.title)[:200],
        questions=_questions(run, wanted),
        seats=rules.seats,
        rules=rules,
        parent_uuid=run.parent_uuid if wanted.step is NextStep.NEW_BALLOT else run.ballot_uuid,
        rehearsal=run.rehearsal,
    )


def _questions(run: TallyRun, wanted: Next) -> tuple[BallotQuestion, ...]:
    """Return the projects in the order of `wanted`, numbered anew from 1."""
    before = {int(line["ordinal"]): line for line in run.lines}
    summaries = {line.ordinal: line.summary for line in ballot_handover.questions(run.ballot_uuid)}
    return tuple(
        BallotQuestion(
            project_id=int(before[ordinal]["project_id"]),
            ordinal=place,
            title=str(before[ordinal]["title"]),
            summary=summaries.get(ordinal, ""),
            text_sha256=str(before[ordinal]["text_sha256"]),
        )
        for place, ordinal in enumerate(wanted.ordinals, 1)
    )
