"""What a roster says and what is wrong with it, line by line. Stores nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, product
from typing import Any

from voting.congress.spreadsheet import Sheet, read_sheets
from voting.core.errors import RuleBroken
from voting.core.text import N_

MOST_DEPUTIES = 5000
HEADER_WITHIN = 10
MOST_READINGS = 256
SUFFIXES = (".xlsx", ".xls", ".ods")
IDENTITY = re.compile(r"\d{17}[\dXx]")
YES = frozenset({"是", "√", "1", "y", "yes", "✓"})
OFFICE = dict.fromkeys(YES | {"在任", "1.0", "true"}, True) | dict.fromkeys(
    ("否", "×", "0", "0.0", "n", "no", "false", "不在任", "离任"), False
)
"""What the column 在任 may say. An empty cell says nothing."""

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "number": ("代表证号", "证号", "编号", "代表编号", "代表号", "badgenumber"),
    "name": ("姓名", "代表姓名", "name"),
    "delegation": ("代表团", "所在代表团", "代表团名称", "delegation", "delegations"),
    "identity": ("身份证号", "身份证号码", "公民身份号码"),
    "standing_committee": ("常委会组成人员", "常委会委员", "membersofthestandingcommittee"),
    "presidium": ("主席团成员", "主席团", "memberofthepresidium"),
    "in_office": ("在任", "是否在任", "inoffice"),
}
"""Headings without blanks, in lower case; the program's own export in either language is among them."""
NEEDED = ("number", "name", "delegation")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One deputy as the file has him. line: the row's number as the person sees it in WPS.

    in_office: None where the file does not say.
    """

    line: int
    number: str
    name: str
    delegation: str
    standing_committee: bool = False
    presidium: bool = False
    in_office: bool | None = None

    @property
    def initials(self) -> str:
        return initials(self.name)


@dataclass(frozen=True)
class Problem:
    """What is wrong in one line. text: a message id; values: what it names."""

    line: int
    text: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Roster:
    """A roster as read: good lines, problems by line, new delegations, columns that were not used.

    namesakes: what looks like a slip but may be right. sheet: the name of the sheet it stands on.
    columns: of COLUMNS, those that the file has.
    """

    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]
    delegations: tuple[str, ...]
    ignored: tuple[str, ...] = ()
    namesakes: tuple[Problem, ...] = ()
    sheet: str = ""
    columns: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Known:
    """What the term already has; its deputies are compared in `difference`."""

    delegations: frozenset[str]


def initials(name: str) -> str:
    """Return the first letters of the pinyin, lower case: what the check-in desk searches by.

    A character that is read in several ways (单 is d, c and s) gives one word for each, the usual one first and those
    of the surname next, as many as 20 characters hold. Marks between the parts of a name count for nothing.
    """
    from pypinyin import Style, lazy_pinyin, pinyin  # noqa: PLC0415  its tables take 55 MB: only once a roster comes

    letters = "".join(sign for sign in name if sign.isalnum()).lower()
    first = Style.FIRST_LETTER
    usual = "".join(lazy_pinyin(letters, style=first))
    each = [pinyin(sign, style=first, heteronym=True)[0] for sign in letters]  # alone: as in no word
    others = islice(product(*each), MOST_READINGS)
    readings = [usual, *sorted(map("".join, others), key=lambda one: one[1:] != usual[1:])]
    return _fitting(dict.fromkeys(readings), 20)


def _fitting(words: Iterable[str], room: int) -> str:
    """Return as many whole words as fit, apart by a blank; of the first one what fits."""
    text = ""
    for word in words:
        longer = f"{text} {word}" if text else word[:room]
        if len(longer) > room:
            break
        text = longer
    return text


def read_sheet(content: bytes) -> Sheet:
    """Return the first sheet that has the headings of a roster (others may be covers), else the first.

    Errors: RuleBroken for every file that is no spreadsheet.
    """
    sheets = read_sheets(content)
    return next((sheet for sheet in sheets if heading_line(sheet) is not None), sheets[0])


Header = tuple[int, dict[str, int], tuple[str, ...]]
"""The header's line (1-based), field -> column, and headings that are not used."""


def header_of(sheet: Sheet) -> Header:
    """Return the header. Errors: RuleBroken for a sheet without one."""
    found = heading_line(sheet)
    if found is None:
        raise RuleBroken("前 10 行里没有找到表头。表头须有：代表证号、姓名、代表团。可以下载样表对照。")
    return found


def heading_line(sheet: Sheet) -> Header | None:
    """Return the header, or None. A heading that stands twice counts where it stands first."""
    meaning = {heading: key for key, headings in COLUMNS.items() for heading in headings}
    for line, row in enumerate(sheet.rows[:HEADER_WITHIN], start=1):
        headings = ["".join(visible(value).split()) for value in row]
        found: dict[str, int] = {}
        for column, heading in enumerate(headings):
            if heading.lower() in meaning:
                found.setdefault(meaning[heading.lower()], column)
        if all(key in found for key in NEEDED):
            used = set(found.values())
            return line, found, tuple(h for n, h in enumerate(headings) if h and n not in used)
    return None


def visible(value: object) -> str:
    """Return a cell's text without marks that nobody sees: zero-width joiners, direction marks, a byte order mark."""
    text = str(value if value is not None else "")
    return "".join(sign for sign in text if unicodedata.category(sign) != "Cf")


