"""The order of acts of a meeting, derived from the lives of the meeting, its keys, its ballots and their counts.

Pure: it holds no state of its own. What it says is computed anew from what congress, ballot and tally say.
Source: 《地方组织法》 arts. 14 and 25; docs/rules.md, "The order of acts".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from voting.ballot.order.rules import BallotState
from voting.congress.meeting.rules import MeetingState
from voting.core.lifecycle import ByName, Progress
from voting.core.text import N_
from voting.tally.run.rules import ANNOUNCED, TallyState


class Act(StrEnum):
    """An act of the sitting, in the order in which it happens."""

    METHOD = "method"
    SCRUTINEERS = "scrutineers"
    KEYS = "keys"
    CHECK_IN = "check_in"
    QUORUM = "quorum"
    ORDER = "order"
    DRAW = "draw"
    OPEN = "open"
    CLOSE = "close"
    RECONCILE = "reconcile"
    UNSEAL = "unseal"
    COUNT = "count"
    SIGN = "sign"
    CONFIRM = "confirm"
    ANNOUNCE = "announce"
    END = "end"
    ARCHIVE = "archive"


TITLES: dict[Act, str] = {
    Act.METHOD: N_("通过票决办法"),
    Act.SCRUTINEERS: N_("通过总监票人、监票人、计票人名单"),
    Act.KEYS: N_("监票人生成开箱钥匙，核对一致"),
    Act.CHECK_IN: N_("代表签到"),
    Act.QUORUM: N_("清点人数，宣布符合法定人数"),
    Act.ORDER: N_("生成选票"),
    Act.DRAW: N_("封闭票箱，代表领票"),
    Act.OPEN: N_("开始投票"),
    Act.CLOSE: N_("停止投票，封存票箱"),
    Act.RECONCILE: N_("核对发出、收回票数，宣布票决有效"),
    Act.UNSEAL: N_("监票人开箱"),
    Act.COUNT: N_("计票"),
    Act.SIGN: N_("监票人、计票人签署计票结果"),
    Act.CONFIRM: N_("主席团确认结果有效"),
    Act.ANNOUNCE: N_("宣布结果"),
    Act.END: N_("闭会"),
    Act.ARCHIVE: N_("归档"),
}
IRREVERSIBLE = frozenset({Act.OPEN, Act.CLOSE, Act.CONFIRM, Act.ANNOUNCE, Act.ARCHIVE})
"""Acts that nothing takes back: a second person confirms them on his own device."""

MEETING_ACTS = (Act.METHOD, Act.SCRUTINEERS, Act.KEYS, Act.CHECK_IN, Act.QUORUM)
BALLOT_ACTS = (
    Act.ORDER,
    Act.DRAW,
    Act.OPEN,
    Act.CLOSE,
    Act.RECONCILE,
    Act.UNSEAL,
    Act.COUNT,
    Act.SIGN,
    Act.CONFIRM,
    Act.ANNOUNCE,
)
SHARED_ACTS = (Act.DRAW, Act.OPEN, Act.CLOSE)
"""Acts that are one for all ballots which are drawn together."""
COUNTING_ACTS = tuple(act for act in BALLOT_ACTS if act not in {Act.ORDER, *SHARED_ACTS})
_BALLOT_DONE: dict[BallotState, int] = {
    BallotState.DRAFT: 1,
    BallotState.READY: 1,
    BallotState.OPEN: 3,
    BallotState.CLOSED: 4,
}
_TALLY_DONE: dict[TallyState, int] = {
    TallyState.SEALED: 0,
    TallyState.OPENED: 1,
    TallyState.COUNTED: 2,
    TallyState.SIGNED: 3,
    TallyState.CONFIRMED: 4,
    TallyState.ANNOUNCED: 5,
    TallyState.ARCHIVED: 5,
}


@dataclass(frozen=True, kw_only=True)
class BallotCourse:
    """How far one ballot has come. everybody_drew: as many tokens and papers as deputies present; reconciled: 收回 <= 发出.

    tally: None before the box is handed over. joint_draw: by it are drawn together, in the order of draw_place.
    """

    uuid: str
    title: str
    state: BallotState
    everybody_drew: bool = False
    reconciled: bool = False
    tally: TallyState | None = None
    follows: str | None = None
    joint_draw: int | None = None
    draw_place: int = 0

    @property
    def void(self) -> bool:
        return self.state is BallotState.VOID or self.tally is TallyState.VOID


@dataclass(frozen=True, kw_only=True)
class Course:
    """What the order of acts is computed from. present, quorum: heads; rehearsal: no quorum is asked for."""

    meeting: MeetingState
    keys_made: bool = False
    present: int = 0
    quorum: int = 0
    rehearsal: bool = False
    ballots: Sequence[BallotCourse] = field(default_factory=tuple)


@dataclass(frozen=True)
class ActLine:
    """One act. state: done, now or later; ballot: whose it is; void: that ballot was declared void."""

    act: Act
    state: Progress
    ballot: str | None = None
    void: bool = False


def meeting_done(course: Course) -> list[bool]:
    """Return which of MEETING_ACTS are done."""
    order = list(MeetingState)
    at = order.index(course.meeting)
    confirmed = at >= order.index(MeetingState.QUORUM_CONFIRMED)
    return [
        at >= order.index(MeetingState.METHOD_ADOPTED),
        at >= order.index(MeetingState.SCRUTINEERS_ADOPTED),
        course.keys_made,
        confirmed or (course.present > 0 and course.present >= course.quorum),
        confirmed,
    ]


def ballot_done(ballot: BallotCourse) -> int:
    """Return how many of BALLOT_ACTS are done, counted from the first."""
    if ballot.state is BallotState.READY:
        return 2 if ballot.everybody_drew else 1
    done = _BALLOT_DONE.get(ballot.state, 0)
    if ballot.state is BallotState.CLOSED and ballot.reconciled:
        done += 1
        if ballot.tally is not None:
            done += _TALLY_DONE.get(ballot.tally, 0)
    return done


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


def acts_of(together: Sequence[BallotCourse]) -> list[tuple[Act, bool, str | None, bool]]:
    """Return the acts of what is drawn together: drawn, opened and closed at once, then counted one after the other.

    A shared act is done when it is done for each; it bears the UUID of the first.
    """

    def line(ballot: BallotCourse, act: Act) -> tuple[Act, bool, str | None, bool]:
        index = BALLOT_ACTS.index(act)
        rows = together if act in SHARED_ACTS else [ballot]
        return act, all(row.void or index < ballot_done(row) for row in rows), ballot.uuid, ballot.void

    ordered = [line(ballot, Act.ORDER) for ballot in together]
    shared = [line(together[0], act) for act in SHARED_ACTS]
    return ordered + shared + [line(ballot, act) for ballot in together for act in COUNTING_ACTS]


def order_of_acts(course: Course) -> list[ActLine]:
    """Return every act from the method to the archive; the first that is not done is now."""
    lines: list[tuple[Act, bool, str | None, bool]]
    lines = [(act, done, None, False) for act, done in zip(MEETING_ACTS, meeting_done(course), strict=True)]
    for together in draws(course.ballots):
        lines += acts_of(together)
    if all(ballot.void for ballot in course.ballots):
        lines += [(act, False, None, False) for act in BALLOT_ACTS]
    ended = course.meeting in {MeetingState.CLOSED, MeetingState.ARCHIVED}
    lines += [
        (Act.END, ended, None, False),
        (Act.ARCHIVE, course.meeting is MeetingState.ARCHIVED, None, False),
    ]
    return mark(lines)


def mark(lines: Sequence[tuple[Act, bool, str | None, bool]]) -> list[ActLine]:
    """Return the lines with their states: what is done, the first that is not, and the rest."""
    found = []
    pending = False
    for act, done, ballot, void in lines:
        state = Progress.DONE if done else Progress.LATER if pending else Progress.NOW
        pending = pending or not done
        found.append(ActLine(act, state, ballot, void))
    return found


def next_act(lines: Sequence[ActLine]) -> ActLine | None:
    """Return the act that is due, or None when the meeting is archived."""
    return next((line for line in lines if line.state is Progress.NOW), None)


class Scene(ByName):
    """What the hall screen shows."""

    CHECK_IN = "check_in"
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
    if ballot.tally in ANNOUNCED:
        return Scene.RESULT
    return Scene.SEALED if ballot.tally in {None, TallyState.SEALED} else Scene.COUNTING


def scene_now(ballots: Sequence[BallotCourse]) -> Scene:
    """Return what the screen shows: the ballot at hand, or that all there were are void, until another is ordered."""
    now = at_hand(ballots)
    return Scene.VOID if now is None and ballots else scene_of(now)


def at_hand(ballots: Sequence[BallotCourse]) -> BallotCourse | None:
    """Return the ballot that the hall is busy with: the first not announced, else the last announced one."""
    live = [ballot for ballot in in_order(ballots) if not ballot.void]
    waiting = [ballot for ballot in live if scene_of(ballot) not in {Scene.RESULT, Scene.CHECK_IN}]
    shown = [ballot for ballot in live if scene_of(ballot) is Scene.RESULT]
    if waiting:
        return waiting[0]
    return shown[-1] if shown else (live[0] if live else None)
