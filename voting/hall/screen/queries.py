"""What the hall screen shows: figures, motions, the sealed box, the result. Never a count before it is confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from voting.ballot.figures.rules import BallotFigures
from voting.ballot.order.models import Ballot, lines_of
from voting.ballot.roll import facts as roll_facts
from voting.congress.meeting.facts import meeting_of
from voting.congress.meeting.models import Meeting, MeetingAct
from voting.congress.meeting.rules import MeetingState, PlenaryState
from voting.core.clock import now
from voting.core.db import db
from voting.hall.course.acts import MOTIONS, ROW_OF
from voting.hall.course.facts import State, TeamShown, state_of
from voting.hall.course.rules import Scene, in_order, next_act, order_of_acts, scene_now, scene_of
from voting.hall.screen.models import HallMessage
from voting.people.rules import Place
from voting.tally.handover import PublicLine, PublicOutcome, answers_told, outcome_in_hall

GROUP = 8


@dataclass(frozen=True)
class ShownResult:
    """A confirmed result. lines: best first, in the ballot's order where no votes are told; seats: places to fill."""

    told: PublicOutcome
    lines: tuple[PublicLine, ...]
    seats: int

    @property
    def base(self) -> int:
        """Return the whole of the bars, in votes."""
        return max(self.told.due, 1)

    @property
    def answers(self) -> tuple[str, ...]:
        """Return the words (message ids) of what a project could get; none where votes are not told."""
        return answers_told(self.told.kind, self.lines)

    @property
    def chosen(self) -> int:
        return sum(line.chosen for line in self.lines)

    @property
    def tied(self) -> tuple[PublicLine, ...]:
        """Return the projects at the edge that are not decided."""
        return tuple(line for line in self.lines if line.tied)

    @property
    def longest(self) -> int:
        """Return how many characters the longest title has, for the room that it needs."""
        return max((len(line.title) for line in self.lines), default=0)


@dataclass(frozen=True)
class ShownMotion:
    """What is put to a show of hands, and what came of it. hands: 赞成, 反对, 弃权; empty while hands are counted."""

    title: str
    hands: tuple[int, ...] = ()
    carried: bool = False


@dataclass(frozen=True)
class BoxShown:
    """One of several ballots that are drawn together: each has its own box. Texts grouped as on the page."""

    title: str
    figures: BallotFigures
    fingerprint: tuple[str, ...]
    digest: tuple[str, ...]
    roll_digest: tuple[str, ...]


@dataclass(frozen=True)
class ScreenPage:
    """plenary: its number, 0 where there is one alone; resting: it rests. motions: the last that was decided, the next.

    fingerprint: of the set-up; digest, roll_digest: of the sealed box and of who drew. All grouped for the eye.
    boxes: where several ballots are drawn together, those that the scene is about, in the order of casting; else empty.
    """

    place: Place
    meeting: Meeting
    key: str
    scene: Scene
    title: str
    figures: BallotFigures
    quorum: int
    quorum_reached: bool
    teams: tuple[TeamShown, ...]
    plenary: int
    resting: bool
    motions: tuple[ShownMotion, ...]
    fingerprint: tuple[str, ...]
    digest: tuple[str, ...]
    roll_digest: tuple[str, ...]
    boxes: tuple[BoxShown, ...]
    candidates: int
    seats: int
    result: ShownResult | None
    void_reason: str
    message: str
    at: datetime


def groups(text: str | None, size: int) -> tuple[str, ...]:
    """Return a text in groups that can be read aloud and compared."""
    return tuple((text or "")[at : at + size] for at in range(0, len(text or ""), size))


