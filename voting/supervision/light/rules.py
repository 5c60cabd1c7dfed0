"""Which light a project shows in a month. Pure.

Default after Yinchuan 2025 (docs/rules.md, "The light"): the progress is compared with the scheduled progress
(序时进度), and the milestones with their dates; the worse of the two counts. A light is read once, on the reading day of
the month after, and stays.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from math import ceil

from voting.congress.working_days.rules import WorkingDays, next_working_day, working_days_after
from voting.core.lifecycle import ByName
from voting.core.text import N_
from voting.supervision.commitment.rules import CommitmentState

SOURCE = N_("参照银川市做法（2025）")


@dataclass(frozen=True)
class Thresholds:
    """From when a light is yellow or red, in points behind and months running, and on which day of the next month it is read.

    source: on what they rest, a message id of the program's own or a place's words; holds_from: None of the default.
    """

    yellow_from: int = 10
    red_above: int = 30
    running_months: int = 3
    reading_day: int = 6
    source: str = SOURCE
    holds_from: date | None = None


DEFAULT = Thresholds()
FULL = 100


def holding(rules: Sequence[Thresholds], on: date) -> Thresholds:
    """Return the thresholds that hold on a day: the newest that a place has set by then, else the program's. rules: newest first."""
    return next((rule for rule in rules if rule.holds_from and rule.holds_from <= on), DEFAULT)


class Light(StrEnum):
    """The light of a month."""

    GREY = "grey"
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    BLUE = "blue"


SEVERITY = {Light.GREY: 0, Light.BLUE: 0, Light.GREEN: 1, Light.YELLOW: 2, Light.RED: 3}
BEHIND = frozenset({Light.YELLOW, Light.RED})

LIGHTS: dict[Light, str] = {
    Light.GREEN: N_("正常"),
    Light.YELLOW: N_("预警"),
    Light.RED: N_("滞后"),
    Light.BLUE: N_("已验收"),
    Light.GREY: N_("未启动"),
}
"""The words of the lights, in the order in which lists and sheets name them."""


class Reason(StrEnum):
    """Why a light is what it is."""

    NOT_DUE = "not_due"
    ON_PLAN = "on_plan"
    GAP = "gap"
    MILESTONE = "milestone"
    RUNNING = "running"
    ACCEPTED = "accepted"
    SUSPENDED = "suspended"
    TERMINATED = "terminated"
    UNFINISHED = "unfinished"
    NOT_STARTED = "not_started"


REASONS: dict[Reason, str] = {
    Reason.NOT_DUE: N_("还没到开工时间"),
    Reason.ON_PLAN: N_("进度没有落后于计划"),
    Reason.GAP: N_("进度比计划落后 %(gap)s 个百分点"),
    Reason.MILESTONE: N_("有 %(late)s 个节点到期没有完成"),
    Reason.RUNNING: N_("连续落后，已达规定的月数"),
    Reason.ACCEPTED: N_("办完并通过验收"),
    Reason.SUSPENDED: N_("经批准暂缓"),
    Reason.TERMINATED: N_("经批准终止"),
    Reason.UNFINISHED: N_("当年没有完成"),
    Reason.NOT_STARTED: N_("到了开工时间，还没有进度"),
}

WITHOUT_READING = N_("还没有到第一次亮灯的日子")
"""What stands for the reason of a project that has no kept light."""

UNREAD = N_("尚未亮灯")
STOPPED: dict[Reason, str] = {Reason.SUSPENDED: N_("已暂缓"), Reason.TERMINATED: N_("已终止")}
"""The word of a grey light whose project was stopped: it is not one that has not begun."""
RUNNING = frozenset(Reason) - {Reason.NOT_DUE, Reason.ACCEPTED, Reason.UNFINISHED, *STOPPED}
"""The reasons of a project that runs: of these it is said how it stands to the plan's time."""


def word_of(light: Light, reason: Reason) -> str:
    """Return the word of a light (a message id): a stopped project's says that it was stopped."""
    return STOPPED.get(reason, LIGHTS[light]) if light is Light.GREY else LIGHTS[light]


MEANINGS: dict[Light, str] = {
    Light.GREEN: REASONS[Reason.ON_PLAN],
    Light.YELLOW: N_("落后 %(yellow)s 到 %(red)s 个百分点"),
    Light.RED: N_("落后 %(red)s 个百分点以上"),
    Light.BLUE: REASONS[Reason.ACCEPTED],
    Light.GREY: REASONS[Reason.NOT_DUE],
}
"""What a light says to a reader, in short; yellow, red: the thresholds."""

SETTLED: dict[CommitmentState, tuple[Light, Reason]] = {
    CommitmentState.ACCEPTED: (Light.BLUE, Reason.ACCEPTED),
    CommitmentState.SUSPENDED: (Light.GREY, Reason.SUSPENDED),
    CommitmentState.TERMINATED: (Light.GREY, Reason.TERMINATED),
    CommitmentState.UNFINISHED: (Light.RED, Reason.UNFINISHED),
    CommitmentState.CARRIED_OVER: (Light.RED, Reason.UNFINISHED),
}


@dataclass(frozen=True)
class PlannedStep:
    """A milestone as the light sees it. weight: at least 1; done: in a report up to the month."""

    starts_on: date
    due_on: date
    weight: int
    done: bool = False


class SchedulePace(ByName):
    """How the progress stands to the plan's (the four classes of the bulletins)."""

    FINISHED_EARLY = "finished_early"
    AHEAD = "ahead"
    ON_SCHEDULE = "on_schedule"
    SLOWER = "slower"


