"""The law of supervision activities: kinds, states, tables, pure functions. Pure.

Source: 《监督法》 (2024) arts. 11–17 (reports heard), 47–50 (inquiry, inspection, thematic study).
"""

from __future__ import annotations

from datetime import date

from voting.core.clock import today
from voting.core.lifecycle import ByName, Lifecycle
from voting.core.text import N_
from voting.supervision.commitment.rules import FieldRefused

MOST_PLAN, MOST_REPORT = 2000, 5000
LAST_MONTH = 3
"""Until the end of this month of the year after a year's end is heard (congresses meet in spring; practice)."""


class ActivityKind(ByName):
    """By what means a congress follows the projects of a year."""

    HALF_YEAR = "half_year"
    YEAR_END = "year_end"
    INQUIRY = "inquiry"
    INSPECTION = "inspection"
    STUDY = "study"


ACTIVITY_KINDS: dict[ActivityKind, str] = {
    ActivityKind.HALF_YEAR: N_("听取年中进展情况报告"),
    ActivityKind.YEAR_END: N_("听取年终完成情况报告"),
    ActivityKind.INQUIRY: N_("专题询问"),
    ActivityKind.INSPECTION: N_("代表视察"),
    ActivityKind.STUDY: N_("专题调研"),
}


class ActivityState(ByName):
    """How far an activity has come."""

    PLANNED = "planned"
    REPORTED = "reported"
    CANCELLED = "cancelled"


ACTIVITY: Lifecycle[ActivityState] = Lifecycle(
    start=ActivityState.PLANNED,
    steps={
        (ActivityState.PLANNED, "report"): ActivityState.REPORTED,
        (ActivityState.PLANNED, "cancel"): ActivityState.CANCELLED,
    },
    words={
        ActivityState.PLANNED: N_("已列入计划"),
        ActivityState.REPORTED: N_("已公布情况"),
        ActivityState.CANCELLED: N_("已取消"),
    },
    step_words={"report": N_("公布情况"), "cancel": N_("取消")},
)


def expect_held(held_on: date) -> None:
    """Raise FieldRefused for a day that has not come: what did not take place yet is not reported."""
    if held_on > today():
        raise FieldRefused("held_on", "举行日期不能在今天以后。")


def expect_of_year(on: date, year: int) -> None:
    """Raise FieldRefused for a day outside the year and the start of the next one, in which its end is heard."""
    if on.year != year and not (on.year == year + 1 and on.month <= LAST_MONTH):
        raise FieldRefused("on", "日期要在 %(year)s 年 1 月 1 日到下一年 3 月 31 日之间。", year=year)
