"""The law of the monthly report: states, tables, pure functions. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from voting.core.lifecycle import Lifecycle
from voting.core.money import wan
from voting.core.text import N_

REPORT_DAY = 5
MOST_PHOTOS = 6
"""A report shows this many pictures at most; `uploads.rules.MOST_OF_A_FORM` bounds what any form may hand in."""


class ReportState(StrEnum):
    """How far a monthly report has come. A correction adds a version and never touches an older one."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CORRECTED = "corrected"


REPORT: Lifecycle[ReportState] = Lifecycle(
    start=ReportState.DRAFT,
    steps={
        (ReportState.DRAFT, "submit"): ReportState.SUBMITTED,
        (ReportState.SUBMITTED, "correct"): ReportState.CORRECTED,
        (ReportState.CORRECTED, "correct"): ReportState.CORRECTED,
    },
    words={
        ReportState.DRAFT: N_("未报送"),
        ReportState.SUBMITTED: N_("已报送"),
        ReportState.CORRECTED: N_("已更正"),
    },
    step_words={
        "submit": N_("报送"),
        "correct": N_("更正"),
    },
)

NEARLY = 90
"""From this progress on a sub-item of which nothing is done is doubtful: a default of this program, no source found."""
JUMP = 30
"""More points than this in one month are doubtful: the same."""
SAME = "本月无变化。"
"""What a report says that repeats the figures of the one before."""


@dataclass(frozen=True)
class Ticked:
    """A milestone that a report says is done for the first time. done_on: None where no day was written."""

    title: str
    starts_on: date
    due_on: date
    done_on: date | None


@dataclass(frozen=True)
class Doubt:
    """What may be a slip of the pen: a message id with its values. It never stands in the way of a report."""

    message: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class MonthSaid:
    """What is looked at for doubts. months: since the report before; idle: sub-items of which nothing is done."""

    progress: int
    before: int
    months: int
    spent_fen: int
    planned_fen: int
    idle: Sequence[str] = ()
    ticked: Sequence[Ticked] = ()


def doubts(said: MonthSaid, month_end: date) -> Iterator[Doubt]:
    """Yield what somebody should look at once more before a report is sent. month_end: of the month reported."""
    if said.spent_fen > said.planned_fen:
        values: dict[str, object] = {"spent": wan(said.spent_fen), "planned": wan(said.planned_fen)}
        yield Doubt(N_("累计完成投资 %(spent)s 万元，超过年度计划 %(planned)s 万元。"), values)
    if said.progress >= NEARLY and said.idle:
        values = {"progress": said.progress, "title": "、".join(said.idle)}
        yield Doubt(N_("累计进度 %(progress)s%%，但是子项目“%(title)s”的完成数还是 0。"), values)
    if said.progress - said.before > JUMP * said.months:
        yield Doubt(N_("进度比上次报送多了 %(points)s 个百分点。"), {"points": said.progress - said.before})
    for one in said.ticked:
        yield from _of_milestone(one, month_end)


def _of_milestone(one: Ticked, month_end: date) -> Iterator[Doubt]:
    values = {"title": one.title, "due": one.due_on.isoformat()}
    if one.done_on is None and month_end.replace(day=1) <= one.due_on < month_end:
        yield Doubt(
            N_("节点“%(title)s”原定 %(due)s 完成，没有写哪天完成：公开页面不会写“按期完成”。"), values
        )
    if one.done_on is not None and one.done_on > one.due_on:
        yield Doubt(
            N_("节点“%(title)s”原定 %(due)s，%(done)s 才完成：公开页面会写晚了几天。"),
            {**values, "done": one.done_on.isoformat()},
        )
    if one.done_on is not None and one.done_on < one.starts_on:
        yield Doubt(N_("节点“%(title)s”在计划开始以前就完成了，请核对日期。"), values)
