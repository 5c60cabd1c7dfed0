"""Lists as files, workbooks and CSV, that WPS and Excel open in Chinese: no cell of them is ever run.

The one writer of both. Whoever has a list says its heads and rows, and nothing of fonts, files or formulas.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO, TextIOWrapper
from typing import Any, BinaryIO

import xlsxwriter

from voting.core.errors import RuleBroken

Cell = str | int | float | date | None
"""What a cell holds: a text is a text whatever it begins with, a number is counted on with, None is an empty cell."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
MOST_SIGNS, LONGEST_TITLE, MOST_ROWS = 32_767, 31, 1_048_576
"""What a cell, a sheet's name and a sheet hold, its head among the rows (Excel specifications and limits)."""
NOT_IN_TITLE = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
UNNAMED = "1"
PLAIN = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@dataclass(frozen=True)
class Sheet:
    """A list with its heads. widths: of the columns in characters, by what stands in them where none are said.

    title: of the sheet in its workbook; beside: how many columns stay in sight when scrolling sideways;
    filtered: rows can be chosen by their cells.
    """

    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    title: str = UNNAMED
    widths: Sequence[int] = ()
    beside: int = 0
    filtered: bool = False


def as_workbook(sheet: Sheet) -> bytes:
    """Return a workbook (.xlsx) of one sheet, with a bold first row that stays when scrolling."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, PLAIN) as book:
        page = book.add_worksheet(titled(sheet.title))
        styles = {
            str: book.add_format({"num_format": "@"}),
            date: book.add_format({"num_format": "yyyy-mm-dd"}),
        }
        head = book.add_format({"bold": True, "bottom": 1})
        for column, text in enumerate(sheet.heads):
            page.write_string(0, column, text, head)
        for line, row in enumerate(sheet.rows, start=1):
            for column, cell in enumerate(row):
                _write(page, (line, column), cell, styles)
        _arrange(page, sheet, styles[str])
    return out.getvalue()


def long_workbook(
    out: BinaryIO, heads: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[Cell]]
) -> None:
    """Write a workbook row by row, for a list that is as long as it is: no more of it is in memory than one row.

    Errors: RuleBroken for more rows than a sheet holds (Excel specifications and limits).
    """
    with xlsxwriter.Workbook(out, {**PLAIN, "in_memory": False, "constant_memory": True}) as book:
        page = book.add_worksheet(UNNAMED)
        styles = {
            str: book.add_format({"num_format": "@"}),
            date: book.add_format({"num_format": "yyyy-mm-dd"}),
        }
        head = book.add_format({"bold": True, "bottom": 1})
        page.freeze_panes(1, 0)
        for column, (text, width) in enumerate(zip(heads, widths, strict=True)):
            page.set_column(column, column, width)
            page.write_string(0, column, text, head)
        for line, row in enumerate(rows, start=1):
            if line >= MOST_ROWS:
                raise RuleBroken(
                    "一份表格最多 %(most)s 行。请筛选以后分几次导出。",
                    most=MOST_ROWS - 1,
                )
            for column, cell in enumerate(row):
                _write(page, (line, column), cell, styles)


def workbook_key(sheet: Sheet) -> str:
    """Return a text that is another one for every other sheet."""
    return f"xlsx:{hashlib.sha256(repr(sheet).encode()).hexdigest()}"


def _arrange(page: Any, sheet: Sheet, text: Any) -> None:  # noqa: ANN401  the library has no types
    """Give the columns their widths, and keep the heads in sight."""
    for column in range(len(sheet.heads)):
        # What is filled in below texts stays a text: 001, not 1.
        of_texts = all(isinstance(row[column], str) for row in sheet.rows)
        width = sheet.widths[column] if sheet.widths else None
        page.set_column(column, column, width, text if of_texts else None)
    if not sheet.widths:
        page.autofit()
    page.freeze_panes(1, sheet.beside)
    if sheet.filtered:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.heads) - 1)


def _write(page: Any, at: tuple[int, int], cell: Cell, styles: dict[type, Any]) -> None:  # noqa: ANN401
    """Write a cell as what it is, never as what it looks like."""
    if isinstance(cell, str):
        page.write_string(*at, cell[:MOST_SIGNS], styles[str])
    elif isinstance(cell, date):
        page.write_datetime(*at, cell, styles[date])
    elif cell is not None:
        page.write_number(*at, cell)


def titled(text: str) -> str:
    """Return a name that a sheet may bear: what Excel takes in none is left out, and none stays empty or too long."""
    plain = NOT_IN_TITLE.sub(" ", text).strip(" '")[:LONGEST_TITLE].strip(" '")
    return UNNAMED if plain.casefold() in {"", "history"} else plain


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return "'" + cell if cell.startswith(FORMULA) else cell


def as_csv(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """Return a sheet of these rows under these heads, UTF-8 with a byte order mark; texts are made harmless."""
    file = BytesIO()
    long_csv(file, heads, rows)
    return file.getvalue()


def long_csv(out: BinaryIO, heads: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """Write what `as_csv` returns row by row, for a list that is as long as it is."""
    file = TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    sheet = csv.writer(file)
    sheet.writerow(heads)
    for row in rows:
        sheet.writerow(harmless(cell) if isinstance(cell, str) else cell for cell in row)
    file.detach()
