"""The order of acts as one table: what is done, for what, how one tells that it is done, and where it is taken. Pure.

Source: 《地方组织法》 arts. 14, 25 and 29; docs/rules.md, "The order of acts".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from voting.ballot.order.rules import BallotState
from voting.congress.meeting.rules import MeetingState, PlenaryState
from voting.core.lifecycle import ByName
from voting.core.text import N_
from voting.hall.course.moment import Act, Moment
from voting.tally.run.rules import TallyState


class Scope(StrEnum):
    """What an act is done for: once for each of these. A draw hands out one ballot or several, each has its own box."""

    PLENARY = "plenary"
    MEETING = "meeting"
    BALLOT = "ballot"
    DRAW = "draw"
    BOX = "box"
    VOTE = "vote"
    REST = "rest"
    SESSION = "session"


class Room(ByName):
    """Where an act happens: on the console, or elsewhere."""

    HERE = "here"
    KEYS = "keys"
    DESK = "desk"
    TALLY = "tally"


Asks = Callable[[Moment], bool]


def always(_at: Moment) -> bool:
    return True


def opened(at: Moment) -> bool:
    return at.plenary.state is not PlenaryState.CONVENED


def checked_in(at: Moment) -> bool:
    return opened(at) or at.course.present >= max(1, at.course.quorum)


def drawn(at: Moment) -> bool:
    ready = at.voted(BallotState.READY) and at.ballot is not None and at.ballot.everybody_drew
    return ready or at.voted(BallotState.OPEN, BallotState.CLOSED)


def accepted(at: Moment) -> bool:
    """Tell whether two persons have accepted that a channel is small: asked before anybody samples, needed to open."""
    return at.ballot is not None and (at.ballot.accepted or at.counted(TallyState.OPENED))


def sampled(at: Moment) -> bool:
    """Tell whether the box may be opened, or was: an older record was opened without a sample."""
    tested = (
        at.voted(BallotState.CLOSED) and at.ballot is not None and at.ballot.reconciled and at.ballot.sampled
    )
    return tested or at.counted(TallyState.OPENED)


def declared(at: Moment) -> bool:
    return at.counted(TallyState.CONFIRMED) and at.ballot is not None and not at.ballot.undeclared


def among_others(at: Moment) -> bool:
    """Tell whether something else would take the screen from this result: another ballot, or one that must follow."""
    live = [ballot for ballot in at.course.ballots if not ballot.void]
    return len(live) > 1 or (at.ballot is not None and at.ballot.owes)


def rested(at: Moment) -> bool:
    return at.plenary.state is PlenaryState.RESTING or not at.last


@dataclass(frozen=True, kw_only=True)
class ActRow:
    """One act. of: what it is done for; done: tells it; applies: tells whether it belongs to this course at all.

    step: the console's, by which one takes it; None where it happens in another room. irreversible: nothing takes it
    back, and a second person confirms it on his own device.
    """

    act: Act
    title: str
    of: Scope
    done: Asks
    step: str | None = None
    room: Room = Room.HERE
    applies: Asks = always
    irreversible: bool = False


ACTS: tuple[ActRow, ...] = (
    ActRow(
        act=Act.CONVENE,
        title=N_("召开下一次全体会议"),
        of=Scope.PLENARY,
        done=always,
        step="convene",
        applies=lambda at: at.plenary.number > 1,
    ),
    ActRow(act=Act.CHECK_IN, title=N_("代表签到"), of=Scope.PLENARY, done=checked_in, room=Room.DESK),
    ActRow(
        act=Act.QUORUM,
        title=N_("宣布出席人数符合法定人数，开会"),
        of=Scope.PLENARY,
        done=opened,
        step="confirm_quorum",
    ),
    ActRow(
        act=Act.METHOD,
        title=N_("表决票决办法"),
        of=Scope.MEETING,
        done=lambda at: at.course.has_come_to(MeetingState.METHOD_ADOPTED),
        step="adopt_method",
    ),
    ActRow(
        act=Act.SCRUTINEERS,
        title=N_("表决总监票人、监票人、计票人名单"),
        of=Scope.MEETING,
        done=lambda at: at.course.has_come_to(MeetingState.SCRUTINEERS_ADOPTED),
        step="adopt_scrutineers",
    ),
    ActRow(
        act=Act.KEYS,
        title=N_("监票人生成开箱钥匙，核对一致"),
        of=Scope.MEETING,
        done=lambda at: at.course.keys_made,
        room=Room.KEYS,
    ),
    ActRow(
        act=Act.ORDER,
        title=N_("生成选票"),
        of=Scope.BALLOT,
        done=lambda at: at.ballot is not None,
        step="order",
    ),
    ActRow(act=Act.DRAW, title=N_("封闭票箱，代表领票"), of=Scope.DRAW, done=drawn, step="set_up"),
    ActRow(
        act=Act.OPEN,
        title=N_("开始投票"),
        of=Scope.DRAW,
        done=lambda at: at.voted(BallotState.OPEN, BallotState.CLOSED),
        step="open_voting",
        irreversible=True,
    ),
    ActRow(
        act=Act.CLOSE,
        title=N_("停止投票，封存票箱"),
        of=Scope.DRAW,
        done=lambda at: at.voted(BallotState.CLOSED),
        step="close_voting",
        irreversible=True,
    ),
    ActRow(
        act=Act.RECONCILE,
        title=N_("核对发出、收回票数，宣布票决有效"),
        of=Scope.BOX,
        done=lambda at: at.voted(BallotState.CLOSED) and at.ballot is not None and at.ballot.reconciled,
        step="void",
    ),
    ActRow(
        act=Act.CONSENT,
        title=N_("电子票（或纸质票）不足规定张数，两人同意后开箱"),
        of=Scope.BOX,
        done=accepted,
        room=Room.TALLY,
        applies=lambda at: at.ballot is not None and at.ballot.small,
    ),
    ActRow(act=Act.SAMPLE, title=N_("抽验回执"), of=Scope.BOX, done=sampled, room=Room.TALLY),
    ActRow(
        act=Act.UNSEAL,
        title=N_("监票人开箱"),
        of=Scope.BOX,
        done=lambda at: at.counted(TallyState.OPENED),
        room=Room.TALLY,
    ),
    ActRow(
        act=Act.COUNT,
        title=N_("计票"),
        of=Scope.BOX,
        done=lambda at: at.counted(TallyState.COUNTED),
        room=Room.TALLY,
    ),
    ActRow(
        act=Act.SIGN,
        title=N_("监票人、计票人签署计票结果"),
        of=Scope.BOX,
        done=lambda at: at.counted(TallyState.SIGNED),
        room=Room.TALLY,
    ),
    ActRow(
        act=Act.CONFIRM,
        title=N_("主席团确认结果有效"),
        of=Scope.BOX,
        done=lambda at: at.counted(TallyState.CONFIRMED),
        room=Room.TALLY,
        irreversible=True,
    ),
    ActRow(
        act=Act.DECLARE,
        title=N_("在会场宣布结果"),
        of=Scope.BOX,
        done=declared,
        step="declare",
        applies=among_others,
    ),
    ActRow(
        act=Act.FURTHER,
        title=N_("再次票决或者另行票决"),
        of=Scope.BOX,
        done=lambda _at: False,
        room=Room.TALLY,
        applies=lambda at: at.ballot is not None and at.ballot.owes,
    ),
    ActRow(
        act=Act.ANNOUNCE,
        title=N_("发布公告"),
        of=Scope.VOTE,
        done=lambda at: at.counted(TallyState.ANNOUNCED),
        room=Room.TALLY,
        irreversible=True,
    ),
    ActRow(act=Act.REST, title=N_("休会"), of=Scope.REST, done=rested, step="rest", applies=rested),
    ActRow(
        act=Act.END,
        title=N_("闭会"),
        of=Scope.SESSION,
        done=lambda at: at.course.has_come_to(MeetingState.CLOSED),
        step="close",
    ),
    ActRow(
        act=Act.ARCHIVE,
        title=N_("归档"),
        of=Scope.SESSION,
        done=lambda at: at.course.has_come_to(MeetingState.ARCHIVED),
        step="archive",
        irreversible=True,
    ),
)
"""The order of acts, one row each. A new act is a row here, with its sentence at the console and in the chair's script.

Within a plenary meeting: its opening, the motions carried in it, the ballots opened in it, its rest. What is not done yet
belongs to the last one. A vote is its first ballot with the rounds behind it; its proclamation closes it.
"""

ROW_OF: dict[Act, ActRow] = {row.act: row for row in ACTS}
IRREVERSIBLE = frozenset(row.act for row in ACTS if row.irreversible)

MOTIONS: dict[str, str] = {
    "adopt_method": N_("民生实事项目票决办法（草案）"),
    "adopt_scrutineers": N_("总监票人、监票人、计票人名单（草案）"),
    "defer": N_("没有完成的票决留待下次会议举行"),
}
"""What is put to a show of hands, by its step, as the hall reads it."""
