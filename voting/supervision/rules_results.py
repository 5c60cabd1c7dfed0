"""Who decides a change, how a year's work is accepted, in which words it is graded. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from voting.congress.rules import LEVELS, Body, Level
from voting.core.text import N_

WHOLE = 100
BASICALLY_FROM = 90


class ChangeKind(StrEnum):
    """What is asked for after the vote (调整、暂缓、终止)."""

    MINOR_ADJUSTMENT = "minor_adjustment"
    MAJOR_ADJUSTMENT = "major_adjustment"
    SUSPEND = "suspend"
    RESUME = "resume"
    TERMINATE = "terminate"


CHANGE_KINDS: dict[ChangeKind, str] = {
    ChangeKind.MINOR_ADJUSTMENT: N_("一般调整"),
    ChangeKind.MAJOR_ADJUSTMENT: N_("重大调整"),
    ChangeKind.SUSPEND: N_("暂缓实施"),
    ChangeKind.RESUME: N_("恢复实施"),
    ChangeKind.TERMINATE: N_("终止实施"),
}

CHANGE_STEPS: dict[ChangeKind, str] = {
    ChangeKind.MINOR_ADJUSTMENT: "adjust",
    ChangeKind.MAJOR_ADJUSTMENT: "adjust",
    ChangeKind.SUSPEND: "suspend",
    ChangeKind.RESUME: "resume",
    ChangeKind.TERMINATE: "terminate",
}

BODIES: dict[Body, str] = {
    Body.CONGRESS: N_("人民代表大会"),
    Body.STANDING_COMMITTEE: N_("人大常委会"),
    Body.PRESIDIUM: N_("人大主席团"),
}
GOVERNMENT = N_("本级人民政府")


@dataclass(frozen=True)
class Approval:
    """Who decides a change and who makes it known. decides, proclaims: None for the government itself."""

    decides: Body | None
    proclaims: Body | None
    reported_to_congress: bool
    source: str

    @property
    def decider(self) -> str:
        return GOVERNMENT if self.decides is None else BODIES[self.decides]

    @property
    def proclaimer(self) -> str:
        return GOVERNMENT if self.proclaims is None else BODIES[self.proclaims]


def approval(kind: ChangeKind, level: Level) -> Approval:
    """Return who decides a change at a level (by analogy: Shaanxi 2025 art. 18)."""
    if kind is ChangeKind.MINOR_ADJUSTMENT:
        return Approval(None, None, reported_to_congress=False, source=N_("一般调整由政府决定并留存记录"))
    cells = LEVELS[level]
    return Approval(
        cells.decides_change.value,
        cells.proclaims_change.value,
        reported_to_congress=cells.change_reported_to_congress.value,
        source=cells.decides_change.source,
    )


def least_kind(*, voted_due_on: date, due_on: date, voted_fen: int, planned_fen: int) -> ChangeKind:
    """Return the smallest kind of adjustment that may carry these values.

    Later than this year, or more than a tenth away from the voted money, is a major adjustment: a
    default of this program (docs/rules.md, "Changes after the vote": no source draws a line between minor and major).
    """
    later = due_on.year > voted_due_on.year
    apart = abs(planned_fen - voted_fen) * 10 > voted_fen
    return ChangeKind.MAJOR_ADJUSTMENT if later or apart else ChangeKind.MINOR_ADJUSTMENT


class Result(StrEnum):
    """How a commitment stands against its year plan (Ninghai 2020: 完成、基本完成、未完成)."""

    FINISHED = "finished"
    BASICALLY = "basically"
    NOT = "not"


RESULTS: dict[Result, str] = {
    Result.FINISHED: N_("完成"),
    Result.BASICALLY: N_("基本完成"),
    Result.NOT: N_("未完成"),
}


def suggested_result(progress: int, open_milestones: int) -> Result:
    """Return the result that the reported figures speak for; people decide.

    progress: 0..100 against the year plan. At least nine tenths is basically finished: a default of
    this program, no source found.
    """
    if progress >= WHOLE and not open_milestones:
        return Result.FINISHED
    return Result.BASICALLY if progress >= BASICALLY_FROM else Result.NOT


class Grade(StrEnum):
    """What an evaluation says of a project; the tally room finds it (tally.rules_grade)."""

    SATISFIED = "satisfied"
    BASICALLY = "basically"
    DISSATISFIED = "dissatisfied"


GRADES: dict[Grade, str] = {
    Grade.SATISFIED: N_("满意"),
    Grade.BASICALLY: N_("基本满意"),
    Grade.DISSATISFIED: N_("不满意"),
}


def percent(part: int, whole: int) -> int | None:
    """Return whole per cent, rounded half up; None where there is no whole."""
    return None if whole <= 0 else (200 * part + whole) // (2 * whole)
