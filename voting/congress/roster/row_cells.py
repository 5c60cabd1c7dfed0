"""One row of a roster: what its cells say, and everything that is wrong with them. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from voting.congress.roster.upload_reader import Cell, Day
from voting.congress.term.rules import MOST_ETHNICITY, MOST_NAME, MOST_POST, name_fault
from voting.core import normalise
from voting.core.allowed_signs import is_seen
from voting.core.text import N_

IDENTITY = re.compile(r"[0-9]{17}[0-9Xx]")
NUMBER = re.compile(r"[\w-]{1,20}")
A_DAY = re.compile(
    r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,2}-(?:[A-Za-z]{3}|[0-9]{1,2})|[0-9]+[Ee][+-]?[0-9]+"
)
"""What a number looks like that a spreadsheet turned into a date or a power of ten before it became text again."""
YES = frozenset({"是", "√", "1", "y", "yes", "✓", "有"})
NO = frozenset({"", "否", "×", "0", "n", "no", "无", "不是", "-"})
OFFICE = {"在任": True, "不在任": False, "离任": False}


@dataclass(frozen=True)
class Problem:
    """What is wrong or to be remarked in one line. text: a message id; values: what it names; sheet: its name.

    line 0: the whole file.
    """

    line: int
    text: str
    values: Mapping[str, object] = field(default_factory=dict)
    sheet: str = ""


class Placed(Protocol):
    """What stands on a line of a sheet."""

    @property
    def line(self) -> int: ...
    @property
    def sheet(self) -> str: ...


def against(row: Placed, other: Placed, here: str, there: str, values: Mapping[str, object]) -> Problem:
    """Return a problem of a row that names another one; here, there: its words for the same and another sheet."""
    text = here if row.sheet == other.sheet else there
    return Problem(row.line, text, {**values, "first": other.line, "sheet": other.sheet}, row.sheet)


FORMS = {
    "number": normalise.code,
    "identity": normalise.code,
    "name": normalise.name,
    "phone": normalise.phone,
}
COUNTED = frozenset({"number", "phone"})
"""What is digits all the same when a spreadsheet took it for a number."""
MOST_COUNTED = 10**15
"""From here on a spreadsheet has lost digits (IEEE 754, 15 of them are sure)."""
WHOLE = re.compile(r"([0-9]+)\.0+")
OPTIONAL = ("gender", "ethnicity", "post", "phone")
NOTHING = frozenset({"无", "-", "/", "—", "——", "\\"})
"""What people write into a cell that has nothing to say."""
GENDERS = {"男": "男", "女": "女", "男性": "男", "女性": "女"}


def cleaned(key: str, value: Cell) -> Cell:
    """Return a cell as it is meant, in the one form of its kind; a date stays one, and a number that is no code."""
    if key in COUNTED and isinstance(value, float) and value.is_integer() and 0 <= value < MOST_COUNTED:
        return str(int(value))
    if not isinstance(value, str):
        return value
    if key in OPTIONAL and normalise.label(value) in NOTHING:
        return ""
    text = FORMS.get(key, normalise.label)(value)
    if key == "number":
        whole = WHOLE.fullmatch(text)
        return whole[1] if whole else text
    return GENDERS.get(text, text) if key == "gender" else text


def tells(value: Cell) -> bool | None:
    """Return what a cell of yes or no says; None where it says neither."""
    if value is None or isinstance(value, bool):
        return bool(value)
    word = normalise.code(
        str(int(value) if isinstance(value, float) and value.is_integer() else value)
    ).lower()
    return True if word in YES else False if word in NO else None


def in_office(value: Cell) -> bool | None:
    """Return what the column 在任 says; None for an empty cell and for a word that says neither."""
    if value is None or value == "":
        return None
    return OFFICE[value] if isinstance(value, str) and value in OFFICE else tells(value)


def faults(cells: Mapping[str, Cell]) -> list[str]:
    """Return what is wrong with the cells of one row, as message ids."""
    number, name, team, identity = (cells.get(key) for key in ("number", "name", "delegation", "identity"))
    office = _office(cells.get("in_office"))
    found = [
        _number(number) if "number" in cells else "",
        _name(name),
        _team(team),
        _identity(identity),
        office,
    ]
    return [fault for fault in (*found, *(_optional(key, cells.get(key)) for key in OPTIONAL)) if fault]


def _number(value: Cell) -> str:
    if isinstance(value, Day):
        return N_("出席证号变成了日期，原来的号码已经丢失，请把这一列设为文本格式后重填。")
    if isinstance(value, float | bool):
        return N_("出席证号是小数、负数、过大的数或者逻辑值，请核对。")
    if not value:
        return N_("出席证号是空的。")
    return "" if NUMBER.fullmatch(value) else N_("出席证号只能用数字、字母和短横，最多 20 位。")


def _name(value: Cell) -> str:
    if isinstance(value, Day | float | bool):
        return N_("姓名是日期或者数值，不是文字，请核对。")
    return name_fault(value or "")


def _team(value: Cell) -> str:
    if isinstance(value, Day | float | bool):
        return N_("代表团是日期或者数值，不是文字，请核对。")
    if not value or not is_seen(value):
        return N_("代表团是空的。")
    return "" if len(value) <= MOST_NAME else N_("代表团名称过长，请核对。")


def _identity(value: Cell) -> str:
    if isinstance(value, Day | float | bool):
        return N_("身份证号是数值，后几位已经变成 0，请设为文本格式后重填，或删去这一列。")
    fits = not value or IDENTITY.fullmatch(value)
    return "" if fits else N_("身份证号应为 18 位。本程序不保存身份证号，可以删去这一列。")


def _office(value: Cell) -> str:
    unclear = value not in {None, ""} and in_office(value) is None
    return N_("“在任”一列只能填“是”或“否”。") if unclear else ""


def _optional(key: str, value: Cell) -> str:
    if value is None or value == "":
        return ""
    if not isinstance(value, str):
        return N_("性别、民族、职务、电话是日期或者数值，不是文字，请核对。")
    if key == "phone":
        return normalise.phone_fault(value)
    if key == "gender":
        return "" if value in GENDERS else N_("性别只能填“男”或“女”。")
    if key == "post":
        return "" if len(value) <= MOST_POST else N_("职务不超过 100 字。")
    return "" if len(value) <= MOST_ETHNICITY else N_("民族不超过 20 字。")
