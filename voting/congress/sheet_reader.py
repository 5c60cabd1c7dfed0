"""Read a spreadsheet in a process of its own with bounded memory and time; never inside the server.

Runs as `python -m voting.congress.sheet_reader`: the file on standard input, JSON on standard output. A file
that was made to fill the memory or to hang the parser ends this process and nothing else.
"""

from __future__ import annotations

import json
import resource
import sys
from io import BytesIO
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook, SheetVisibleEnum

MEMORY_BYTES = 1024 * 1024 * 1024
CPU_SECONDS = 10
MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_SHEETS = 5


def bound() -> None:
    """Give this process a ceiling of memory and processor time."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))


def cell(value: object) -> str | float | bool | None:
    """Return a cell as JSON: a number stays a number, so that a numeric number can be told from text."""
    if value == "" or value is None:
        return None
    if isinstance(value, bool | str | float):
        return value
    return float(value) if isinstance(value, int) else str(value)


def as_rows(sheet: CalamineSheet) -> dict[str, Any]:
    """Return a sheet: its name, its rows from row 1 on and its merged ranges (0-based, both ends inside)."""
    start = sheet.start or (0, 0)
    if sheet.total_height > MOST_ROWS or sheet.total_width > MOST_COLUMNS:
        return {"too_large": [sheet.total_height, sheet.total_width]}
    rows = [[cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    merged = [[list(a), list(b)] for a, b in sheet.merged_cell_ranges or []]
    return {"name": sheet.name, "start": list(start), "rows": rows, "merged": merged}


def main() -> None:
    """Read standard input, write its first visible sheets; exit 1 when it is no spreadsheet."""
    content = sys.stdin.buffer.read()
    bound()
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        visible = [m.name for m in book.sheets_metadata if m.visible is SheetVisibleEnum.Visible]
        names = (visible or book.sheet_names)[:MOST_SHEETS]
        found = [as_rows(book.get_sheet_by_name(name)) for name in names]
    except Exception:  # noqa: BLE001  the parser raises its own kinds, OSError, ValueError and MemoryError
        sys.exit(1)
    sys.stdout.write(json.dumps(found, ensure_ascii=False))


if __name__ == "__main__":
    main()
