"""What a roster says and what is wrong with it, line by line. Stores nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from voting.congress.roster import row_warnings
from voting.congress.roster.row_cells import Problem, against, cleaned, faults, in_office, tells
from voting.congress.roster.upload_reader import Book, Cell, Sheet
from voting.congress.term.initials import initials
from voting.core import normalise
from voting.core.errors import RuleBroken
from voting.core.text import N_

MOST_DEPUTIES = 5000
HEADER_WITHIN = 10
SUFFIXES = (".xlsx", ".xls", ".ods")

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "number": ("出席证号", "代表证号", "证号", "编号", "代表编号", "代表号", "badgenumber"),
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
class RosterRow:
    """One deputy as the file has him. line: the row's number as the person sees it in WPS; sheet: the sheet's name.

    hidden: nobody who opens the file sees this row.

    in_office: None where the file does not say. says: of COLUMNS, those that its sheet has.
    """

    line: int
    number: str
    name: str
    delegation: str
    standing_committee: bool = False
    presidium: bool = False
    in_office: bool | None = None
    sheet: str = ""
    hidden: bool = False
    says: frozenset[str] = frozenset()

    @property
    def initials(self) -> str:
        return initials(self.name)


@dataclass(frozen=True)
class Roster:
    """A roster as read: good lines, problems by line, new delegations, columns that were not used.

    remarks: what looks like a slip but may be right; namesakes: those of them about twice the same name. sheets: the
    names of the sheets that were read.
    """

    lines: tuple[RosterRow, ...]
    problems: tuple[Problem, ...]
    delegations: tuple[str, ...]
    ignored: tuple[str, ...] = ()
    namesakes: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()
    sheets: tuple[str, ...] = ()


@dataclass(frozen=True)
class KnownTerm:
    """What the term already has; its deputies are compared in `difference`."""

    delegations: frozenset[str]


@dataclass(frozen=True)
class Header:
    """Where a sheet's headings stand. line: from 1; columns: field -> index; ignored: headings that are not used."""

    line: int
    columns: Mapping[str, int]
    ignored: tuple[str, ...]


Reading = tuple[list[RosterRow], list[Problem], list[Problem]]
"""Good lines, problems and remarks."""


def headed(book: Book) -> list[tuple[Sheet, Header]]:
    """Return the sheets that have the headings of a roster; others may be covers. Errors: RuleBroken for none."""
    found = [(sheet, header) for sheet in book.sheets if (header := header_of(sheet)) is not None]
    if not found:
        raise RuleBroken("前 10 行里没有找到表头。表头须有：出席证号、姓名、代表团。可以下载样表对照。")
    return found


def header_of(sheet: Sheet) -> Header | None:
    """Return the header, or None. A heading that stands twice counts where it stands first."""
    meaning = {heading: key for key, headings in COLUMNS.items() for heading in headings}
    for line, row in enumerate(sheet.rows[:HEADER_WITHIN], start=1):
        headings = [
            "".join(normalise.label(value).split()) if isinstance(value, str) else "" for value in row
        ]
        found: dict[str, int] = {}
        for column, heading in enumerate(headings):
            if heading.lower() in meaning:
                found.setdefault(meaning[heading.lower()], column)
        if all(key in found for key in NEEDED):
            used = set(found.values())
            return Header(line, found, tuple(h for n, h in enumerate(headings) if h and n not in used))
    return None


