"""Spreadsheets as they come from outside: bounded in size, read in a process of its own. Knows nothing of rosters."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from voting.core.errors import RuleBroken

LARGEST_FILE = 8 * 1024 * 1024
LARGEST_UNPACKED = 96 * 1024 * 1024
MOST_PARTS = 2000
READ_SECONDS = 20
ROOT = Path(__file__).parents[2]
CHUNK = 1 << 20
MOST_MERGED = 5000


@dataclass(frozen=True)
class Sheet:
    """A sheet of a file. rows: from row 1; merged: line (1-based) -> column indexes that are merged."""

    rows: tuple[tuple[str | float | bool | None, ...], ...]
    merged: Mapping[int, frozenset[int]] = field(default_factory=dict)
    name: str = ""


def unpacks_small(content: bytes) -> bool:
    """Tell whether a zip (xlsx, ods) unpacks to a bounded size; measured, not as the file claims."""
    left = LARGEST_UNPACKED
    with zipfile.ZipFile(BytesIO(content)) as archive:
        if len(archive.infolist()) > MOST_PARTS:
            return False
        for part in archive.infolist():
            with archive.open(part) as stream:
                while chunk := stream.read(CHUNK):
                    left -= len(chunk)
                    if left < 0:
                        return False
    return True


def read_sheets(content: bytes) -> tuple[Sheet, ...]:
    """Return the visible sheets of a file, at most as many as `sheet_reader` reads; none that is too large.

    Errors: RuleBroken with a sentence for every file that is no spreadsheet, or one too large.
    """
    if len(content) > LARGEST_FILE:
        raise RuleBroken("文件超过 8 MB，不像一份代表名册。")
    broken = RuleBroken("打不开这个文件。请用 WPS 或 Excel 另存为 .xlsx 后重新上传；有密码的请先取消密码。")
    if content.startswith(b"PK"):
        try:
            if not unpacks_small(content):
                raise RuleBroken("文件展开后过大，不像一份代表名册，已拒绝。")
        except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError):
            raise broken from None
    try:
        done = subprocess.run(
            [sys.executable, "-m", "voting.congress.sheet_reader"],
            input=content,
            capture_output=True,
            timeout=READ_SECONDS,
            cwd=ROOT,
            check=True,
        )
    except (subprocess.SubprocessError, OSError):
        raise broken from None
    found = json.loads(done.stdout)
    sheets = tuple(
        Sheet(tuple(tuple(row) for row in one["rows"]), merged_cells(one["merged"]), one["name"])
        for one in found
        if "too_large" not in one
    )
    if not sheets:
        raise RuleBroken("表格的行数或列数过多，不像一份代表名册。")
    return sheets


def merged_cells(ranges: Sequence[Sequence[Sequence[int]]]) -> dict[int, frozenset[int]]:
    """Return line -> columns for every merged range of more than one cell."""
    found: dict[int, set[int]] = {}
    for (top, left), (bottom, right) in ranges:
        for row in range(top, min(bottom, top + MOST_MERGED) + 1):
            found.setdefault(row + 1, set()).update(range(left, right + 1))
    return {line: frozenset(columns) for line, columns in found.items()}