def screen_page(place: Place, meeting_id: int, key: str) -> ScreenPage:
    """Return what the screen shows now. key: the word in its address, which the view has checked."""
    meeting = meeting_of(place.id, meeting_id)
    state = state_of(place, meeting)
    ballot, scene = state.ballot, scene_now(state.course)
    boxes = boxes_of(state, scene)
    message = db.session.get(HallMessage, meeting.id)
    return ScreenPage(
        place=place,
        meeting=meeting,
        key=key,
        scene=scene,
        title=ballot.title if ballot and not boxes else "",
        figures=state.figures,
        quorum=state.quorum,
        quorum_reached=state.quorum_reached,
        teams=state.teams,
        plenary=state.course.plenary.number if len(state.course.plenaries) > 1 else 0,
        resting=state.course.plenary.state is PlenaryState.RESTING,
        motions=motions_of(state, scene),
        fingerprint=groups(ballot.fingerprint, 4) if ballot else (),
        digest=groups(ballot.digest, GROUP) if ballot else (),
        roll_digest=_roll_digest(ballot, scene),
        boxes=boxes,
        candidates=len(lines_of(ballot.uuid)) if ballot else 0,
        seats=ballot.seats if ballot else 0,
        result=result_of(state) if scene is Scene.RESULT else None,
        void_reason=_void_reason(state) if scene is Scene.VOID else "",
        message=message.text if message else "",
        at=now(),
    )


def motions_of(state: State, scene: Scene) -> tuple[ShownMotion, ...]:
    """Return what the hall decides by hands: the last motion with its count, then the one that is put now.

    Beside a result only what was decided about it: that a vote waits for the next session.
    """
    plenary = state.course.plenary.number
    counted = [act for act in state.acts if act.plenary == plenary and act.carried is not None]
    if scene is Scene.RESULT and state.ballot is not None:
        counted = [act for act in counted if act.ballot_uuid == state.ballot.uuid]
    elif scene is not Scene.MOTION:
        return ()
    found = [decided(act) for act in counted[-1:]]
    due = next_act(order_of_acts(state.course))
    step = ROW_OF[due.act].step if due is not None else None
    if scene is Scene.MOTION and step in MOTIONS:
        found.append(ShownMotion(MOTIONS[step]))
    return tuple(found)


def decided(act: MeetingAct) -> ShownMotion:
    """Return a motion with its count of hands."""
    hands = (act.approve or 0, act.oppose or 0, act.abstain or 0)
    return ShownMotion(MOTIONS[act.step], hands, carried=bool(act.carried))


def boxes_of(state: State, scene: Scene) -> tuple[BoxShown, ...]:
    """Return the ballots that are drawn together and are as far as the one at hand, or nothing where that is alone."""
    if not (scene.is_vote or scene.is_box_shut):
        return ()
    courses = {one.uuid: one for one in state.course.ballots}
    shown = [one for one in state.together if _at_one(scene_of(courses[one.ballot.uuid]), scene)]
    if len(shown) < 2:  # noqa: PLR2004
        return ()
    return tuple(
        BoxShown(
            title=one.ballot.title,
            figures=one.figures,
            fingerprint=groups(one.ballot.fingerprint, 4),
            digest=groups(one.ballot.digest, GROUP),
            roll_digest=_roll_digest(one.ballot, scene),
        )
        for one in shown
    )


def _at_one(other: Scene, scene: Scene) -> bool:
    return other is scene or (other.is_box_shut and scene.is_box_shut)


def _void_reason(state: State) -> str:
    """Return why the last of the void ballots is void, as it was declared."""
    last = in_order(state.course.ballots)[-1].uuid
    run = state.runs.get(last)
    return (run.void_reason if run else state.ballots[last].void_reason) or ""


def _roll_digest(ballot: Ballot | None, scene: Scene) -> tuple[str, ...]:
    """Return the digest that scrutineers sign before they open the box: it stands fast from close on."""
    if ballot is None or not scene.is_box_shut:
        return ()
    return groups(roll_facts.digest(ballot.uuid), GROUP)


def result_of(state: State) -> ShownResult | None:
    """Return the confirmed result of the ballot at hand, as the tally room hands it on."""
    if state.ballot is None or state.ballot.uuid not in state.runs:
        return None
    in_session = state.meeting.state not in {MeetingState.CLOSED, MeetingState.ARCHIVED}
    told = outcome_in_hall(state.runs[state.ballot.uuid], in_session=in_session)
    lines = sorted(told.lines, key=lambda line: (line.rank, line.ordinal))
    return ShownResult(told, tuple(lines), state.ballot.seats)
