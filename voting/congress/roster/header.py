"""Where the headings of a roster stand in a sheet, and which column each of them is. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voting.congress.roster.upload_reader import Cell, Sheet
from voting.core import normalise

HEADER_WITHIN = 10
MOST_HEADER_ROWS = 3

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "number": (
        "代表证号",
        "证号",
        "编号",
        "代表编号",
        "代表号",
        "代表证编号",
        "出席证号",
        "出席证编号",
        "badgenumber",
    ),
    "name": ("姓名", "代表姓名", "name"),
    "delegation": (
        "代表团",
        "所在代表团",
        "所属代表团",
        "代表团名称",
        "delegation",
        "delegations",
    ),
    "identity": ("身份证号", "身份证号码", "公民身份号码"),
    "standing_committee": ("常委会组成人员", "常委会委员", "membersofthestandingcommittee"),
    "presidium": ("主席团成员", "主席团", "memberofthepresidium"),
    "in_office": ("在任", "是否在任", "inoffice"),
    "gender": ("性别", "gender"),
    "ethnicity": ("民族", "ethnicity"),
    "post": (
        "职务",
        "单位及职务",
        "单位和职务",
        "单位职务",
        "工作单位及职务",
        "工作单位和职务",
        "现任职务",
        "post",
    ),
    "phone": (
        "电话",
        "手机",
        "联系电话",
        "手机号",
        "手机号码",
        "电话号码",
        "移动电话",
        "联系方式",
        "telephone",
    ),
}
"""Headings without blanks, in lower case; the program's own export in either language is among them."""
NEEDED = ("name", "delegation")
MEANING = {heading: key for key, headings in COLUMNS.items() for heading in headings}
BESIDE = re.compile(r"[*＊:：]|[（(][^（()）]*[）)]$")
"""What stands beside a heading and is none of it: *姓名, 电话（手机）."""


@dataclass(frozen=True)
class Header:
    """Where a sheet's headings stand. line: the last of them, from 1; columns: field -> index.

    ignored: headings that are not used; rows: each row of the headings, as it reads.
    """

    line: int
    columns: Mapping[str, int]
    ignored: tuple[str, ...]
    rows: frozenset[tuple[str, ...]]

    def repeated_in(self, row: Sequence[Cell]) -> bool:
        """Tell whether a row further down is headings again, as at the top of every printed page."""
        if tuple(map(heading, row)) in self.rows:
            return True
        said = [row[column] for column in self.columns.values() if column < len(row)]
        texts = [value for value in said if heading(value) or not isinstance(value, str | None)]
        return bool(texts) and all(map(meaning_of, texts))


def heading(value: Cell) -> str:
    """Return a heading as it is named: without blanks; empty for what is no text."""
    return "".join(normalise.label(value).split()) if isinstance(value, str) else ""


def meaning_of(value: Cell) -> str | None:
    """Return the field that a heading names, or None."""
    text = heading(value).lower()
    return MEANING.get(text) or MEANING.get(BESIDE.sub("", text))


def header_of(sheet: Sheet) -> Header | None:
    """Return the header, or None. A heading that stands twice counts where it stands first.

    It may stand under titles and take several rows, the lower ones naming the parts of the upper ones.
    """
    for first in range(1, min(HEADER_WITHIN, len(sheet.rows)) + 1):
        if not any(map(meaning_of, sheet.rows[first - 1])):
            continue
        last = first
        while last - first + 1 < MOST_HEADER_ROWS and _goes_on(sheet, first, last + 1):
            last += 1
        columns = _columns(sheet.rows[first - 1 : last])
        if all(key in columns for key in NEEDED):
            rows = frozenset(tuple(map(heading, row)) for row in sheet.rows[first - 1 : last])
            return Header(last, columns, _ignored(sheet, first, last, columns), rows)
    return None


def own(sheet: Sheet, line: int) -> list[tuple[int, Cell]]:
    """Return the columns and cells of a line that say something; a merged one once, where it begins."""
    found: list[tuple[int, Cell]] = []
    for column, value in enumerate(sheet.rows[line - 1]):
        region = sheet.merged.get((line, column))
        begins = region is None or (region.top, region.left) == (line, column)
        if begins and value is not None and (not isinstance(value, str) or normalise.label(value)):
            found.append((column, value))
    return found


def _goes_on(sheet: Sheet, first: int, line: int) -> bool:
    """Tell whether a line names parts of the headings above it, and is no deputy yet."""
    said = own(sheet, line) if line <= len(sheet.rows) else []
    columns = _columns(sheet.rows[first - 1 : line])
    needed = {columns.get(key) for key in NEEDED}
    if not said or not all(isinstance(value, str) for _column, value in said):
        return False
    if any(column in needed and meaning_of(value) is None for column, value in said):
        return False
    parts = [
        column not in columns.values() or _is_part(sheet, first, line, column) for column, _value in said
    ]
    return all(parts) or any(meaning_of(value) for _column, value in said)


def _is_part(sheet: Sheet, first: int, line: int, column: int) -> bool:
    """Tell whether a heading that spans several columns stands above this cell."""
    above = [sheet.merged.get((upper, column)) for upper in range(first, line)]
    return any(region is not None and region.is_wide for region in above)


def _columns(rows: Sequence[Sequence[Cell]]) -> dict[str, int]:
    """Return field -> column: the lowest heading of a column counts, one above it where nobody below says so."""
    found: dict[str, int] = {}
    for row in reversed(rows):
        taken = set(found.values())
        for column, value in enumerate(row):
            key = meaning_of(value)
            if key is not None and key not in found and column not in taken:
                found[key] = column
    return found


def _ignored(sheet: Sheet, first: int, last: int, columns: Mapping[str, int]) -> tuple[str, ...]:
    """Return the lowest heading of each column that is not used."""
    lowest: dict[int, str] = {}
    used = set(columns.values())
    for line in range(first, last + 1):
        for column, value in own(sheet, line):
            region = sheet.merged.get((line, column))
            span = range(column, region.right + 1) if region is not None else (column,)
            if heading(value) and used.isdisjoint(span):
                lowest[column] = heading(value)
    return tuple(lowest.values())
