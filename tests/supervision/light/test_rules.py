from datetime import date, timedelta
from fractions import Fraction

import pytest

from tests.properties import given, st
from voting.congress.working_days.rules import WorkingDays
from voting.supervision.commitment.rules import CommitmentState
from voting.supervision.light.rules import (
    DEFAULT,
    LIGHTS,
    REASONS,
    SETTLED,
    SEVERITY,
    Light,
    PlannedStep,
    Reason,
    SchedulePace,
    Thresholds,
    by_gap,
    by_lateness,
    measured_on,
    month_end,
    months_late,
    pace_of,
    points,
    read_light,
    reading_day,
    scheduled_progress,
    word_of,
    worse,
)

pytestmark = pytest.mark.pure
UNDER_WAY = CommitmentState.UNDER_WAY
days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
progress = st.integers(0, 100)


@st.composite
def planned(draw: st.DrawFn) -> PlannedStep:
    starts_on = draw(days)
    length = draw(st.integers(0, 200))
    return PlannedStep(
        starts_on, starts_on + timedelta(days=length), draw(st.integers(1, 100)), draw(st.booleans())
    )


plans = st.lists(planned(), min_size=1, max_size=6)
HALF_YEAR = [
    PlannedStep(date(2026, 1, 1), date(2026, 6, 30), 50, done=True),
    PlannedStep(date(2026, 7, 1), date(2026, 12, 31), 50),
]


@pytest.mark.parametrize(
    ("gap", "light"),
    [
        (-50, Light.GREEN),
        (0, Light.GREEN),
        (9, Light.GREEN),
        (10, Light.YELLOW),
        (30, Light.YELLOW),
        (31, Light.RED),
    ],
)
def test_the_gap_decides_as_in_yinchuan(gap: int, light: Light) -> None:
    assert by_gap(gap) is light


def test_nothing_late_is_green_and_three_month_ends_are_red() -> None:
    step = PlannedStep(date(2026, 4, 20), date(2026, 4, 30), 10)
    assert by_lateness([], date(2026, 4, 30)) is Light.GREEN
    assert by_lateness([step], date(2026, 5, 31)) is Light.YELLOW
    assert by_lateness([step], date(2026, 6, 30)) is Light.RED
    assert months_late(date(2026, 11, 1), date(2027, 1, 31)) == 3


def test_the_schedule_runs_evenly_inside_a_milestone() -> None:
    assert scheduled_progress(HALF_YEAR, date(2025, 12, 31)) == 0
    assert scheduled_progress(HALF_YEAR, date(2026, 6, 30)) == 50
    assert scheduled_progress(HALF_YEAR, date(2026, 9, 30)) == 75
    assert scheduled_progress(HALF_YEAR, date(2027, 1, 31)) == 100
    assert scheduled_progress([], date(2026, 6, 30)) == 0


def test_a_running_month_is_judged_by_yesterday_and_a_past_one_by_its_end() -> None:
    assert measured_on(2026, 7, date(2026, 7, 8)) == date(2026, 7, 7)
    assert measured_on(2026, 2, date(2026, 7, 8)) == date(2026, 2, 28)
    assert month_end(2028, 2) == date(2028, 2, 29)


def test_before_the_first_milestone_the_light_is_grey_unless_work_began() -> None:
    steps = [PlannedStep(date(2026, 5, 1), date(2026, 9, 30), 100)]
    assert read_light(UNDER_WAY, steps, 0, date(2026, 4, 30)).light is Light.GREY
    assert read_light(UNDER_WAY, steps, 5, date(2026, 4, 30)).light is Light.GREEN
    assert read_light(UNDER_WAY, [], 50, date(2026, 4, 30)).reason is Reason.NOT_DUE


def test_the_worse_of_gap_and_milestone_counts() -> None:
    steps = [
        PlannedStep(date(2026, 1, 1), date(2026, 6, 30), 50),
        PlannedStep(date(2026, 7, 1), date(2026, 12, 31), 50),
    ]
    reading = read_light(UNDER_WAY, steps, 50, date(2026, 6, 30))
    assert (reading.light, reading.reason, reading.late, reading.gap) == (
        Light.YELLOW,
        Reason.MILESTONE,
        1,
        Fraction(0),
    )
    reading = read_light(UNDER_WAY, HALF_YEAR, 15, date(2026, 6, 30))
    assert (reading.light, reading.reason, reading.gap) == (Light.RED, Reason.GAP, Fraction(35))


def test_the_third_month_behind_in_a_row_is_red() -> None:
    now = (UNDER_WAY, HALF_YEAR, 35, date(2026, 6, 30))
    assert read_light(*now, [Light.YELLOW, Light.GREEN]).light is Light.YELLOW
    assert read_light(*now, [Light.YELLOW]).light is Light.YELLOW
    reading = read_light(*now, [Light.YELLOW, Light.RED, Light.GREEN])
    assert (reading.light, reading.reason) == (Light.RED, Reason.RUNNING)


