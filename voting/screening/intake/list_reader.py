"""A list as texts: a workbook read in a process of its own, or CSV in the codes that offices write. Knows no columns."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO

from voting.congress.roster.upload_reader import LARGEST_FILE, Cell, read_book
from voting.core.errors import RuleBroken
from voting.core.text import N_

SUFFIXES = (".xlsx", ".xls", ".ods", ".csv")
PACKED = (b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1"))
"""How workbooks begin: zip files, and the compound files of before (MS-CFB 2.2)."""
CODES = (("utf-8-sig", b"\xef\xbb\xbf"), ("utf-16", b"\xff\xfe"), ("utf-16", b"\xfe\xff"))
"""Codes that say themselves which they are, by their first bytes."""
UNSAID = ("utf-8", "gb18030")
"""Codes that do not: UTF-8 first, for hardly any text of GB 18030 is one by chance."""
BETWEEN = (",", "\t", ";")
MOST_OF_A_CELL = 200_000
EXACT = 1e15
"""From here on a number of a workbook has fewer digits than were typed (IEEE 754)."""


def rows_of(content: bytes) -> Sequence[Sequence[str]]:
    """Return the rows of a workbook's first sheet, or of a CSV, as texts. Errors: RuleBroken with a sentence."""
    if content.startswith(PACKED):
        return [[text_of(cell) for cell in row] for row in read_book(content).sheets[0].rows]
    if len(content) > LARGEST_FILE:
        raise RuleBroken("文件超过 8 MB，请分成几份。")
    return csv_rows(decoded(content))


def decoded(content: bytes) -> str:
    """Return the text of a CSV. Errors: RuleBroken for what is none."""
    named = [code for code, mark in CODES if content.startswith(mark)]
    for code in named or UNSAID:
        try:
            return content.decode(code)
        except UnicodeDecodeError:
            continue
    raise RuleBroken(
        N_(
            "打不开这个文件：不是表格，也不是 UTF-8 或者 GB18030 编码的 CSV。请用 WPS 或 Excel 另存为 .xlsx 后重新上传。"
        )
    )


def csv_rows(text: str) -> list[list[str]]:
    """Return the rows of a CSV; what parts its cells is what stands most often in its first lines. Errors: RuleBroken."""
    head = "\n".join(text.splitlines()[:10])
    between = max(BETWEEN, key=head.count)
    before = csv.field_size_limit(MOST_OF_A_CELL)
    try:
        return list(csv.reader(StringIO(text, newline=""), delimiter=between))
    except csv.Error:
        raise RuleBroken(
            N_("这个 CSV 的引号不成对，读不下去。请用 WPS 或 Excel 打开核对，另存为 .xlsx 后重新上传。")
        ) from None
    finally:
        csv.field_size_limit(before)


def text_of(cell: Cell) -> str:
    """Return a cell as text: a number as it was typed, unless the workbook has lost its digits, which its writing then shows."""
    if isinstance(cell, float):
        if abs(cell) >= EXACT:
            return f"{cell:.6E}"
        return str(int(cell)) if cell.is_integer() else str(cell)
    return "" if cell is None else str(cell)
