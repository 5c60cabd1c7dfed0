"""The law of residents' ratings: five grades, when they are taken, from how many on they are told. Pure.

Source: practice (民生码 at the sites in Zhejiang: residents rate, low marks set off 督查); no statute knows them. The scale is that of
docs/rules.md, "Residents' ratings". They are never mixed with the grades of deputies or of the standing committee.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from voting.core.clock import day_of
from voting.core.errors import RuleBroken, TooManyTries, WrongMoment
from voting.core.lifecycle import ByName, Lifecycle
from voting.core.text import N_, version_of
from voting.supervision.acceptance.rules import looked_back_on
from voting.supervision.commitment.rules import CommitmentState, FieldRefused
from voting.supervision.remark.rules import tells_contact

MOST_COMMENT, MOST_RESULT = 300, 1000


class RatingGrade(ByName):
    """How satisfied a resident is."""

    VERY = "very"
    FAIRLY = "fairly"
    AVERAGE = "average"
    HARDLY = "hardly"
    NOT = "not"


G = RatingGrade
POINTS: Mapping[RatingGrade, int] = {G.VERY: 100, G.FAIRLY: 80, G.AVERAGE: 60, G.HARDLY: 40, G.NOT: 20}
RATING_GRADES: Mapping[RatingGrade, str] = {
    G.VERY: N_("很满意"),
    G.FAIRLY: N_("较满意"),
    G.AVERAGE: N_("一般"),
    G.HARDLY: N_("较不满意"),
    G.NOT: N_("很不满意"),
}


class CommentState(ByName):
    """Whether a resident's comment is public."""

    WAITING = "waiting"
    SHOWN = "shown"
    HIDDEN = "hidden"


S = CommentState
COMMENT: Lifecycle[CommentState] = Lifecycle(
    start=S.WAITING,
    steps={
        (S.WAITING, "show"): S.SHOWN,
        (S.WAITING, "hide"): S.HIDDEN,
        (S.SHOWN, "hide"): S.HIDDEN,
        (S.HIDDEN, "show"): S.SHOWN,
        **{(state, "rewrite"): S.WAITING for state in S},
    },
    words={S.WAITING: N_("待审核"), S.SHOWN: N_("已公开"), S.HIDDEN: N_("不公开")},
    step_words={"show": N_("公开这条留言"), "hide": N_("不公开这条留言"), "rewrite": N_("改写留言")},
)


class CheckState(ByName):
    """How far the 督查 is that a low mean set off."""

    OPENED = "opened"
    CLOSED = "closed"


CHECK: Lifecycle[CheckState] = Lifecycle(
    start=CheckState.OPENED,
    steps={(CheckState.OPENED, "close"): CheckState.CLOSED},
    words={CheckState.OPENED: N_("督查中"), CheckState.CLOSED: N_("督查办结")},
    step_words={"close": N_("登记督查情况")},
)


@dataclass(frozen=True, kw_only=True)
class RatingThresholds:
    """A place's rule of residents' ratings. The values here are defaults of the program.

    shown_from: how many ratings are told from; check_from, check_below: from how many on a mean below which points sets off 督查.
    """

    shown_from: int = 10
    check_from: int = 10
    check_below: int = 60

    @property
    def low_grades(self) -> list[RatingGrade]:
        """Return the grades whose points are below the mean that sets off 督查."""
        return [grade for grade, points in POINTS.items() if points < self.check_below]


LOW_ORIGINS = 3
"""From how many origins low ratings must come before they set off 督查: one angry household does not (a default of the program)."""
RESTING = timedelta(seconds=60)
"""How long a device that said something waits before it says something else (a default of the program)."""
LEAST, MOST = 1, 10000
LEAST_POINTS, MOST_POINTS = 20, 100


