"""The law of scoring: rounds, sheets, means and spreads. Pure. Source: the scoring of Tuhe town, Guanyun county (docs/rules.md#scoring)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from voting.core.errors import RuleBroken, WrongMoment
from voting.core.lifecycle import ByName, Lifecycle
from voting.core.text import N_
from voting.screening.appraisal.criteria import CRITERIA


class RoundState(ByName):
    """While a round is open nobody reads anybody's points but his own."""

    OPENED = "opened"
    CLOSED = "closed"


ROUND: Lifecycle[RoundState] = Lifecycle(
    start=RoundState.OPENED,
    steps={(RoundState.OPENED, "close_round"): RoundState.CLOSED},
    words={RoundState.OPENED: N_("评分中"), RoundState.CLOSED: N_("评分结束")},
    step_words={"close_round": N_("结束评分")},
)


class SheetState(ByName):
    """One appraiser's sheet (评分表)."""

    WRITTEN = "written"
    HANDED_IN = "handed_in"


SHEET: Lifecycle[SheetState] = Lifecycle(
    start=SheetState.WRITTEN,
    steps={
        (SheetState.WRITTEN, "save_sheet"): SheetState.WRITTEN,
        (SheetState.WRITTEN, "hand_in"): SheetState.HANDED_IN,
        (SheetState.HANDED_IN, "take_sheet_back"): SheetState.WRITTEN,
        (SheetState.HANDED_IN, "add_lines"): SheetState.HANDED_IN,
    },
    words={SheetState.WRITTEN: N_("填写中"), SheetState.HANDED_IN: N_("已交表")},
    step_words={
        "save_sheet": N_("保存评分表"),
        "hand_in": N_("交表"),
        "take_sheet_back": N_("撤回修改"),
        "add_lines": N_("补评新增的项目"),
    },
)


@dataclass(frozen=True, kw_only=True)
class Line:
    """What a sheet says of one project. points: criterion -> points, None where nothing is written yet.

    avoids: the appraiser has an interest in it and gives no points (回避); reason: of the points, or of that.
    """

    project_id: int
    points: Mapping[str, int | None]
    avoids: bool = False
    reason: str = ""

    @property
    def is_whole(self) -> bool:
        """Tell whether the line may be handed in."""
        return bool(self.reason) if self.avoids else None not in self.points.values()


def is_over(closes_on: date | None, on: date) -> bool:
    """Tell whether the last day of handing in lies behind; None: of a round before there were days."""
    return closes_on is not None and closes_on < on


def expect_in_time(closes_on: date | None, on: date) -> None:
    """Raise WrongMoment after the last day of handing in: what was announced to all holds for each.

    Source: the program's own, by analogy to the day of a call; docs/rules.md, "Scoring".
    """
    if closes_on is not None and is_over(closes_on, on):
        raise WrongMoment(
            "交表截止日期（%(day)s）已过，不再收评分表。确有需要的，请办公室延长截止日期。",
            day=closes_on.isoformat(),
        )


def check_extension(closes_on: date, before: date | None, on: date) -> None:
    """Raise RuleBroken for a day that is past, or no later than the one it replaces."""
    if closes_on < on:
        raise RuleBroken("交表的截止日期不能早于今天。")
    if before is not None and closes_on <= before:
        raise RuleBroken("延长后的日期要晚于现在的截止日期（%(day)s）。", day=before.isoformat())


def check_line(line: Line, weights: Mapping[str, int]) -> None:
    """Raise RuleBroken for points that are none: of another criterion, below nought, above the weight."""
    if set(line.points) != {criterion.key for criterion in CRITERIA}:
        raise RuleBroken("四项都要打分。")
    for key, value in line.points.items():
        if value is not None and not 0 <= value <= weights[key]:
            raise RuleBroken("每项打 0 至 %(most)s 分。", most=weights[key])


def check_whole(lines: Sequence[Line]) -> None:
    """Raise RuleBroken when a sheet that is handed in leaves a project out."""
    open_lines = sum(not line.is_whole for line in lines)
    if open_lines:
        raise RuleBroken("还有 %(count)s 个项目没有打完分，或者申报了回避没有写事由。", count=open_lines)


def mean(sums: Sequence[int]) -> Fraction | None:
    """Return the mean of several appraisers' points, exact; None when nobody has scored."""
    return Fraction(sum(sums), len(sums)) if sums else None


@dataclass(frozen=True)
class Spread:
    """How far the appraisers of a project are apart: their lowest and highest sum."""

    lowest: int
    highest: int

    @property
    def width(self) -> int:
        return self.highest - self.lowest

    @property
    def is_wide(self) -> bool:
        """Tell whether a mean of these hides that they disagree: a default of the program."""
        return self.width >= WIDE


WIDE = 30


def spread(sums: Sequence[int]) -> Spread | None:
    """Return the spread of several appraisers' sums; None when nobody has scored."""
    return Spread(min(sums), max(sums)) if sums else None
