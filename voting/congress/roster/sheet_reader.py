"""Read a spreadsheet in a process of its own with bounded memory and time; never inside the server.

Runs as `python -m voting.congress.roster.sheet_reader`: the file on standard input, JSON on standard output. A file
that was made to fill the memory or to hang the parser ends this process and nothing else.
"""

from __future__ import annotations

import json
import resource
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from voting.congress.roster import sheet_hidden, sheet_xls

MEMORY_BYTES = 1024 * 1024 * 1024
CPU_SECONDS = 10
MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_SHEETS = 60
COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
"""How every compound file begins: old workbooks, and new ones under a password (MS-CFB 2.2)."""
LOCKED = "EncryptedPackage".encode("utf-16-le")
"""The stream in which a workbook under a password lies (MS-OFFCRYPTO 2.3.4)."""


def bound() -> None:
    """Give this process a ceiling of memory and processor time."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))


def cell(value: object) -> object:
    """Return a cell as JSON: a number stays a number and a date a date, so that each can be told from text."""
    if value == "" or value is None:
        return None
    if isinstance(value, bool | str | float):
        return value
    if isinstance(value, date | datetime | time | timedelta):
        return {"date": str(value)}
    return float(value) if isinstance(value, int) else str(value)


def as_sheet(sheet: CalamineSheet, hidden: sheet_hidden.Hidden) -> dict[str, Any]:
    """Return a sheet: its name, rows from row 1 on, merged ranges (0-based, both ends inside), what is hidden."""
    if sheet.total_height > MOST_ROWS or sheet.total_width > MOST_COLUMNS:
        return {"name": sheet.name, "unread": "too_large"}
    return {
        "name": sheet.name,
        "rows": [[cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)],
        "merged": [[list(a), list(b)] for a, b in sheet.merged_cell_ranges or []],
        "hidden_rows": hidden.rows,
        "hidden_columns": hidden.columns,
    }


def of_zip(content: bytes) -> list[dict[str, Any]]:
    """Return the sheets of an xlsx or ods file in their order; hidden ones only where there are no others."""
    found, content = sheet_hidden.look(content)
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    names = [m.name for m in book.sheets_metadata if m.typ is SheetTypeEnum.WorkSheet]
    shown = {m.name for m in book.sheets_metadata if m.visible is SheetVisibleEnum.Visible}
    read = [name for name in names if name in shown or shown.isdisjoint(names)][:MOST_SHEETS]
    sheets = []
    for name in names:
        if name in read:
            sheets.append(as_sheet(book.get_sheet_by_name(name), found.get(name, sheet_hidden.Hidden())))
        else:
            sheets.append({"name": name, "unread": "too_many" if name in shown else "hidden"})
    return sheets


def answer(content: bytes) -> dict[str, Any]:
    """Return the sheets of a file, or why it can not be read.

    Errors: what the parsers raise for a file that is no spreadsheet, or a broken one.
    """
    if content.startswith(COMPOUND):
        if LOCKED in content:
            return {"refused": "locked"}
        return sheet_xls.answer(content, most=(MOST_SHEETS, MOST_ROWS, MOST_COLUMNS))
    if content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<":
        return {"refused": "markup"}
    with zipfile.ZipFile(BytesIO(content)) as archive:
        if sheet_hidden.is_locked(archive):
            return {"refused": "locked"}
    return {"sheets": of_zip(content)}


def main() -> None:
    """Read standard input, write its sheets; exit 1 when it is no spreadsheet."""
    content = sys.stdin.buffer.read()
    bound()
    try:
        found = answer(content)
    except Exception:  # noqa: BLE001  the parsers raise their own kinds, OSError, ValueError and MemoryError
        sys.exit(1)
    sys.stdout.write(json.dumps(found, ensure_ascii=True))


if __name__ == "__main__":
    main()
