"""Spreadsheets that the program writes: text cells, nothing in them is ever a formula."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import xlsxwriter

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> bytes:
    """Return a spreadsheet of text cells; nothing in it is ever a formula."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        sheet = book.add_worksheet()
        bold, text = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "@"})
        for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
            sheet.set_column(column, column, width, text)
            sheet.write_string(0, column, head, bold)
        for line, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                sheet.write_string(line, column, value, text)
        sheet.freeze_panes(1, 0)
    return out.getvalue()
