"""Lists as files: CSV that WPS opens in Chinese, in which no cell is ever run."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return "'" + cell if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def as_csv(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """Return a sheet of these rows under these heads, UTF-8 with a byte order mark; texts are made harmless."""
    file = StringIO()
    sheet = csv.writer(file)
    sheet.writerow(heads)
    for row in rows:
        sheet.writerow(harmless(cell) if isinstance(cell, str) else cell for cell in row)
    return file.getvalue().encode("utf-8-sig")