PACES: dict[SchedulePace, str] = {
    SchedulePace.FINISHED_EARLY: N_("提前完成"),
    SchedulePace.AHEAD: N_("超序时"),
    SchedulePace.ON_SCHEDULE: N_("按序时"),
    SchedulePace.SLOWER: N_("慢于序时"),
}


@dataclass(frozen=True)
class Reading:
    """A light with what it was found from. asked: per cent that the plan asks for, exact; late: milestones."""

    light: Light
    reason: Reason
    asked: Fraction
    progress: int
    late: int = 0

    @property
    def scheduled(self) -> int:
        """Return the progress that the plan asks for as pages show it: rounded down."""
        return int(self.asked)

    @property
    def gap(self) -> Fraction:
        """Return the points behind, exact; negative when ahead."""
        return self.asked - self.progress


def pace_of(asked: Fraction, progress: int, by: Thresholds = DEFAULT) -> SchedulePace:
    """Return how a progress stands to the one the plan asks for: as many points as make a light yellow count either way."""
    if progress >= FULL > asked:
        return SchedulePace.FINISHED_EARLY
    if asked - progress >= by.yellow_from:
        return SchedulePace.SLOWER
    return SchedulePace.AHEAD if progress - asked >= by.yellow_from else SchedulePace.ON_SCHEDULE


def points(gap: Fraction) -> str:
    """Return points behind as a sentence says them: one decimal at most, rounded up, so that 30.01 does not look like 30."""
    tenths = ceil(gap * 10)
    return str(tenths // 10) if tenths % 10 == 0 else f"{tenths / 10:.1f}"


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def measured_on(year: int, month: int, today: date) -> date:
    """Return the day a month is judged by: its last day, or yesterday while it still runs."""
    return min(month_end(year, month), today - timedelta(days=1))


def due_on(year: int, month: int, day: int, days: WorkingDays) -> date:
    """Return the day of the month after, or the next working day where that is a day off."""
    return next_working_day(date(year + month // 12, month % 12 + 1, day), days)


def reading_day(year: int, month: int, by: Thresholds, report_day: int, days: WorkingDays) -> date:
    """Return the day on which the light of a month is read: a working day, and after the one on which reports are due."""
    reported = due_on(year, month, report_day, days)
    return max(due_on(year, month, by.reading_day, days), working_days_after(reported, 1, days))


def scheduled_progress(steps: Sequence[PlannedStep], on: date) -> int:
    """Return the progress that the plan asks for at the end of a day as pages show it, 0..100, rounded down."""
    return int(exact_progress(steps, on))


def exact_progress(steps: Sequence[PlannedStep], on: date) -> Fraction:
    """Return the progress that the plan asks for at the end of a day, 0..100, exact (序时进度).

    A milestone counts by its weight, evenly from its first to its last day.
    """
    total = sum(step.weight for step in steps)
    if not total:
        return Fraction(0)
    asked = Fraction(0)
    for step in steps:
        days = (step.due_on - step.starts_on).days + 1
        passed = min(max((on - step.starts_on).days + 1, 0), days)
        asked += Fraction(step.weight * passed, days)
    return asked * FULL / total


def by_gap(gap: Fraction | int, by: Thresholds = DEFAULT) -> Light:
    """Return the light of being `gap` points behind: 10 to 30 yellow, more red, where nothing else holds."""
    if gap < by.yellow_from:
        return Light.GREEN
    return Light.YELLOW if gap <= by.red_above else Light.RED


def months_late(due_on: date, on: date) -> int:
    """Return at how many months' ends, this one included, something due on `due_on` was open."""
    return (on.year - due_on.year) * 12 + on.month - due_on.month + 1


def by_lateness(late: Sequence[PlannedStep], on: date, by: Thresholds = DEFAULT) -> Light:
    """Return the light of the milestones that are past their date: three months running is red."""
    if not late:
        return Light.GREEN
    longest = max(months_late(step.due_on, on) for step in late)
    return Light.RED if longest >= by.running_months else Light.YELLOW


def worse(one: Light, other: Light) -> Light:
    """Return the worse of two lights."""
    return max(one, other, key=SEVERITY.__getitem__)


def read_light(
    state: CommitmentState,
    steps: Sequence[PlannedStep],
    progress: int,
    on: date,
    before: Sequence[Light] = (),
    *,
    by: Thresholds = DEFAULT,
) -> Reading:
    """Return the light of a month.

    progress: reported, 0..100; on: the day the month is judged by; before: the lights shown in the months before, newest
    first. What is due to start and has no progress is yellow at least.
    """
    asked = exact_progress(steps, on)
    if state in SETTLED:
        light, reason = SETTLED[state]
        return Reading(light, reason, asked, progress)
    starts = min((step.starts_on for step in steps), default=None)
    if starts is None or (progress == 0 and on < starts):
        return Reading(Light.GREY, Reason.NOT_DUE, asked, progress)
    late = [step for step in steps if step.due_on <= on and not step.done]
    gap, lateness = by_gap(asked - progress, by), by_lateness(late, on, by)
    light = worse(gap, lateness)
    reason = Reason.ON_PLAN if light is Light.GREEN else Reason.GAP if gap is light else Reason.MILESTONE
    if light is Light.GREEN and progress == 0:
        light, reason = Light.YELLOW, Reason.NOT_STARTED
    if light is Light.YELLOW and has_run(before, by.running_months - 1):
        light, reason = Light.RED, Reason.RUNNING
    return Reading(light, reason, asked, progress, len(late))


def has_run(before: Sequence[Light], months: int) -> bool:
    """Tell whether the lights shown in so many months before were all behind. before: newest first."""
    return len(before) >= months and set(before[:months]) <= BEHIND
