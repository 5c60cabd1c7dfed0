"""Where a meeting stands: what the order of acts is computed from, read from congress, ballot and tally."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from voting.ballot.ceremony.models import Ceremony
from voting.ballot.ceremony.rules import CeremonyState
from voting.ballot.order.models import Ballot
from voting.ballot.order.rules import BallotState
from voting.ballot.roll import facts as roll_facts
from voting.ballot.roll.facts import Received
from voting.ballot.sealed import box
from voting.congress.attendance.queries import Turnout, turnout
from voting.congress.meeting.models import Meeting
from voting.congress.steps.facts import rules_of
from voting.core.db import db
from voting.hall.course.conditions import ballots_of, ceremonies_of
from voting.hall.course.rules import BallotCourse, Course, at_hand
from voting.people.rules import Place
from voting.tally.run.models import TallyRun


@dataclass(frozen=True)
class Figures:
    """应到 实到 已领票 已投票 and the quorum. cast: one total, for the box knows neither person nor delegation."""

    due: int
    present: int
    quorum: int
    issued: int
    cast: int

    @property
    def not_returned(self) -> int:
        return self.issued - self.cast


@dataclass(frozen=True)
class State:
    """A meeting as the console and the screen see it. ballot: the one at hand."""

    place: Place
    meeting: Meeting
    turnout: Turnout
    figures: Figures
    course: Course
    ballot: Ballot | None
    drawn: dict[int, int]
    ballots: dict[str, Ballot]
    runs: dict[str, TallyRun]
    ceremonies: tuple[Ceremony, ...]

    @property
    def at_hand(self) -> BallotCourse | None:
        return at_hand(self.course.ballots)


def issued_and_cast(ballot: Ballot, received: Received) -> tuple[int, int]:
    """Return 发出 and 收回: as counted now, or as fixed at close."""
    if ballot.state is BallotState.CLOSED:
        return ballot.issued or 0, ballot.cast or 0
    return received.tokens, box.count(ballot.uuid)


def course_of(
    ballot: Ballot, run: TallyRun | None, present: int, counted: tuple[int, int], received: Received
) -> BallotCourse:
    """Return how far one ballot has come. counted: 发出 and 收回; received: tokens and paper."""
    issued, cast = counted
    return BallotCourse(
        uuid=ballot.uuid,
        title=ballot.title,
        state=ballot.state,
        everybody_drew=received.all >= present > 0,
        reconciled=ballot.state is BallotState.CLOSED and cast <= issued,
        tally=run.state if run else None,
        follows=ballot.parent_uuid,
    )


def state_of(place: Place, meeting: Meeting) -> State:
    """Return where the meeting stands, read once."""
    door, rules = turnout(meeting), rules_of(place, meeting)
    quorum = rules.quorum_of(door.due) if rules else door.due
    ballots = {row.uuid: row for row in ballots_of(meeting.id)}
    counts = select(TallyRun).where(TallyRun.jurisdiction_id == place.id, TallyRun.meeting_id == meeting.id)
    runs = {row.ballot_uuid: row for row in db.session.scalars(counts)}
    received = {uuid: roll_facts.received(uuid) for uuid in ballots}
    counted = {row.uuid: issued_and_cast(row, received[row.uuid]) for row in ballots.values()}
    ceremonies = tuple(ceremonies_of(meeting.id))
    course = Course(
        meeting=meeting.state,
        keys_made=any(row.state is CeremonyState.DONE for row in ceremonies),
        present=door.present,
        quorum=0 if meeting.rehearsal else quorum,
        rehearsal=meeting.rehearsal,
        ballots=tuple(
            course_of(row, runs.get(row.uuid), door.present, counted[row.uuid], received[row.uuid])
            for row in ballots.values()
        ),
    )
    now = at_hand(course.ballots)
    ballot = ballots[now.uuid] if now else None
    issued, cast = counted[ballot.uuid] if ballot else (0, 0)
    return State(
        place=place,
        meeting=meeting,
        turnout=door,
        figures=Figures(door.due, door.present, quorum, issued, cast),
        course=course,
        ballot=ballot,
        drawn=received[ballot.uuid].by_delegation if ballot else {},
        ballots=ballots,
        runs=runs,
        ceremonies=ceremonies,
    )
