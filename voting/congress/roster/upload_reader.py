"""Spreadsheets as they come from outside: bounded in size, read in a process of its own. Knows nothing of rosters."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from voting.core.errors import RuleBroken
from voting.core.text import N_
from voting.core.zipped import NOT_READ, unpacks_small

LARGEST_FILE = 8 * 1024 * 1024
READ_SECONDS = 20
ROOT = Path(__file__).parents[3]
MOST_MERGED = 200_000
"""Cells in which the text of a merged region is repeated; regions beyond are left as they are."""

BROKEN = N_("打不开这个文件。请用 WPS 或 Excel 另存为 .xlsx 后重新上传；有密码的请先取消密码。")
REFUSED = {
    "locked": N_("这个文件有密码，读不了。请用 WPS 或 Excel 打开，取消密码后另存为 .xlsx，再重新上传。"),
    "markup": N_(
        "这个文件其实是网页或 XML，只是名字像表格。请用 WPS 或 Excel 打开，另存为 .xlsx，再重新上传。"
    ),
}


@dataclass(frozen=True)
class Day:
    """A cell that holds a date or a time: what a number or a name may have become. text: as ISO 8601 writes it."""

    text: str

    def __str__(self) -> str:
        return self.text


Cell = str | float | bool | Day | None


@dataclass(frozen=True)
class Region:
    """Cells that are merged into one. top, bottom: lines from 1; left, right: columns from 0; all inside."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def is_tall(self) -> bool:
        return self.bottom > self.top

    @property
    def is_wide(self) -> bool:
        return self.right > self.left


@dataclass(frozen=True)
class Sheet:
    """A sheet of a file. rows: from row 1, the text of a merged region in each of its cells.

    merged: line and column -> the region of which that cell is a part. hidden_rows: lines that nobody sees;
    hidden_columns: indexes of such columns.
    """

    rows: tuple[tuple[Cell, ...], ...]
    merged: Mapping[tuple[int, int], Region] = field(default_factory=dict)
    name: str = ""
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Book:
    """A file. sheets: those that were read, in their order; unread: name -> hidden, too_large or too_many."""

    sheets: tuple[Sheet, ...]
    unread: Mapping[str, str] = field(default_factory=dict)


def read_book(content: bytes) -> Book:
    """Return the sheets of a file; hidden ones and those past the limits of `sheet_reader` by name only.

    Errors: RuleBroken with a sentence for every file that is no spreadsheet, is under a password, or is too large.
    """
    if len(content) > LARGEST_FILE:
        raise RuleBroken("文件超过 8 MB，请分成几份。")
    if content.startswith(b"PK"):
        try:
            if not unpacks_small(content):
                raise RuleBroken("文件展开后过大，已拒绝。请用 WPS 或 Excel 另存为新的 .xlsx 后重新上传。")
        except NOT_READ:
            raise RuleBroken(BROKEN) from None
    found = _read(content)
    why = found.get("refused")
    if why is not None:
        raise RuleBroken(REFUSED[why])
    sheets = tuple(_sheet(one) for one in found["sheets"] if "unread" not in one)
    if not sheets:
        raise RuleBroken("表格的行数或列数过多，请删去多余的行和列，或者分成几份。")
    return Book(sheets, {one["name"]: one["unread"] for one in found["sheets"] if "unread" in one})


def _read(content: bytes) -> dict[str, Any]:
    """Return what the reader's process says of a file. Errors: RuleBroken."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "voting.congress.roster.sheet_reader"],
            input=content,
            capture_output=True,
            timeout=READ_SECONDS,
            cwd=ROOT,
            check=True,
        )
    except (subprocess.SubprocessError, OSError):
        raise RuleBroken(BROKEN) from None
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def _sheet(one: Mapping[str, Any]) -> Sheet:
    rows = [[_cell(value) for value in row] for row in one["rows"]]
    return Sheet(
        merged=_spread(rows, one["merged"]),
        rows=tuple(map(tuple, rows)),
        name=one["name"],
        hidden_rows=frozenset(one["hidden_rows"]),
        hidden_columns=frozenset(one["hidden_columns"]),
    )


def _cell(value: Any) -> Cell:  # noqa: ANN401  JSON
    found: Cell = Day(value["date"]) if isinstance(value, dict) else value
    return found


def _spread(
    rows: list[list[Cell]], ranges: Sequence[Sequence[Sequence[int]]]
) -> dict[tuple[int, int], Region]:
    """Write what stands in a merged region into each of its cells; return the region of each cell.

    ranges: first and last cell, line and column from 0. What lies outside the rows that are filled is left away.
    """
    found: dict[tuple[int, int], Region] = {}
    for (top, left), (bottom, right) in ranges:
        last, width = min(bottom, len(rows) - 1), len(rows[top]) if top < len(rows) else 0
        end = min(right, width - 1)
        size = (last - top + 1) * (end - left + 1)
        if last < top or end < left or size < 2 or len(found) + size > MOST_MERGED:  # noqa: PLR2004  one cell
            continue
        region = Region(top + 1, left, last + 1, end)
        text = rows[top][left]
        for line in range(top, last + 1):
            rows[line] += [None] * (end + 1 - len(rows[line]))
            for column in range(left, end + 1):
                rows[line][column] = text
                found[line + 1, column] = region
    return found
