"""Old binary workbooks (.xls, Excel 2.0 to 2003), with what they hide. Runs in the process of `sheet_reader` alone."""

from __future__ import annotations

import io
from typing import Any

import xlrd

OLD = 80
"""From this version on (BIFF8, Excel 97) text is Unicode; before, it is in the machine's own character set."""


def answer(content: bytes, *, most: tuple[int, int, int]) -> dict[str, Any]:
    """Return the sheets as `sheet_reader` does, or why the file can not be read. most: sheets, rows, columns."""
    try:
        book = _opened(content, None)
        if book.biff_version < OLD and book.codepage is None:
            book = _opened(content, "gb18030")  # nothing in the file says which: made on a Chinese machine
    except xlrd.XLRDError as error:
        if "encrypted" in str(error):
            return {"refused": "locked"}
        raise
    return {"sheets": _sheets(book, most)}


def _opened(content: bytes, encoding: str | None) -> xlrd.Book:
    return xlrd.open_workbook(
        file_contents=content, logfile=io.StringIO(), formatting_info=True, encoding_override=encoding
    )


def _sheets(book: xlrd.Book, most: tuple[int, int, int]) -> list[dict[str, Any]]:
    sheets: list[dict[str, Any]] = []
    all_hidden = all(sheet.visibility for sheet in book.sheets())
    for sheet in book.sheets():
        if sheet.visibility and not all_hidden:
            sheets.append({"name": sheet.name, "unread": "hidden"})
        elif len(sheets) >= most[0]:
            sheets.append({"name": sheet.name, "unread": "too_many"})
        elif sheet.nrows > most[1] or sheet.ncols > most[2]:
            sheets.append({"name": sheet.name, "unread": "too_large"})
        else:
            sheets.append(_sheet(sheet, book.datemode))
    return sheets


def _sheet(sheet: xlrd.sheet.Sheet, datemode: int) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "rows": [[_cell(one, datemode) for one in sheet.row(line)] for line in range(sheet.nrows)],
        "merged": [[[top, left], [bottom - 1, right - 1]] for top, bottom, left, right in sheet.merged_cells],
        "hidden_rows": sorted(line + 1 for line, row in sheet.rowinfo_map.items() if _gone(row)),
        "hidden_columns": sorted(at for at, column in sheet.colinfo_map.items() if column.hidden),
    }


def _gone(row: xlrd.sheet.Rowinfo) -> bool:
    return bool(row.hidden) or (row.height == 0 and not row.has_default_height)


def _cell(one: xlrd.sheet.Cell, datemode: int) -> object:
    if one.ctype == xlrd.XL_CELL_DATE:
        return {"date": _day(one.value, datemode)}
    if one.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(one.value)
    if one.ctype in {xlrd.XL_CELL_TEXT, xlrd.XL_CELL_NUMBER}:
        return one.value or None if one.ctype == xlrd.XL_CELL_TEXT else float(one.value)
    return None  # empty, or an error such as #N/A


def _day(value: float, datemode: int) -> str:
    try:
        return str(xlrd.xldate_as_datetime(value, datemode))
    except (xlrd.xldate.XLDateError, OverflowError, ValueError):
        return str(value)