def examine(book: Book, known: KnownTerm, *, new_delegations: bool) -> Roster:
    """Return what the file's sheets say, every problem and every remark with its line."""
    found = headed(book)
    lines, problems, said = _together([examine_sheet(sheet, header) for sheet, header in found])
    if not lines and not problems:
        raise RuleBroken("表头下面没有代表。")
    if len(lines) > MOST_DEPUTIES:
        raise RuleBroken("代表超过 %(most)s 名，请核对文件。", most=MOST_DEPUTIES)
    problems += repeated(lines)
    fresh = tuple(dict.fromkeys(row.delegation for row in lines if row.delegation not in known.delegations))
    if not new_delegations:
        problems += unknown_teams(lines, fresh)
        fresh = ()
    names = [sheet.name for sheet, _ in found]
    said += row_warnings.alike_teams(lines, known.delegations)
    return Roster(
        lines=tuple(lines),
        problems=_in_order(problems, names),
        delegations=fresh,
        ignored=tuple(dict.fromkeys(heading for _, header in found for heading in header.ignored)),
        namesakes=tuple(row_warnings.namesakes(lines)),
        remarks=(*row_warnings.of_sheets(book, names), *_in_order(said, names)),
        sheets=tuple(names),
    )


def _together(readings: Sequence[Reading]) -> Reading:
    lines, problems, said = (list(chain(*parts)) for parts in zip(*readings, strict=True))
    return lines, problems, said


def _in_order(problems: Sequence[Problem], names: Sequence[str]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda one: (names.index(one.sheet), one.line)))


def examine_sheet(sheet: Sheet, header: Header) -> Reading:
    """Return the deputies below a header, what is wrong and what is to be remarked."""
    lines: list[RosterRow] = []
    problems: list[Problem] = []
    said = row_warnings.hidden_columns(sheet, header.columns)
    for number, row in enumerate(sheet.rows[header.line :], start=header.line + 1):
        if not any(normalise.label(value) if isinstance(value, str) else value is not None for value in row):
            continue  # nothing that anybody sees
        line, wrong, doubts = examine_row(sheet, header, number, row)
        problems += wrong
        said += doubts
        if line is not None:
            lines.append(line)
    return lines, problems, said


def examine_row(
    sheet: Sheet, header: Header, number: int, row: Sequence[Cell]
) -> tuple[RosterRow | None, list[Problem], list[Problem]]:
    """Return the deputy of one row, or None with what is wrong; and what is to be remarked."""
    raw = {key: row[column] if column < len(row) else None for key, column in header.columns.items()}
    cells = {key: cleaned(key, value) for key, value in raw.items()}
    wrong = [Problem(number, text, sheet=sheet.name) for text in faults(cells)]
    merged = sheet.merged.get(number, frozenset())
    if any(header.columns[key] in merged for key in NEEDED):
        text = N_("有合并单元格，请取消合并，每名代表单独一行并填满。")
        wrong.append(Problem(number, text, sheet=sheet.name))
    hidden = number in sheet.hidden_rows
    said = row_warnings.of_row(sheet.name, number, raw, cells, hidden=hidden)
    if wrong:
        return None, wrong, said
    line = RosterRow(
        line=number,
        number=str(cells["number"]),
        name=str(cells["name"]),
        delegation=str(cells["delegation"]),
        standing_committee=bool(tells(cells.get("standing_committee"))),
        presidium=bool(tells(cells.get("presidium"))),
        sheet=sheet.name,
        hidden=hidden,
        in_office=in_office(cells.get("in_office")),
        says=frozenset(header.columns),
    )
    return line, [], said


def unknown_teams(lines: Sequence[RosterRow], fresh: Sequence[str]) -> list[Problem]:
    """Return a problem for every line with a delegation that the term does not have."""
    text = N_("没有“%(delegation)s”代表团，请先设置代表团，或勾选“同时新建”。")
    return [
        Problem(row.line, text, {"delegation": row.delegation}, row.sheet)
        for row in lines
        if row.delegation in fresh
    ]


def repeated(lines: Sequence[RosterRow]) -> list[Problem]:
    """Return a problem for every line whose number already stood further up, or on a sheet before."""
    first: dict[str, RosterRow] = {}
    found = []
    for row in lines:
        other = first.setdefault(row.number.lower(), row)
        if other is not row:
            here = N_("出席证号 %(number)s 与第 %(first)s 行重复。")
            there = N_("出席证号 %(number)s 与工作表“%(sheet)s”第 %(first)s 行重复。")
            found.append(against(row, other, here, there, {"number": row.number}))
    return found
