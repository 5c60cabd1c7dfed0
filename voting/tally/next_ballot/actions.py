"""Order the ballot that must follow: among the tied, a second round, or the whole vote again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select, update

from voting.audit.journal import Event, record
from voting.ballot import handover as ballot_handover
from voting.ballot.handover import BallotOrder, BallotQuestion
from voting.ballot.handover_close_facts import stands
from voting.ballot.handover_new_uuid import Succession
from voting.confirmation.rules import NOT_YOURS
from voting.core.db import db
from voting.core.errors import NotAllowed, WrongMoment
from voting.people.rules import Actor, Role
from voting.tally.outcome.decision import Next, NextStep, rules_of_next
from voting.tally.outcome.facts import Gathered, gather
from voting.tally.run.models import TallyRun, lock_run
from voting.tally.run.rules import ANNOUNCED, TallyState

BALLOTS = frozenset({NextStep.TIE_VOTE, NextStep.SECOND_ROUND, NextStep.NEW_BALLOT})
TITLES = {
    NextStep.TIE_VOTE: "{title}（得票相等项目再次票决）",
    NextStep.SECOND_ROUND: "{title}（另行票决）",
    NextStep.NEW_BALLOT: "{title}（重新票决）",
}
FINAL = ANNOUNCED | {TallyState.CONFIRMED, TallyState.VOID}


@dataclass(frozen=True, kw_only=True)
class NextOrdered(Event):
    name: ClassVar[str] = "tally:next:ordered"
    ballot: str
    next: str
    step: str


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


def owing(meeting_id: int) -> tuple[Owed, ...]:
    """Return what a meeting still has to vote on again, the latest count last."""
    asked = select(TallyRun).where(TallyRun.meeting_id == meeting_id, TallyRun.state.in_(FINAL))
    runs = db.session.scalars(asked.order_by(TallyRun.taken_over_at))
    found = ((run, follows(run, gather(run))) for run in runs)
    return tuple(Owed(run, then) for run, then in found if then is not None)


def order_next(actor: Actor, uuid: str) -> str:
    """Order the ballot that follows and return its UUID.

    Errors: NotAllowed; WrongMoment before the result is confirmed or void, when nothing follows, or twice.
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
        meeting_id=run.meeting_id,
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
