"""The board of lights as a sheet."""

from __future__ import annotations

from collections.abc import Iterable

from voting.core.money import yuan
from voting.core.sheets import as_csv
from voting.supervision.pages.board.queries import BoardRow


def board_sheet(rows: Iterable[BoardRow]) -> bytes:
    """Return the board as CSV that WPS opens in Chinese."""
    heads = (
        *("序号", "项目", "责任单位", "状态", "亮灯", "亮灯月份", "序时情况", "进度（%）", "计划进度（%）"),
        *("年度计划投资（元）", "完成投资（元）", "最近月报"),
    )
    return as_csv(heads, map(cells_of, rows))


def cells_of(row: BoardRow) -> tuple[object, ...]:
    """Return the cells of one project."""
    words = (row.title, row.unit, row.state_word, row.shown.word, row.shown.month or "", row.shown.pace)
    money = (yuan(row.planned_fen), yuan(row.spent_fen))
    return (
        row.ordinal,
        *words,
        row.progress,
        "" if row.scheduled is None else row.scheduled,
        *money,
        row.month or "",
    )
