"""What a line of a list of projects says, and what is wrong with it. Pure.

The columns are those that the program exports (`dossier.columns`), and a cell is read as it is written there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from voting.core import normalise
from voting.core.allowed_signs import cleaned, holds_refused, in_one_line
from voting.core.errors import RuleBroken
from voting.core.money import read_yuan
from voting.core.text import N_
from voting.screening.dossier.difference import HEADINGS, MONEY
from voting.screening.dossier.rules import (
    MOST_ROWS,
    BeneficiaryGroup,
    Dossier,
    DossierMilestone,
    DossierPart,
)
from voting.screening.intake.rules import HEADER_WITHIN, LineFault, day_in
from voting.screening.suggestion.rules import says_something
from voting.screening.words import Field, wording

MOST_LINES = 300
NUMBER, YEAR = "编号", "年度"
READ: Mapping[str, str] = {word: name for name, word in HEADINGS.items() if name != "attachments"}
"""Heading -> field. Files do not come by a list: what is attached stays attached."""
FIELDS: Mapping[str, str] = {wording(one): one.value for one in Field}
LONGEST: Mapping[str, int] = {
    "title": 60,
    "summary": 120,
    "background": 3000,
    "content": 5000,
    "place": 200,
    "scale": 200,
    "annual_target": 300,
    "benefit": 200,
    "leader": 80,
    "stage_target": 300,
    "upkeep": 200,
}
"""Texts of a dossier: signs at most, as its form says."""
OF_LINES = frozenset({"background", "content", "annual_target", "stage_target"})
SHORTEST_TITLE = 4
MOST_PEOPLE = 10**9
YEARS = range(2000, 2101)
LONGEST_ROW_TITLE = 80
PART = re.compile(
    r"(?P<title>.+?)(?: (?P<quantity>\d{1,10})(?: ?(?P<measure>[^\s\d（]{1,10}))?)?(?:（(?P<beside>[^（）]+)）)?"
)
GROUP = re.compile(r"(?P<title>.{1,60}) (?P<people>\d{1,10}) 人（(?P<reckoning>.{1,80})）")
MILESTONE = re.compile(r"(?P<day>\d\S*) (?P<title>.{1,80})")


@dataclass(frozen=True)
class ProjectColumns:
    """Where the headings stand. row: from 0; at: field (or NUMBER, YEAR) -> column; unused: headings that say nothing here."""

    row: int
    at: Mapping[str, int]
    unused: tuple[str, ...]


@dataclass(frozen=True)
class DossierLine:
    """A line of a list. row: in the file, from 1; cells: by field, as written; number, year: None where the line names none."""

    row: int
    cells: Mapping[str, str]
    number: str
    year: str

    @property
    def title(self) -> str:
        """Return the project's name as the line has it."""
        return in_one_line(self.cells.get("title", ""))


def columns_of(rows: Sequence[Sequence[str]]) -> ProjectColumns:
    """Return where the headings stand. Errors: RuleBroken where no line has one for the name."""
    known = {**READ, NUMBER: NUMBER, YEAR: YEAR}
    for at, row in enumerate(rows[:HEADER_WITHIN]):
        said = ["".join(normalise.label(cell).split()).strip("*＊:：") for cell in row]
        told = [word.replace("(", "（").replace(")", "）") for word in said]
        found: dict[str, int] = {}
        for column, heading in enumerate(told):
            if heading in known:
                found.setdefault(known[heading], column)
        if "title" in found:
            return ProjectColumns(at, found, tuple(word for word in told if word and word not in known))
    raise RuleBroken(
        N_("没有找到表头。前 10 行里要有一行写着“项目名称”；请用“论证评分”页导出的表，或者下载空表。")
    )


