"""The order of acts of a session, derived from the lives of the meeting, its plenaries, keys, ballots and their counts.

Pure: it holds no state of its own. What it says is computed anew from what congress, ballot and tally say; the acts
themselves stand in `acts`. Source: 《地方组织法》 arts. 14 and 25; docs/rules.md, "The order of acts".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from voting.ballot.order.rules import BallotState
from voting.congress.meeting.rules import MeetingState, PlenaryState
from voting.core.lifecycle import ByName, Progress
from voting.hall.course.acts import ACTS, ActRow, Scope
from voting.hall.course.moment import Act, BallotCourse, Course, Moment, PlenaryCourse
from voting.tally.run.rules import TOLD_IN_HALL, TallyState


@dataclass(frozen=True)
class ActLine:
    """One act. state: done, now or later; ballot: whose it is; void: that ballot was declared void; plenary: in which."""

    act: Act
    state: Progress
    ballot: str | None = None
    void: bool = False
    plenary: int = 1


def in_order(ballots: Sequence[BallotCourse]) -> list[BallotCourse]:
    """Return the ballots, each second round right behind the one it follows."""
    placed: list[BallotCourse] = []
    known = {ballot.uuid for ballot in ballots}

    def place(parent: str | None) -> None:
        for ballot in sorted(ballots, key=lambda b: (b.joint_draw or 0, b.draw_place, b.title, b.uuid)):
            follows = ballot.follows if ballot.follows in known else None
            if follows == parent:
                placed.append(ballot)
                place(ballot.uuid)

    place(None)
    return placed


def draws(ballots: Sequence[BallotCourse]) -> list[list[BallotCourse]]:
    """Return the ballots by draw, in their order: those that are drawn together, and each other one alone."""
    found: dict[str | int, list[BallotCourse]] = {}
    for ballot in in_order(ballots):
        alone = ballot.void or ballot.joint_draw is None
        found.setdefault(ballot.uuid if alone else ballot.joint_draw or 0, []).append(ballot)
    return list(found.values())


def drawn_with(ballot: BallotCourse | None, ballots: Sequence[BallotCourse]) -> list[BallotCourse]:
    """Return what is drawn together with a ballot, itself among it; nothing where there is none."""
    return next((together for together in draws(ballots) if ballot in together), [])


def acts_of(at: Moment, together: Sequence[BallotCourse | None]) -> list[tuple[ActRow, Moment]]:
    """Return the acts of what is drawn together: drawn, opened and closed at once, then counted one after the other.

    A shared act bears the UUID of the first. A vote is proclaimed behind its last round, and behind the last round of what
    was drawn with it: an evaluation does not have to be public before a tie beside it can be voted on.
    """
    moments = [replace(at, ballot=ballot) for ballot in together]
    lines = [line for one in moments for line in of_scope(Scope.BALLOT, one)]
    lines += of_scope(Scope.DRAW, replace(moments[0], together=tuple(filter(None, together))))
    for one in moments:
        lines += of_scope(Scope.BOX, one)
        for vote in votes_ended_by(one.ballot, at.course.ballots):
            standing = [ballot for ballot in vote if not ballot.void]
            lines += of_scope(Scope.VOTE, replace(one, ballot=standing[-1] if standing else vote[-1]))
        if one.ballot is None:
            lines += of_scope(Scope.VOTE, one)
    return lines


def votes_ended_by(last: BallotCourse | None, ballots: Sequence[BallotCourse]) -> list[list[BallotCourse]]:
    """Return the votes of which a ballot is the last that anybody waits for: of their own rounds, and of their companions'."""
    order = in_order(ballots)

    def end(vote: list[BallotCourse]) -> BallotCourse:
        beside = [one for ballot in vote for one in drawn_with(ballot, ballots)]
        return max((one for ballot in beside for one in vote_of(ballot, ballots)), key=order.index)

    return [vote for vote in votes_of(ballots) if end(vote) is last]


def order_of_acts(course: Course) -> list[ActLine]:
    """Return every act from the first check-in to the archive; the first that is not done is now."""
    lines: list[tuple[ActRow, Moment]] = []
    for plenary in course.plenaries:
        at = Moment(course, plenary)
        lines += of_scope(Scope.PLENARY, at)
        lines += [(row, at) for row in ACTS if row.of is Scope.MEETING and adopted_in(row.act, at)]
        for together in draws_in(course, plenary):
            lines += acts_of(at, together)
        lines += of_scope(Scope.REST, at)
    lines += of_scope(Scope.SESSION, Moment(course, course.plenary))
    return mark(lines)


def of_scope(scope: Scope, at: Moment) -> list[tuple[ActRow, Moment]]:
    """Return the acts of a plenary meeting, a ballot, a vote or the session, as far as they belong to this course."""
    return [(row, at) for row in ACTS if row.of is scope and row.applies(at)]


def adopted_in(act: Act, at: Moment) -> bool:
    """Tell whether a motion belongs to this plenary meeting: carried in it, or still to be put. Made keys follow the list."""
    if act is Act.KEYS and not at.course.keys_made:
        return at.last
    number = at.course.adopted.get(Act.SCRUTINEERS if act is Act.KEYS else act)
    return at.last if number is None else number == at.plenary.number


