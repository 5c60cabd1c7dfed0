"""Which days are worked on, and when a time limit ends. Pure.

A time limit is counted as 《民法典》 art. 201 and 203 count, by analogy: the day it starts on is not counted, and one that
ends on a day off ends on the next working day. In working days only these are counted (docs/rules.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from voting.core.errors import RuleBroken
from voting.core.lifecycle import ByName
from voting.core.text import N_

SATURDAY = 5
DAY = timedelta(days=1)
MOST_AT_ONCE = 31
MOST_LIMIT = 999
YEARS = range(2000, 2101)


class DayKind(ByName):
    """What a day is that does not go by its day of the week. plain: it does after all."""

    HOLIDAY = "holiday"
    WORKING = "working"
    PLAIN = "plain"


class LimitUnit(ByName):
    """In what a time limit is counted."""

    DAYS = "days"
    WORKING_DAYS = "working_days"


@dataclass(frozen=True)
class WorkingDays:
    """The days of work of a place, as far as they are known: Monday to Friday but for what differs.

    off: days off, whatever day of the week; on: weekends that are worked; published: years whose arrangement is entered.
    """

    off: frozenset[date] = frozenset()
    on: frozenset[date] = frozenset()
    published: frozenset[int] = frozenset()

    def includes(self, day: date) -> bool:
        """Tell whether this day is worked on."""
        return day in self.on or (day.weekday() < SATURDAY and day not in self.off)


@dataclass(frozen=True)
class TimeLimit:
    """How long something may take from the day on which it starts. n: how many of the unit, at least 1."""

    n: int
    unit: LimitUnit

    @property
    def words(self) -> str:
        """Return the message id that states the limit wherever it is shown; `n` is its one value."""
        return N_("%(n)s 个工作日内") if self.unit is LimitUnit.WORKING_DAYS else N_("收到后 %(n)s 日内")

    def ends_on(self, start: date, days: WorkingDays) -> date:
        """Return the last day of the limit."""
        count = working_days_after if self.unit is LimitUnit.WORKING_DAYS else days_after
        return count(start, self.n, days)


def next_working_day(day: date, days: WorkingDays) -> date:
    """Return the day itself if it is worked on, else the first one after it that is."""
    while not days.includes(day):
        day += DAY
    return day


def working_days_after(start: date, n: int, days: WorkingDays) -> date:
    """Return the n-th working day after `start`, which is not counted itself (art. 201)."""
    day = start
    for _ in range(n):
        day = next_working_day(day + DAY, days)
    return day


def days_after(start: date, n: int, days: WorkingDays) -> date:
    """Return the n-th day after `start`, or the next working day where that is a day off (art. 201, 203)."""
    return next_working_day(start + n * DAY, days)


def unpublished_years(start: date, end: date, days: WorkingDays) -> tuple[int, ...]:
    """Return the years that a limit reaches and whose arrangement is not known: what is counted there may still move."""
    return tuple(year for year in range(start.year, end.year + 1) if year not in days.published)


def each_day(first: date, last: date) -> Iterator[date]:
    """Yield the days from the first to the last. Errors: RuleBroken for none or too many."""
    if last < first:
        raise RuleBroken("止日早于起日，请核对。")
    count = (last - first).days + 1
    if count > MOST_AT_ONCE:
        raise RuleBroken("一次最多登记 %(most)s 天，请分几次。", most=MOST_AT_ONCE)
    return (first + n * DAY for n in range(count))


def expect_difference(kind: DayKind, day: date) -> None:
    """Raise RuleBroken for a working day that is one by its day of the week anyway."""
    if kind is DayKind.WORKING and day.weekday() < SATURDAY:
        raise RuleBroken("%(day)s 是周一至周五，本来就上班，不用登记。", day=day)
