"""Shared reads of what a count is followed by, and of the rounds of one vote. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from voting.ballot.handover_close_facts import stands
from voting.congress.meeting.facts import meeting_of
from voting.congress.meeting.models import Meeting
from voting.congress.meeting.rules import MeetingState
from voting.core.db import db
from voting.core.errors import WrongMoment
from voting.core.lifecycle import Missing
from voting.core.text import N_
from voting.tally.outcome.decision import Next, NextStep
from voting.tally.outcome.facts import Gathered, gather
from voting.tally.run.models import TallyRun
from voting.tally.run.rules import TOLD_IN_HALL, TallyState

BALLOTS = frozenset({NextStep.TIE_VOTE, NextStep.SECOND_ROUND, NextStep.NEW_BALLOT})
FINAL = TOLD_IN_HALL | {TallyState.VOID}
OVER = frozenset({MeetingState.CLOSED, MeetingState.ARCHIVED})


@dataclass(frozen=True)
class Owed:
    """A count after which a ballot must follow that nobody has ordered."""

    run: TallyRun
    next: Next


def follows(run: TallyRun, found: Gathered) -> Next | None:
    """Return what ballot must follow from a final count, or None where it is ordered already.

    A void count is voted on again as a whole; so is a ballot that was ordered and then declared void.
    """
    if run.state not in FINAL or (run.next_uuid is not None and stands(run.next_uuid)):
        return None
    decision = found.decision()
    if run.state is TallyState.VOID:
        return Next(NextStep.NEW_BALLOT, tuple(found.ordinals), found.rules.seats)
    if decision is None or decision.next.step not in BALLOTS:
        return None
    return decision.next


def owes(run: TallyRun) -> bool:
    """Tell whether its session must vote again after a result that the presidium has confirmed."""
    confirmed = run.state is TallyState.CONFIRMED and run.deferred is None
    return confirmed and follows(run, gather(run)) is not None


def owing(meeting_id: int) -> tuple[Owed, ...]:
    """Return what a session itself still has to vote on again, the latest count last; what it deferred is left out."""
    asked = select(TallyRun).where(
        TallyRun.meeting_id == meeting_id, TallyRun.state.in_(FINAL), TallyRun.deferred.is_(None)
    )
    return _owed(db.session.scalars(asked.order_by(TallyRun.taken_over_at)).all())


def deferred_to(meeting: Meeting) -> tuple[Owed, ...]:
    """Return the votes that the session before has left to this one and that are not ordered yet."""
    asked = select(TallyRun).where(
        TallyRun.jurisdiction_id == meeting.jurisdiction_id,
        TallyRun.meeting_id != meeting.id,
        TallyRun.state.in_(FINAL),
        TallyRun.deferred.is_not(None),
    )
    left = _owed(db.session.scalars(asked.order_by(TallyRun.taken_over_at)).all())
    return tuple(owed for owed in left if next_session(owed.run) is meeting)


def _owed(runs: Sequence[TallyRun]) -> tuple[Owed, ...]:
    found = ((run, follows(run, gather(run))) for run in runs)
    return tuple(Owed(run, then) for run, then in found if then is not None)


def next_session(run: TallyRun) -> Meeting | None:
    """Return the next session of the body after the one in which a count was made, unless it is over; else None."""
    own = meeting_of(run.jurisdiction_id, run.meeting_id)
    asked = select(Meeting).where(
        Meeting.jurisdiction_id == own.jurisdiction_id,
        Meeting.id != own.id,
        Meeting.body == own.body,
        Meeting.rehearsal.is_(own.rehearsal),
        Meeting.opens_on >= own.opens_on,
        Meeting.state.not_in(OVER),
    )
    return db.session.scalars(asked.order_by(Meeting.opens_on, Meeting.id).limit(1)).first()


def session_for(run: TallyRun) -> Meeting:
    """Return the session in which the vote that follows is held. Errors: WrongMoment where it is not registered."""
    if run.deferred is None:
        return meeting_of(run.jurisdiction_id, run.meeting_id)
    session = next_session(run)
    if session is None:
        raise WrongMoment("这次票决留待下次会议举行，请先登记下次会议。")
    return session


def rounds_of(run: TallyRun) -> tuple[TallyRun, ...]:
    """Return the counts of one vote, the first round first: the vote, the tie vote, the second round."""
    first = run
    while first.parent_uuid is not None and (before := _run(first.parent_uuid)) is not None:
        first = before
    rounds = [first]
    while rounds[-1].next_uuid is not None and (after := _run(rounds[-1].next_uuid)) is not None:
        rounds.append(after)
    return tuple(rounds) if run in rounds else (run,)


def _run(uuid: str) -> TallyRun | None:
    return db.session.get(TallyRun, uuid)


def to_announce(run: TallyRun) -> tuple[TallyRun, ...]:
    """Return the rounds that the next proclamation of this vote covers: confirmed and not announced."""
    return tuple(one for one in rounds_of(run) if one.state is TallyState.CONFIRMED)


def announced_with(run: TallyRun) -> tuple[TallyRun, ...]:
    """Return the rounds of this session whose projects its proclamation names: those before it, and those it covers."""
    rounds = rounds_of(run)
    at = rounds.index(run)
    return tuple(
        one
        for place, one in enumerate(rounds)
        if one.meeting_id == run.meeting_id and (place <= at or one.number == run.number)
    )


def missing_before_announce(run: TallyRun) -> list[Missing]:
    """Return what stands before the proclamation: a round under way, or a vote of this session that is still owing."""
    rounds = rounds_of(run)
    last = rounds[-1]
    over = all(one.state in FINAL for one in rounds)
    if not over or (last.next_uuid is not None and stands(last.next_uuid)):
        return [Missing(N_("这项票决的下一轮还没有经主席团确认，全部结果一并公告。"), N_("计票室"))]
    if last.deferred is None and follows(last, gather(last)) is not None:
        text = N_("得票相等或者不足应选的，先再次票决、另行票决，或者由大会决定留待下次会议，再发布公告。")
        return [Missing(text, N_("大会秘书处"))]
    return []
