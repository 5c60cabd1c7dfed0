"""The empty roster as a file to fill in."""

from __future__ import annotations

from voting.congress.roster.header import COLUMNS
from voting.core.sheets import Sheet, as_workbook

WIDTHS = (14, 14, 22, 18, 14, 8, 8, 10, 30, 18)


def roster_template() -> bytes:
    """Return an empty roster with its headings, number and identity columns set to text."""
    heads = [headings[0] for key, headings in COLUMNS.items() if key != "identity"]
    rows = [("001", "代表001", "第一代表团", "否", "否", "是", "女", "汉族", "", "")]
    return as_workbook(Sheet(heads, rows, widths=WIDTHS))
