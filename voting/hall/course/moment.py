"""What the order of acts is computed from: how far a session has come, its plenary meetings, its ballots. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from voting.ballot.order.rules import BallotState
from voting.congress.meeting.rules import MeetingState, PlenaryState
from voting.tally.run.rules import TallyState


class Act(StrEnum):
    """An act of the sitting. Its name stays: journals, scripts and tests go by it."""

    CONVENE = "convene"
    CHECK_IN = "check_in"
    QUORUM = "quorum"
    METHOD = "method"
    SCRUTINEERS = "scrutineers"
    KEYS = "keys"
    ORDER = "order"
    DRAW = "draw"
    OPEN = "open"
    CLOSE = "close"
    RECONCILE = "reconcile"
    CONSENT = "consent"
    SAMPLE = "sample"
    UNSEAL = "unseal"
    COUNT = "count"
    SIGN = "sign"
    CONFIRM = "confirm"
    DECLARE = "declare"
    FURTHER = "further"
    ANNOUNCE = "announce"
    REST = "rest"
    END = "end"
    ARCHIVE = "archive"


@dataclass(frozen=True, kw_only=True)
class BallotCourse:
    """How far one ballot has come. everybody_drew: as many tokens and papers as deputies present; reconciled: 收回 <= 发出.

    small: paper or tablets have so few ballots that two persons accept it; accepted: they have, of each such channel.
    sampled: as many scrutineers' devices as open the box have sampled the roll, and found nothing.
    tally: None before the box is handed over; undeclared: the result is confirmed and not read out; owes: a vote must
    follow that nobody has ordered or deferred. plenary: the number of the one in which it was opened, None before.
    joint_draw: by it are drawn together, in the order of draw_place.
    """

    uuid: str
    title: str
    state: BallotState
    everybody_drew: bool = False
    reconciled: bool = False
    small: bool = False
    accepted: bool = True
    sampled: bool = False
    tally: TallyState | None = None
    undeclared: bool = False
    owes: bool = False
    follows: str | None = None
    plenary: int | None = None
    joint_draw: int | None = None
    draw_place: int = 0

    @property
    def void(self) -> bool:
        return self.state is BallotState.VOID or self.tally is TallyState.VOID

    def at_least(self, state: TallyState) -> bool:
        """Tell whether its count has come as far as this, or further."""
        order = list(TallyState)
        return self.tally is not None and not self.void and order.index(self.tally) >= order.index(state)


@dataclass(frozen=True)
class PlenaryCourse:
    """How far one plenary meeting has come."""

    number: int = 1
    state: PlenaryState = PlenaryState.CONVENED


@dataclass(frozen=True, kw_only=True)
class Course:
    """What the order of acts is computed from. present, quorum: heads, of the last plenary meeting.

    adopted: in which plenary meeting each motion was carried, by its act.
    """

    meeting: MeetingState
    plenaries: Sequence[PlenaryCourse] = (PlenaryCourse(),)
    adopted: Mapping[Act, int] = field(default_factory=dict)
    keys_made: bool = False
    present: int = 0
    quorum: int = 0
    ballots: Sequence[BallotCourse] = field(default_factory=tuple)

    @property
    def plenary(self) -> PlenaryCourse:
        """Return the plenary meeting that is under way or prepared."""
        return self.plenaries[-1]

    def has_come_to(self, state: MeetingState) -> bool:
        order = list(MeetingState)
        return order.index(self.meeting) >= order.index(state)


@dataclass(frozen=True)
class Moment:
    """What an act is asked about: the course, and whose act it is. together: where it is one act for all that are drawn at once."""

    course: Course
    plenary: PlenaryCourse
    ballot: BallotCourse | None = None
    together: Sequence[BallotCourse] = ()

    @property
    def last(self) -> bool:
        return self.plenary is self.course.plenary

    def voted(self, *states: BallotState) -> bool:
        return self.ballot is not None and self.ballot.state in states

    def counted(self, state: TallyState) -> bool:
        """Tell whether the box was reconciled and its count has come so far."""
        return self.ballot is not None and self.ballot.reconciled and self.ballot.at_least(state)