def lines_of(rows: Sequence[Sequence[str]], columns: ProjectColumns) -> tuple[DossierLine, ...]:
    """Return the lines below the headings that are not empty. Errors: RuleBroken for none, or more than MOST_LINES."""
    below = enumerate(rows[columns.row + 1 :], start=columns.row + 2)
    found = tuple(_line(number, row, columns.at) for number, row in below if any(map(str.strip, row)))
    if not found:
        raise RuleBroken(N_("表头下面没有内容。"))
    if len(found) > MOST_LINES:
        raise RuleBroken(
            N_("一份表最多 %(most)s 行，这份有 %(count)s 行。请分成几份。"), most=MOST_LINES, count=len(found)
        )
    return found


def _line(number: int, row: Sequence[str], at: Mapping[str, int]) -> DossierLine:
    cells = {name: row[column] if column < len(row) else "" for name, column in at.items()}
    own, year = (normalise.code(in_one_line(cells.pop(name, ""))) for name in (NUMBER, YEAR))
    return DossierLine(number, cells, own, year)


def dossier_from(
    line: DossierLine, before: Dossier, units: Mapping[str, int]
) -> tuple[Dossier, tuple[LineFault, ...]]:
    """Return a dossier as a line would have it, and what is wrong with the line. units: ids by name; a column that there is not changes nothing."""
    values: dict[str, Any] = {}
    faults = []
    for name, cell in line.cells.items():
        try:
            values[name] = read_cell(name, cell, units, before)
        except RuleBroken as error:
            faults.append(LineFault(error.message, error.values))
    return replace(before, **values), tuple(faults)


def read_cell(name: str, cell: str, units: Mapping[str, int], before: Dossier) -> Any:  # noqa: ANN401  a dossier's value
    """Return the value of a dossier's field that a cell names. Errors: RuleBroken with a sentence.

    before: whose rows stay as they are where a list's line says the same.
    """
    if holds_refused(cell):
        raise RuleBroken(N_("“%(what)s”里有不能显示的控制字符，请删去。"), what=HEADINGS[name])
    if name in LONGEST:
        return _text(name, cell)
    if name in ROWS:
        names = {number: word for word, number in units.items()}
        known = {in_one_line(row.in_words(names)): row for row in getattr(before, name)}
        return _rows(name, cell, units, known)
    told = in_one_line(cell)
    if name in MONEY:
        return _money(name, told)
    return ONE[name](told, units)


def _text(name: str, cell: str) -> str:
    told = cleaned(cell).strip() if name in OF_LINES else in_one_line(cell)
    if len(told) > LONGEST[name]:
        raise RuleBroken(
            N_("“%(what)s”有 %(count)s 个字，最多 %(most)s 个字。"),
            what=HEADINGS[name],
            count=len(told),
            most=LONGEST[name],
        )
    if name == "title" and (len(told) < SHORTEST_TITLE or not says_something(told)):
        raise RuleBroken(N_("项目名称至少要有 4 个字，不能只有标点。"))
    return told


def _money(name: str, told: str) -> int | None:
    if not told:
        return None if name in {"total_fen", "planned_fen"} else 0
    try:
        return read_yuan(told)
    except RuleBroken:
        raise RuleBroken(
            N_("“%(what)s”写着“%(text)s”，不是以元为单位的金额。"), what=HEADINGS[name], text=told[:30]
        ) from None


def _people(told: str, _units: Mapping[str, int]) -> int | None:
    if not told:
        return None
    if not (told.isascii() and told.isdigit() and len(told) <= 10 and int(told) <= MOST_PEOPLE):  # noqa: PLR2004
        raise RuleBroken(N_("受益人口写着“%(text)s”，要写整数。"), text=told[:30])
    return int(told)


def _unit(told: str, units: Mapping[str, int]) -> int | None:
    if not told:
        return None
    if told not in units:
        raise RuleBroken(N_("没有登记过单位“%(text)s”，请改成登记的名称，或者先去登记。"), text=told[:30])
    return units[told]


