"""Where a meeting stands: what the order of acts is computed from, read from congress, ballot and tally."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from sqlalchemy import select

from voting.ballot.ceremony.models import Ceremony
from voting.ballot.ceremony.rules import CeremonyState
from voting.ballot.figures.facts import BallotReading, reading_of
from voting.ballot.figures.rules import BallotFigures
from voting.ballot.handover_statements import sampled
from voting.ballot.order.models import Ballot
from voting.ballot.order.rules import DRAWING, BallotState
from voting.ballot.roll.facts import holders_of
from voting.congress.attendance.queries import DoorLine, Presence, at_the_door, teams_due
from voting.congress.meeting.facts import acts_of, plenaries_of
from voting.congress.meeting.models import Meeting, MeetingAct
from voting.congress.steps.facts import rules_of
from voting.core.db import db
from voting.hall.course.conditions import ballots_of, carried_in, ceremonies_of, runs_of
from voting.hall.course.moment import BallotCourse, Course, PlenaryCourse
from voting.hall.course.rules import at_hand, drawn_with
from voting.people.rules import Place
from voting.tally.handover import consents_due, is_small
from voting.tally.next_ballot.facts import owes
from voting.tally.paper.rules import ConsentDue
from voting.tally.run.models import TallyRun


@dataclass(frozen=True)
class TeamShown:
    """A delegation. present: in the hall, or gone with a ballot taken; of this moment, also after a close."""

    name: str
    due: int
    present: int
    drawn: int


@dataclass(frozen=True)
class Turnout:
    """One of the ballots that are drawn together, with its figures: each has its own box."""

    ballot: Ballot
    figures: BallotFigures


EVERYBODY = 10_000


@dataclass(frozen=True)
class State:
    """A meeting as the console, the desk and the screen see it. ballot: the one at hand; figures: its, or the door's.

    together: what is drawn with the ballot at hand, itself among it, in the order of casting; empty without a ballot.
    consents: what two still have to accept of each count.
    """

    place: Place
    meeting: Meeting
    figures: BallotFigures
    quorum: int
    teams: tuple[TeamShown, ...]
    course: Course
    ballot: Ballot | None
    ballots: dict[str, Ballot]
    together: tuple[Turnout, ...]
    runs: dict[str, TallyRun]
    consents: dict[str, tuple[ConsentDue, ...]]
    acts: tuple[MeetingAct, ...]
    ceremonies: tuple[Ceremony, ...]

    @property
    def fixed(self) -> bool:
        """Tell whether the figures stand as they did at a close; who comes and goes changes them no more."""
        return self.ballot is not None and self.ballot.state is BallotState.CLOSED

    @property
    def drawing(self) -> Ballot | None:
        """Return the ballot for which tokens and papers are given out now."""
        return self.ballot if self.ballot is not None and self.ballot.state in DRAWING else None

    def undrawn(self) -> tuple[DoorLine, ...]:
        """Return who is here and lacks a ballot of this draw, by number: whom the desk calls. Never who has not cast."""
        if self.drawing is None or all(one.figures.undrawn <= 0 for one in self.together):
            return ()
        holders = holders_of(*(one.ballot.uuid for one in self.together))
        return at_the_door(self.meeting, only=Presence.PRESENT, but=holders, limit=EVERYBODY)

    @property
    def left_open(self) -> bool:
        """Tell whether somebody would lose a vote if voting ended now, in whichever ballot of this draw."""
        return any(one.figures.left_open for one in self.together)

    @property
    def quorum_reached(self) -> bool:
        return self.figures.here >= self.quorum > 0


def course_of(
    ballot: Ballot, run: TallyRun | None, figures: BallotFigures, due: Collection[ConsentDue]
) -> BallotCourse:
    """Return how far one ballot has come. due: what two still have to accept of its count."""
    return BallotCourse(
        uuid=ballot.uuid,
        title=ballot.title,
        state=ballot.state,
        everybody_drew=figures.everybody_drew,
        reconciled=ballot.state is BallotState.CLOSED and figures.cast <= figures.tokens,
        small=run is not None and is_small(run, due),
        accepted=not due,
        sampled=ballot.state is BallotState.CLOSED and sampled(ballot.uuid),
        tally=run.state if run else None,
        undeclared=run is not None and run.is_undeclared,
        owes=run is not None and owes(run),
        follows=ballot.parent_uuid,
        plenary=ballot.plenary,
        joint_draw=ballot.joint_draw,
        draw_place=ballot.draw_place or 0,
    )


def state_of(place: Place, meeting: Meeting) -> State:
    """Return where the meeting stands, read once."""
    ballots = {row.uuid: row for row in ballots_of(meeting.id)}
    read = {uuid: reading_of(meeting, row) for uuid, row in ballots.items()}
    runs = {row.ballot_uuid: row for row in runs_of(meeting)}
    consents = {uuid: consents_due(run) for uuid, run in runs.items()}
    courses = tuple(
        course_of(row, runs.get(uuid), read[uuid].figures, consents.get(uuid, ()))
        for uuid, row in ballots.items()
    )
    ceremonies, acts = tuple(ceremonies_of(meeting.id)), tuple(acts_of(meeting.id))
    begun = Course(
        meeting=meeting.state,
        plenaries=tuple(PlenaryCourse(row.number, row.state) for row in plenaries_of(meeting.id)),
        adopted=carried_in(meeting, acts),
        keys_made=any(row.state is CeremonyState.DONE for row in ceremonies),
        ballots=courses,
    )
    now = at_hand(begun)
    reading = read[now.uuid] if now else reading_of(meeting, None)
    rules, figures = rules_of(place, meeting), reading.figures
    quorum = rules.quorum_of(figures.due) if rules else figures.due
    course = replace(begun, present=figures.here, quorum=quorum)
    return State(
        place=place,
        meeting=meeting,
        figures=figures,
        quorum=quorum,
        teams=teams_of(meeting, reading),
        course=course,
        ballot=ballots[now.uuid] if now else None,
        ballots=ballots,
        together=tuple(
            Turnout(ballots[one.uuid], read[one.uuid].figures) for one in drawn_with(now, courses)
        ),
        runs=runs,
        consents=consents,
        acts=acts,
        ceremonies=ceremonies,
    )


def meeting_addressed(jurisdiction_id: int, address: Mapping[str, Any]) -> int | None:
    """Return whose meeting's page an address is: it names the meeting, one of its ballots or its ceremony; None for no one's.

    address: the values in it, by the names that the routes give them.
    """
    if "meeting_id" in address:
        return cast("int | None", address["meeting_id"])
    if "uuid" in address:
        asked = select(Ballot.meeting_id).where(Ballot.uuid == address["uuid"])
        return db.session.scalar(asked.where(Ballot.jurisdiction_id == jurisdiction_id))
    if "ceremony_id" in address:
        asked = select(Ceremony.meeting_id).where(Ceremony.id == address["ceremony_id"])
        return db.session.scalar(asked.where(Ceremony.jurisdiction_id == jurisdiction_id))
    return None


def teams_of(meeting: Meeting, reading: BallotReading) -> tuple[TeamShown, ...]:
    """Return each delegation with who is present and who has drawn; never who cast."""
    return tuple(
        TeamShown(team.name, team.due, reading.present.get(team.id, 0), reading.drawn.get(team.id, 0))
        for team in teams_due(meeting)
    )