def draws_in(course: Course, plenary: PlenaryCourse) -> list[list[BallotCourse | None]]:
    """Return what is drawn in a plenary meeting; one without a ballot while nothing is ordered.

    A vote stands where its last round was opened, which is the plenary meeting that waits for it; what is drawn together
    stands where the last of its votes does.
    """
    last = course.plenary.number

    def stands(ballot: BallotCourse) -> int:
        numbers = [one.plenary for one in vote_of(ballot, course.ballots)]
        return last if None in numbers else min(last, max(number or last for number in numbers))

    found: list[list[BallotCourse | None]] = [
        [*together]
        for together in draws(course.ballots)
        if max(stands(ballot) for ballot in together) == plenary.number
    ]
    if plenary is course.plenary and all(ballot.void for ballot in course.ballots):
        found.append([None])
    return found


def vote_of(ballot: BallotCourse, ballots: Sequence[BallotCourse]) -> list[BallotCourse]:
    """Return the vote that a ballot is a round of, with all its rounds."""
    return next(vote for vote in votes_of(ballots) if ballot in vote)


def votes_of(ballots: Sequence[BallotCourse]) -> list[list[BallotCourse]]:
    """Return the ballots by vote: each first round with all that follow from it, in their order."""
    votes: list[list[BallotCourse]] = []
    for ballot in in_order(ballots):
        before = next((vote for vote in votes if any(one.uuid == ballot.follows for one in vote)), None)
        if before is None:
            votes.append([ballot])
        else:
            before.append(ballot)
    return votes


def mark(lines: Sequence[tuple[ActRow, Moment]]) -> list[ActLine]:
    """Return the lines with their states: what is done, the first that is not, and the rest."""
    found = []
    pending = False
    for row, at in lines:
        void = at.ballot is not None and at.ballot.void
        done = void or all(row.done(replace(at, ballot=one)) for one in at.together or (at.ballot,))
        state = Progress.DONE if done else Progress.LATER if pending else Progress.NOW
        pending = pending or not done
        uuid = at.ballot.uuid if at.ballot is not None else None
        found.append(ActLine(row.act, state, uuid, void, at.plenary.number))
    return found


def next_act(lines: Sequence[ActLine]) -> ActLine | None:
    """Return the act that is due, or None when the meeting is archived."""
    return next((line for line in lines if line.state is Progress.NOW), None)


class Scene(ByName):
    """What the hall screen shows."""

    CHECK_IN = "check_in"
    MOTION = "motion"
    DRAW = "draw"
    VOTING = "voting"
    SEALED = "sealed"
    COUNTING = "counting"
    RESULT = "result"
    VOID = "void"

    @property
    def is_vote(self) -> bool:
        """Tell whether deputies are busy with their ballots."""
        return self in {Scene.DRAW, Scene.VOTING}

    @property
    def is_box_shut(self) -> bool:
        """Tell whether voting has ended and nothing is announced yet."""
        return self in {Scene.SEALED, Scene.COUNTING}

    @property
    def shows_teams(self) -> bool:
        return self is Scene.CHECK_IN or self.is_vote


def scene_of(ballot: BallotCourse | None) -> Scene:
    """Return what the screen shows while this ballot is at hand; None: no ballot yet."""
    if ballot is None or ballot.void or ballot.state is BallotState.DRAFT:
        return Scene.CHECK_IN
    if ballot.state is BallotState.READY:
        return Scene.DRAW
    if ballot.state is BallotState.OPEN:
        return Scene.VOTING
    if ballot.tally in TOLD_IN_HALL:
        return Scene.RESULT
    return Scene.SEALED if ballot.tally in {None, TallyState.SEALED} else Scene.COUNTING


def scene_now(course: Course) -> Scene:
    """Return what the screen shows: the ballot at hand, the deputies who check in, or what is put to a show of hands.

    All ballots void: that they are, until another is ordered.
    """
    now = at_hand(course)
    if convening(course) and now is None:
        return Scene.CHECK_IN
    if now is None and course.ballots:
        return Scene.VOID
    scene = scene_of(now)
    voting = opened_now(course) and scene is Scene.CHECK_IN
    return Scene.MOTION if voting else scene


def convening(course: Course) -> bool:
    """Tell whether deputies check in to a plenary meeting that is not opened."""
    return course.plenary.state is PlenaryState.CONVENED


def opened_now(course: Course) -> bool:
    """Tell whether the plenary meeting sits and hands are, or were, counted in it."""
    pending = not course.has_come_to(MeetingState.SCRUTINEERS_ADOPTED)
    here = course.plenary.number in course.adopted.values()
    return course.plenary.state is PlenaryState.SITTING and (pending or here)


def at_hand(course: Course) -> BallotCourse | None:
    """Return the ballot that the hall is busy with.

    One that is drawn or voted on; else a result that nobody has read out, which is never skipped; else the first that
    waits; else the last result. None while deputies check in to a plenary meeting, but for such a result.
    """
    live = [ballot for ballot in in_order(course.ballots) if not ballot.void]
    voting = [ballot for ballot in live if scene_of(ballot).is_vote]
    unread = [ballot for ballot in live if ballot.undeclared and scene_of(ballot) is Scene.RESULT]
    if voting or unread:
        return (voting or unread)[0]
    if convening(course):
        return None
    waiting = [ballot for ballot in live if scene_of(ballot) not in {Scene.RESULT, Scene.CHECK_IN}]
    shown = [ballot for ballot in live if scene_of(ballot) is Scene.RESULT]
    if waiting:
        return waiting[0]
    return shown[-1] if shown else (live[0] if live else None)