def _field(told: str, _units: Mapping[str, int]) -> str:
    if told and told not in FIELDS:
        raise RuleBroken(N_("没有“%(text)s”这个民生领域。"), text=told[:30])
    return FIELDS.get(told, Field.OTHER.value)


def _yes(told: str, _units: Mapping[str, int]) -> bool:
    if told not in {"是", "否", ""}:
        raise RuleBroken(N_("跨年度项目要写“是”或者“否”，表里写着“%(text)s”。"), text=told[:30])
    return told == "是"


def _day(told: str, _units: Mapping[str, int]) -> date | None:
    if not told:
        return None
    day = day_in(told)
    if day is None or day.year not in YEARS:
        raise RuleBroken(N_("日期“%(text)s”看不出是哪一天，请写成 2027-11-30。"), text=told[:30])
    return day


ONE = {
    "beneficiaries": _people,
    "lead_unit_id": _unit,
    "field": _field,
    "multi_year": _yes,
    "finishes_on": _day,
}
"""Field of one value -> what reads it."""


def _rows(name: str, cell: str, units: Mapping[str, int], known: Mapping[str, Any]) -> tuple[Any, ...]:
    told = [one for one in (in_one_line(one) for one in cleaned(cell).splitlines()) if one]
    if len(told) > MOST_ROWS:
        raise RuleBroken(N_("“%(what)s”最多 %(most)s 行。"), what=HEADINGS[name], most=MOST_ROWS)
    shape, make, example = ROWS[name]
    found = []
    for one in told:
        if one in known:
            found.append(known[one])
            continue
        fits = shape.fullmatch(one)
        if fits is None:
            raise RuleBroken(
                N_("“%(what)s”里的“%(text)s”读不出来，每行请写成：%(example)s"),
                what=HEADINGS[name],
                text=one[:30],
                example=example,
            )
        found.append(make(fits, units))
    return tuple(sorted(found, key=lambda step: step.due_on)) if name == "milestones" else tuple(found)


def _milestone(found: re.Match[str], units: Mapping[str, int]) -> DossierMilestone:
    day = _day(found["day"], units)
    assert day is not None
    return DossierMilestone(title=found["title"], due_on=day)


def _part(found: re.Match[str], units: Mapping[str, int]) -> DossierPart:
    """Return a sub-item; what stands in its brackets is where it is, who does it, or both: a unit is known by its name."""
    if len(found["title"]) > LONGEST_ROW_TITLE:
        raise RuleBroken(N_("子项目的名称最多 %(most)s 个字。"), most=LONGEST_ROW_TITLE)
    place, comma, last = (found["beside"] or "").rpartition("，")
    unit = units.get(last)
    where = place if unit else f"{place}{comma}{last}"
    if len(where) > 120:  # noqa: PLR2004  as the dossier's form
        raise RuleBroken(N_("子项目的地点最多 %(most)s 个字。"), most=120)
    quantity = int(found["quantity"]) if found["quantity"] else None
    if quantity is not None and quantity > MOST_PEOPLE:
        raise RuleBroken(N_("子项目的数量太大，请核对。"))
    return DossierPart(
        title=found["title"], quantity=quantity, measure=found["measure"] or "", unit_id=unit, place=where
    )


def _group(found: re.Match[str], _units: Mapping[str, int]) -> BeneficiaryGroup:
    people = int(found["people"])
    if not 1 <= people <= MOST_PEOPLE:
        raise RuleBroken(N_("受益人群的人数要在 1 到 10 亿之间。"))
    return BeneficiaryGroup(title=found["title"], people=people, reckoning=found["reckoning"])


ROWS = {
    "milestones": (MILESTONE, _milestone, N_("2027-06-30 全部开工")),
    "parts": (PART, _part, N_("管网改造 12 处（东街，市住建局）")),
    "groups": (GROUP, _group, N_("东片居民 6000 人（户籍人口）")),
}
"""List of a dossier -> how a row is written, what reads it, an example (message id)."""
