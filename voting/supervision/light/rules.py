"""Which light a project shows in a month. Pure.

Default after Yinchuan 2025 (docs/rules.md, "The light"): the progress is compared with the scheduled progress
(序时进度), and the milestones with their dates; the worse of the two counts.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from voting.core.text import N_
from voting.supervision.commitment.rules import CommitmentState

YELLOW_FROM = 10
RED_ABOVE = 30
RUNNING_MONTHS = 3


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


REASONS: dict[Reason, str] = {
    Reason.NOT_DUE: N_("还没到开工时间"),
    Reason.ON_PLAN: N_("进度不落后计划 10 个百分点"),
    Reason.GAP: N_("进度比计划落后 %(gap)s 个百分点"),
    Reason.MILESTONE: N_("有 %(late)s 个节点到期没有完成"),
    Reason.RUNNING: N_("连续三个月落后"),
    Reason.ACCEPTED: N_("办完并通过验收"),
    Reason.SUSPENDED: N_("经批准暂缓"),
    Reason.TERMINATED: N_("经批准终止"),
    Reason.UNFINISHED: N_("当年没有完成"),
}

MEANINGS: dict[Light, str] = {
    Light.GREEN: REASONS[Reason.ON_PLAN],
    Light.YELLOW: N_("落后 10 到 30 个百分点"),
    Light.RED: N_("落后 30 个百分点以上"),
    Light.BLUE: REASONS[Reason.ACCEPTED],
    Light.GREY: REASONS[Reason.NOT_DUE],
}
"""What a light says to a reader, in short."""

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


@dataclass(frozen=True)
class Reading:
    """A light with what it was found from. gap: points behind, negative when ahead; late: milestones."""

    light: Light
    reason: Reason
    scheduled: int
    progress: int
    late: int = 0

    @property
    def gap(self) -> int:
        return self.scheduled - self.progress


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def measured_on(year: int, month: int, today: date) -> date:
    """Return the day a month is judged by: its last day, or yesterday while it still runs."""
    return min(month_end(year, month), today - timedelta(days=1))


def scheduled_progress(steps: Sequence[PlannedStep], on: date) -> int:
    """Return the progress that the plan asks for at the end of a day, 0..100 (序时进度), rounded down.

    A milestone counts by its weight, evenly from its first to its last day.
    """
    total = sum(step.weight for step in steps)
    if not total:
        return 0
    asked = Fraction(0)
    for step in steps:
        days = (step.due_on - step.starts_on).days + 1
        passed = min(max((on - step.starts_on).days + 1, 0), days)
        asked += Fraction(step.weight * passed, days)
    return int(asked * 100 / total)


def by_gap(gap: int) -> Light:
    """Return the light of being `gap` points behind: 10 to 30 yellow, more red."""
    if gap < YELLOW_FROM:
        return Light.GREEN
    return Light.YELLOW if gap <= RED_ABOVE else Light.RED


def months_late(due_on: date, on: date) -> int:
    """Return at how many months' ends, this one included, something due on `due_on` was open."""
    return (on.year - due_on.year) * 12 + on.month - due_on.month + 1


def by_lateness(late: Sequence[PlannedStep], on: date) -> Light:
    """Return the light of the milestones that are past their date: three months running is red."""
    if not late:
        return Light.GREEN
    longest = max(months_late(step.due_on, on) for step in late)
    return Light.RED if longest >= RUNNING_MONTHS else Light.YELLOW


def worse(one: Light, other: Light) -> Light:
    """Return the worse of two lights."""
    return max(one, other, key=SEVERITY.__getitem__)


def read_light(
    state: CommitmentState,
    steps: Sequence[PlannedStep],
    progress: int,
    on: date,
    before: Sequence[Light] = (),
) -> Reading:
    """Return the light of a month.

    progress: reported, 0..100; on: the day the month is judged by; before: the lights of the months
    before, newest first.
    """
    scheduled = scheduled_progress(steps, on)
    if state in SETTLED:
        light, reason = SETTLED[state]
        return Reading(light, reason, scheduled, progress)
    if not steps or (progress == 0 and on < min(step.starts_on for step in steps)):
        return Reading(Light.GREY, Reason.NOT_DUE, scheduled, progress)
    late = [step for step in steps if step.due_on <= on and not step.done]
    gap, lateness = by_gap(scheduled - progress), by_lateness(late, on)
    light = worse(gap, lateness)
    reason = Reason.ON_PLAN if light is Light.GREEN else Reason.GAP if gap is light else Reason.MILESTONE
    running = RUNNING_MONTHS - 1
    if light is Light.YELLOW and len(before) >= running and set(before[:running]) <= BEHIND:
        light, reason = Light.RED, Reason.RUNNING
    return Reading(light, reason, scheduled, progress, len(late))