@dataclass(frozen=True)
class RatingCounts:
    """The ratings of a commitment. grades: how many gave which, all five, the best first."""

    grades: Mapping[RatingGrade, int]

    @property
    def count(self) -> int:
        """Return how many rated."""
        return sum(self.grades.values())

    @property
    def points(self) -> int:
        """Return the sum of their points."""
        return sum(POINTS[grade] * count for grade, count in self.grades.items())

    @property
    def tenths(self) -> int:
        """Return the mean in tenths of a point, rounded half up; 0 where nobody rated."""
        return (20 * self.points + self.count) // (2 * self.count) if self.count else 0

    def is_low(self, rule: RatingThresholds) -> bool:
        """Tell whether enough rated for the rule, and the exact mean is below its points."""
        return self.count >= rule.check_from and self.points < rule.check_below * self.count


def decimal_of(tenths: int) -> str:
    """Return a mean in tenths of a point as it is shown."""
    return f"{tenths // 10}.{tenths % 10}"


BEGUN = frozenset(
    {
        CommitmentState.UNDER_WAY,
        CommitmentState.SUSPENDED,
        CommitmentState.DELIVERED,
        CommitmentState.ACCEPTED,
        CommitmentState.UNFINISHED,
        CommitmentState.CARRIED_OVER,
    }
)


@dataclass(frozen=True)
class Rateable:
    """What says whether a project is rated now. reported: it has a report; judged_on: the day of its acceptance or 未完成."""

    state: CommitmentState
    reported: bool
    judged_on: date | None

    def is_over(self, day: date) -> bool:
        """Tell whether nobody is asked any more: it was terminated, or a year has passed since it was judged."""
        ended = self.judged_on is not None and day > looked_back_on(self.judged_on)
        return ended or self.state is CommitmentState.TERMINATED

    def is_open(self, day: date) -> bool:
        """Tell whether residents may rate it on a day: works have begun, and a year after acceptance is not over."""
        return self.state in BEGUN and self.reported and not self.is_over(day)


def expect_open(what: Rateable, day: date) -> None:
    """Raise WrongMoment before works have begun, and when nobody is asked any more."""
    expect_not_over(what, day)
    if not what.is_open(day):
        raise WrongMoment("这个项目还没有开工，开工以后再请您评价。")


def expect_not_over(what: Rateable, day: date) -> None:
    """Raise WrongMoment when a project is not rated any more."""
    if what.is_over(day):
        raise WrongMoment("这个项目已经终止，或者验收已满一年，不再评价。")


def expect_comment(state: CommentState | None) -> CommentState:
    """Return the state of a comment; raise RuleBroken where a rating has none."""
    if state is None:
        raise RuleBroken("这条评价没有留言。")
    return state


def expect_read(version: str, comment: str) -> None:
    """Raise WrongMoment where a comment is another one than that which was read."""
    if version != version_of(comment):
        raise WrongMoment("这条留言刚刚改写了，还没有人看过。请看过新写的内容再决定是否公开。")


def expect_no_contact(comment: str) -> None:
    """Raise FieldRefused for a comment with a telephone number, an identity number or an address of mail: it may become public."""
    if tells_contact(comment):
        raise FieldRefused("comment", "不要写电话、证件号码、邮箱：留言经审核后向社会公开。")


def expect_rested(quiet: timedelta) -> None:
    """Raise TooManyTries where a device spoke less than RESTING ago."""
    if timedelta() <= quiet < RESTING:  # a clock that was put back binds nobody
        raise TooManyTries(
            "您刚刚评价过，请过 %(seconds)s 秒再改。您选的和写的都在下面，没有丢失。",
            seconds=max(1, int((RESTING - quiet).total_seconds())),
        )


def origins_in(said: Iterable[tuple[str, datetime]]) -> int:
    """Return from how many origins ratings came, as far as it is known. said: origin, empty once forgotten, and when.

    Of what is forgotten the day is left, and another day's origin is always another one: a day of which nothing else is known counts as one.
    """
    known, seen, forgotten = set(), set(), set()
    for origin, at in said:
        if origin:
            known.add(origin)
            seen.add(day_of(at))
        else:
            forgotten.add(day_of(at))
    return len(known) + len(forgotten - seen)