@pytest.mark.parametrize(
    ("gap", "light", "said"),
    [
        (Fraction(999, 100), Light.GREEN, "10"),
        (Fraction(10), Light.YELLOW, "10"),
        (Fraction(30), Light.YELLOW, "30"),
        (Fraction(3001, 100), Light.RED, "30.1"),
    ],
)
def test_the_gap_is_compared_to_the_fraction(gap: Fraction, light: Light, said: str) -> None:
    assert by_gap(gap) is light
    assert points(gap) == said


def test_what_is_due_to_start_and_has_no_progress_is_yellow() -> None:
    steps = [PlannedStep(date(2026, 4, 28), date(2026, 12, 31), 100)]
    reading = read_light(UNDER_WAY, steps, 0, date(2026, 4, 30))
    assert (reading.light, reading.reason) == (Light.YELLOW, Reason.NOT_STARTED)
    assert read_light(UNDER_WAY, steps, 1, date(2026, 4, 30)).light is Light.GREEN


def test_thresholds_of_a_place_hold_instead_of_the_default() -> None:
    strict = Thresholds(yellow_from=5, red_above=10, running_months=2)
    on = date(2026, 6, 30)
    assert read_light(UNDER_WAY, HALF_YEAR, 44, on).light is Light.GREEN
    assert read_light(UNDER_WAY, HALF_YEAR, 44, on, by=strict).light is Light.YELLOW
    assert read_light(UNDER_WAY, HALF_YEAR, 39, on, by=strict).light is Light.RED
    assert read_light(UNDER_WAY, HALF_YEAR, 44, on, [Light.YELLOW], by=strict).reason is Reason.RUNNING


@pytest.mark.parametrize(
    ("asked", "done", "pace"),
    [
        (50, 100, SchedulePace.FINISHED_EARLY),
        (100, 100, SchedulePace.ON_SCHEDULE),
        (50, 60, SchedulePace.AHEAD),
        (50, 59, SchedulePace.ON_SCHEDULE),
        (50, 41, SchedulePace.ON_SCHEDULE),
        (50, 40, SchedulePace.SLOWER),
    ],
)
def test_the_four_classes_of_pace(asked: int, done: int, pace: SchedulePace) -> None:
    assert pace_of(Fraction(asked), done) is pace


def test_the_reading_day_is_a_working_day_after_the_reports_are_due() -> None:
    holidays = WorkingDays(off=frozenset(date(2026, 10, day) for day in range(1, 8)))
    assert reading_day(2026, 4, DEFAULT, 5, WorkingDays()) == date(2026, 5, 6)
    assert reading_day(2026, 5, DEFAULT, 5, WorkingDays()) == date(2026, 6, 8)  # the 6th is a Saturday
    assert reading_day(2026, 8, DEFAULT, 5, WorkingDays()) == date(
        2026, 9, 8
    )  # reports are due on Monday, the 7th
    assert reading_day(2026, 9, DEFAULT, 5, holidays) == date(2026, 10, 9)
    assert reading_day(2026, 12, DEFAULT, 5, WorkingDays()) == date(2027, 1, 6)


def test_a_stopped_project_is_not_one_that_has_not_begun() -> None:
    assert word_of(Light.GREY, Reason.TERMINATED) == "已终止"
    assert word_of(Light.GREY, Reason.SUSPENDED) == "已暂缓"
    assert word_of(Light.GREY, Reason.NOT_DUE) == "未启动"
    assert word_of(Light.YELLOW, Reason.TERMINATED) == "预警"


@pytest.mark.parametrize("state", SETTLED)
def test_a_settled_project_keeps_its_light_whatever_the_figures(state: CommitmentState) -> None:
    reading = read_light(state, HALF_YEAR, 0, date(2026, 12, 31))
    assert (reading.light, reading.reason) == SETTLED[state]


def test_every_light_and_reason_has_words() -> None:
    assert LIGHTS.keys() == set(Light)
    assert REASONS.keys() == set(Reason)


@given(plans, progress, progress, days)
def test_more_progress_never_makes_the_gap_worse(
    steps: list[PlannedStep], one: int, other: int, on: date
) -> None:
    less, more = sorted((one, other))
    if less == 0:
        return  # from nothing to something a project may leave grey
    first, second = read_light(UNDER_WAY, steps, less, on), read_light(UNDER_WAY, steps, more, on)
    assert SEVERITY[second.light] <= SEVERITY[first.light]


@given(plans, days, days)
def test_the_schedule_never_runs_back_and_stays_in_bounds(
    steps: list[PlannedStep], one: date, other: date
) -> None:
    early, late = sorted((one, other))
    assert 0 <= scheduled_progress(steps, early) <= scheduled_progress(steps, late) <= 100


@given(plans, progress, days)
def test_finishing_milestones_never_makes_it_worse(steps: list[PlannedStep], done: int, on: date) -> None:
    finished = [PlannedStep(s.starts_on, s.due_on, s.weight, done=True) for s in steps]
    assert (
        SEVERITY[read_light(UNDER_WAY, finished, done, on).light]
        <= SEVERITY[read_light(UNDER_WAY, steps, done, on).light]
    )


@given(st.sampled_from(Light), st.sampled_from(Light))
def test_the_worse_of_two_is_the_same_both_ways(one: Light, other: Light) -> None:
    assert SEVERITY[worse(one, other)] == SEVERITY[worse(other, one)] == max(SEVERITY[one], SEVERITY[other])
