"""How a chosen project stands in a list of the public site."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from voting.supervision.pages.board.queries import BoardRow


@dataclass(frozen=True)
class ProjectLine:
    """A chosen project in a list, with the board's light and its month. progress, scheduled: per cent; None before the first report."""

    project_id: int
    ordinal: int
    title: str
    summary: str
    unit: str
    due_on: date
    light: str
    progress: int | None
    scheduled: int | None
    planned_fen: int
    word: str
    lit_month: int | None


def line_of(row: BoardRow) -> ProjectLine:
    """Return the line of one chosen project."""
    return ProjectLine(
        project_id=row.project_id,
        ordinal=row.ordinal,
        title=row.title,
        summary=row.summary,
        unit=row.unit,
        due_on=row.due_on,
        light=row.shown.light.value,
        progress=None if row.month is None else row.progress,
        scheduled=None if row.month is None else row.scheduled,
        planned_fen=row.planned_fen,
        word=row.shown.word,
        lit_month=row.shown.month,
    )