def examine(sheet: Sheet, known: Known, *, new_delegations: bool) -> Roster:
    """Return what the sheet says and every problem with its line."""
    header, columns, ignored = header_of(sheet)
    lines: list[Line] = []
    problems: list[Problem] = []
    for number, row in enumerate(sheet.rows[header:], start=header + 1):
        if all(value is None or str(value).strip() == "" for value in row):
            continue
        line, found = examine_row(number, row, columns, sheet.merged.get(number, frozenset()))
        problems += found
        if line is not None:
            lines.append(line)
    if not lines and not problems:
        raise RuleBroken("表头下面没有代表。")
    if len(lines) > MOST_DEPUTIES:
        raise RuleBroken("代表超过 %(most)s 名，请核对文件。", most=MOST_DEPUTIES)
    problems += repeated(lines)
    fresh = tuple(dict.fromkeys(row.delegation for row in lines if row.delegation not in known.delegations))
    if not new_delegations:
        problems += [
            Problem(
                row.line,
                N_("没有“%(delegation)s”代表团，请先设置代表团，或勾选“同时新建”。"),
                {"delegation": row.delegation},
            )
            for row in lines
            if row.delegation in fresh
        ]
        fresh = ()
    return Roster(
        lines=tuple(lines),
        problems=tuple(sorted(problems, key=lambda p: p.line)),
        delegations=fresh,
        ignored=ignored,
        namesakes=tuple(namesakes(lines)),
        sheet=sheet.name,
        columns=frozenset(columns),
    )


def examine_row(
    number: int, row: Sequence[Any], columns: Mapping[str, int], merged: frozenset[int]
) -> tuple[Line | None, list[Problem]]:
    """Return the deputy of one row, or None with what is wrong."""
    raw = {key: cleaned(key, row[column]) if column < len(row) else None for key, column in columns.items()}
    problems = [Problem(number, text) for text in faults(raw)]
    if any(columns[key] in merged for key in NEEDED):
        problems.append(Problem(number, N_("有合并单元格，请取消合并，每名代表单独一行并填满。")))
    if problems:
        return None, problems
    text = {key: str(value if value is not None else "").strip() for key, value in raw.items()}
    line = Line(
        line=number,
        number=text["number"],
        name="".join(text["name"].split()) if not text["name"].isascii() else text["name"],
        delegation=text["delegation"],
        standing_committee=text.get("standing_committee", "").lower() in YES,
        presidium=text.get("presidium", "").lower() in YES,
        in_office=OFFICE.get(text.get("in_office", "").lower()),
    )
    return line, []


def cleaned(key: str, value: object) -> object:
    """Return a cell as it is meant: text without invisible marks, numbers of cards in plain digits (００１ is 001)."""
    if not isinstance(value, str):
        return value
    text = visible(value)
    return unicodedata.normalize("NFKC", text) if key in {"number", "identity"} else text


def faults(raw: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with the cells of one row, as message ids."""
    found: list[str] = []
    number, name, team, identity = (raw.get(k) for k in ("number", "name", "delegation", "identity"))
    if isinstance(number, float | bool):
        found.append(N_("代表证号是数值，前面的 0 可能已经丢失，请把这一列设为文本格式后重填。"))
    elif not number or not number.strip():
        found.append(N_("代表证号是空的。"))
    elif len(number.strip()) > 20 or not re.fullmatch(r"[\w-]+", number.strip()):  # noqa: PLR2004
        found.append(N_("代表证号只能用数字、字母和短横，最多 20 位。"))
    if not isinstance(name, str) or not name.strip():
        found.append(N_("姓名是空的。"))
    elif len(name.strip()) > 40:  # noqa: PLR2004
        found.append(N_("姓名过长，请核对。"))
    if not isinstance(team, str) or not team.strip():
        found.append(N_("代表团是空的。"))
    elif len(team.strip()) > 40:  # noqa: PLR2004
        found.append(N_("代表团名称过长，请核对。"))
    if isinstance(identity, float | bool):
        found.append(N_("身份证号是数值，后几位已经变成 0，请设为文本格式后重填，或删去这一列。"))
    elif identity and not IDENTITY.fullmatch(str(identity).strip()):
        found.append(N_("身份证号应为 18 位。本程序不保存身份证号，可以删去这一列。"))
    return found + unclear_office(raw.get("in_office"))


def unclear_office(value: object) -> list[str]:
    """Return what is wrong with a cell that is to say whether somebody is in office."""
    said = str(value if value is not None else "").strip().lower()
    return [] if said in {*OFFICE, ""} else [N_("“在任”一列只能填“是”或“否”。")]


def repeated(lines: Sequence[Line]) -> list[Problem]:
    """Return a problem for every line whose number already stood further up."""
    first: dict[str, int] = {}
    found = []
    for row in lines:
        if row.number in first:
            values = {"number": row.number, "first": first[row.number]}
            found.append(Problem(row.line, N_("代表证号 %(number)s 与第 %(first)s 行重复。"), values))
        first.setdefault(row.number, row.line)
    return found


def namesakes(lines: Sequence[Line]) -> list[Problem]:
    """Return a remark for every line whose name already stood in the same delegation: twice the same, or two people."""
    first: dict[tuple[str, str], int] = {}
    found = []
    for row in lines:
        line = first.setdefault((row.delegation, row.name), row.line)
        if line != row.line:
            values = {"name": row.name, "first": line}
            found.append(
                Problem(row.line, N_("%(name)s与第 %(first)s 行同名同团，请核对是否为同一人。"), values)
            )
    return found
