"""Rows below the headings that are no deputies: headings again, titles, sums, who filled the sheet in. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from voting.congress.roster.header import Header, heading, own
from voting.congress.roster.row_cells import Problem
from voting.congress.roster.upload_reader import Cell, Day, Sheet
from voting.core.text import N_

SUM = r"(?:合计|总计|小计|共计|累计|总人数|代表总数).*|共[\d〇一二三四五六七八九十百]+[人名].*"
SIGNED = (
    r"(?:(?:填表|制表|填报|编制|审核|审批|审定|复核|核对|校对|经办|经手|负责|联系|打印)(?:人|员|单位|部门|日期|时间)?"
    r"|(?:主管|分管)?领导|单位|日期|时间|备注|附注|说明|注|联系电话)"
    r"(?:签字|签名|签章|盖章|[（(][^（()）]*[）)])*"
)
STAMPED = r".*[（(](?:盖章|公章|签章)[）)]"
DATED = r"(?:\d{4}|[〇零○一二三四五六七八九]{4})年.{1,3}月(?:.{1,3}日)?"
FOOTER = re.compile(rf"{SUM}|{SIGNED}(?:[:：].*)?|{STAMPED}|{DATED}", re.DOTALL)
"""What the first text of a row says when the row belongs to the foot of a sheet; without blanks."""
SHOWN = 30


def is_no_deputy(sheet: Sheet, header: Header, line: int) -> tuple[bool, list[Problem]]:
    """Tell whether a row below the header is left out, and with what remark.

    Without a word go blank rows, cells that only a merged cell from further up fills, headings that are repeated,
    and serial numbers with nobody behind them.
    """
    said, row = own(sheet, line), sheet.rows[line - 1]
    if not said or header.repeated_in(row):
        return True, []
    used = {column for key, column in header.columns.items() if not _is_blank(row, header.columns, key)}
    texts = [heading(value) for _column, value in said if heading(value)]
    idle = used.isdisjoint(column for column, _value in said)
    if idle and not any(text for text in texts if not text.isdigit()):
        return True, []
    if not (idle or _is_title(sheet, line, said) or _is_foot(row, said, header)):
        return False, []
    text = N_("“%(text)s”不是代表，这一行没有读。")
    return True, [Problem(line, text, {"text": str(said[0][1]).strip()[:SHOWN]}, sheet.name)]


def _is_blank(row: tuple[Cell, ...], columns: Mapping[str, int], key: str) -> bool:
    value = row[columns[key]] if columns[key] < len(row) else None
    return value is None or (isinstance(value, str) and not heading(value))


def _is_title(sheet: Sheet, line: int, said: list[tuple[int, Cell]]) -> bool:
    """Tell whether the row is one text across several columns."""
    region = sheet.merged.get((line, said[0][0]))
    return len(said) == 1 and isinstance(said[0][1], str) and region is not None and region.is_wide


def _is_foot(row: tuple[Cell, ...], said: list[tuple[int, Cell]], header: Header) -> bool:
    """Tell whether the row begins as the foot of a sheet does; one with a badge number further on is a deputy."""
    column, first = said[0]
    if isinstance(first, Day):
        return len(said) == 1
    at = header.columns.get("number", column)
    number = row[at] if at != column and at < len(row) else None
    numbered = isinstance(number, float) or any(sign.isdigit() for sign in heading(number))
    return FOOTER.fullmatch(heading(first)) is not None and not numbered
