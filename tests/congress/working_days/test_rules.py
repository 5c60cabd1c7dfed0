"""Working days and time limits, with days counted by hand from the State Council's arrangement of 2026."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.properties import given, st
from voting.congress.working_days.rules import (
    MOST_AT_ONCE,
    DayKind,
    LimitUnit,
    TimeLimit,
    WorkingDays,
    days_after,
    each_day,
    expect_difference,
    next_working_day,
    unpublished_years,
    working_days_after,
)
from voting.congress.working_days.seed import known_days, known_years
from voting.core.errors import RuleBroken

pytestmark = pytest.mark.pure
Y2026 = tuple(known_days(2026))
DAYS = WorkingDays(
    off=frozenset(one.day for one in Y2026 if one.kind is DayKind.HOLIDAY),
    on=frozenset(one.day for one in Y2026 if one.kind is DayKind.WORKING),
    published=frozenset({2026}),
)
PLAIN = WorkingDays()
dates = st.dates(min_value=date(2025, 1, 1), max_value=date(2028, 12, 31))


def test_the_library_knows_the_holidays_and_the_working_weekends_of_2026() -> None:
    spring = [one.day for one in Y2026 if one.name == "春节"]
    assert [day for day in spring if day in DAYS.off] == [date(2026, 2, 15 + n) for n in range(9)]
    assert [day for day in spring if day in DAYS.on] == [date(2026, 2, 14), date(2026, 2, 28)]
    assert 2026 in known_years()
    year = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    assert sum(map(DAYS.includes, year)) == 248, (
        "365 days, 104 at weekends, 19 weekdays off, 6 weekends worked"
    )


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        pytest.param(
            date(2026, 2, 12), 5, date(2026, 2, 26), id="over Spring Festival, Saturday the 14th worked"
        ),
        pytest.param(date(2026, 9, 30), 1, date(2026, 10, 8), id="over National Day"),
        pytest.param(date(2026, 10, 8), 2, date(2026, 10, 10), id="into a Saturday that is worked"),
        pytest.param(date(2026, 11, 28), 1, date(2026, 11, 30), id="from a Saturday"),
    ],
)
def test_working_days_are_counted_from_the_day_after(start: date, n: int, end: date) -> None:
    assert working_days_after(start, n, DAYS) == end
    assert TimeLimit(n, LimitUnit.WORKING_DAYS).ends_on(start, DAYS) == end


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        pytest.param(date(2026, 1, 5), 30, date(2026, 2, 4), id="ends on a working day"),
        pytest.param(date(2026, 1, 17), 30, date(2026, 2, 24), id="ends in Spring Festival"),
        pytest.param(date(2026, 9, 5), 15, date(2026, 9, 20), id="ends on a Sunday that is worked"),
        pytest.param(date(2026, 11, 13), 15, date(2026, 11, 30), id="ends on a Saturday"),
    ],
)
def test_days_end_on_a_working_day(start: date, n: int, end: date) -> None:
    assert days_after(start, n, DAYS) == end
    assert TimeLimit(n, LimitUnit.DAYS).ends_on(start, DAYS) == end


def test_a_limit_states_its_rule_in_one_place() -> None:
    assert TimeLimit(5, LimitUnit.WORKING_DAYS).words % {"n": 5} == "5 个工作日内"
    assert TimeLimit(30, LimitUnit.DAYS).words % {"n": 30} == "收到后 30 日内"


def test_a_limit_that_reaches_a_year_not_yet_published_says_which() -> None:
    assert unpublished_years(date(2026, 12, 1), date(2026, 12, 30), DAYS) == ()
    assert unpublished_years(date(2026, 12, 1), date(2028, 1, 3), DAYS) == (2027, 2028)


@given(day=dates)
def test_the_next_working_day_is_worked_and_nothing_between_is(day: date) -> None:
    found = next_working_day(day, DAYS)
    assert DAYS.includes(found)
    assert not any(DAYS.includes(day + timedelta(days=n)) for n in range((found - day).days))


@given(start=dates, n=st.integers(1, 60))
def test_as_many_working_days_lie_behind_the_start_as_were_asked(start: date, n: int) -> None:
    end = working_days_after(start, n, DAYS)
    after = (start + timedelta(days=one) for one in range(1, (end - start).days + 1))
    assert sum(map(DAYS.includes, after)) == n


@given(start=dates, n=st.integers(1, 400), more=st.integers(0, 30))
def test_a_longer_limit_never_ends_earlier(start: date, n: int, more: int) -> None:
    for days in (DAYS, PLAIN):
        assert days_after(start, n, days) <= days_after(start, n + more, days)
        assert days_after(start, n, days) >= start + timedelta(days=n)


def test_ranges_that_are_none_or_too_long_and_days_that_do_not_differ_are_refused() -> None:
    first = date(2027, 2, 5)
    assert len(tuple(each_day(first, first + timedelta(days=MOST_AT_ONCE - 1)))) == MOST_AT_ONCE
    with pytest.raises(RuleBroken, match="止日早于起日"):
        each_day(first, first - timedelta(days=1))
    with pytest.raises(RuleBroken, match="一次最多登记 31 天"):
        each_day(first, first + timedelta(days=MOST_AT_ONCE))
    with pytest.raises(RuleBroken, match="2027-02-05 是周一至周五"):
        expect_difference(DayKind.WORKING, first)
    expect_difference(DayKind.WORKING, date(2027, 2, 6))
