"""What a roster says and what is wrong with it, line by line. Stores nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

from voting.congress.roster import numbering, row_warnings
from voting.congress.roster.header import NEEDED, Header, header_of
from voting.congress.roster.left_out import is_no_deputy
from voting.congress.roster.numbering import KnownDeputy
from voting.congress.roster.roster_row import RosterRow
from voting.congress.roster.row_cells import Problem, against, cleaned, faults, in_office, tells
from voting.congress.roster.upload_reader import Book, Cell, Sheet
from voting.congress.term.badge import value_of
from voting.core import normalise
from voting.core.errors import RuleBroken
from voting.core.text import N_

MOST_DEPUTIES = 5000
SUFFIXES = (".xlsx", ".xls", ".ods")


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
    """What the term already has; what a roster changes of its deputies is compared in `difference`."""

    delegations: frozenset[str]
    deputies: tuple[KnownDeputy, ...] = ()


Reading = tuple[list[RosterRow], list[Problem], list[Problem]]
"""Good lines, problems and remarks."""


def headed(book: Book) -> list[tuple[Sheet, Header]]:
    """Return the sheets that have the headings of a roster; others may be covers. Errors: RuleBroken for none.

    Where one sheet has badge numbers, those without are lists for something else.
    """
    found = [(sheet, filled(sheet, header)) for sheet in book.sheets if (header := header_of(sheet))]
    if not found:
        raise RuleBroken("前 10 行里没有找到表头。表头须有：姓名、代表团；最好有出席证号。可以下载样表对照。")
    return [one for one in found if "number" in one[1].columns] or found


def filled(sheet: Sheet, header: Header) -> Header:
    """Return the header without a column for badge numbers in which no number stands."""
    column = header.columns.get("number")
    below = range(header.line + 1, len(sheet.rows) + 1)
    if column is None or any(
        _says(sheet.rows[line - 1], column) and not is_no_deputy(sheet, header, line)[0] for line in below
    ):
        return header
    return replace(header, columns={key: at for key, at in header.columns.items() if key != "number"})


def _says(row: Sequence[Cell], column: int) -> bool:
    value = row[column] if column < len(row) else None
    return bool(normalise.label(value)) if isinstance(value, str) else value is not None


def examine(book: Book, known: KnownTerm, *, new_delegations: bool) -> Roster:
    """Return what the file's sheets say, every problem and every remark with its line."""
    found = headed(book)
    lines, problems, said = _together([examine_sheet(sheet, header) for sheet, header in found])
    if not lines and not problems:
        raise RuleBroken("表头下面没有代表。")
    if len(lines) > MOST_DEPUTIES:
        raise RuleBroken("代表超过 %(most)s 名，请核对文件。", most=MOST_DEPUTIES)
    lines, unclear, counted = numbering.as_written(lines, known.deputies)
    lines, given = numbering.with_numbers(lines, known.deputies)
    problems += [*unclear, *repeated(lines)]
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
        remarks=(*row_warnings.of_sheets(book, names), *counted, *given, *_in_order(said, names)),
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
        left_out, doubts = is_no_deputy(sheet, header, number)
        said += doubts
        if left_out:
            continue
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
    if merges_people(sheet, header, number):
        text = N_("有合并单元格，请取消合并，每名代表单独一行并填满。")
        wrong.append(Problem(number, text, sheet=sheet.name))
    hidden = number in sheet.hidden_rows
    said = row_warnings.of_row(sheet.name, number, raw, cells, hidden=hidden)
    if wrong:
        return None, wrong, said
    line = RosterRow(
        line=number,
        number=str(cells.get("number") or ""),
        name=str(cells["name"]),
        delegation=str(cells["delegation"]),
        standing_committee=bool(tells(cells.get("standing_committee"))),
        presidium=bool(tells(cells.get("presidium"))),
        sheet=sheet.name,
        hidden=hidden,
        in_office=in_office(cells.get("in_office")),
        says=frozenset(header.columns),
        counted=isinstance(raw.get("number"), float),
        gender=str(cells.get("gender") or ""),
        ethnicity=str(cells.get("ethnicity") or ""),
        post=str(cells.get("post") or ""),
        phone=str(cells.get("phone") or ""),
    )
    return line, [], said


def merges_people(sheet: Sheet, header: Header, number: int) -> bool:
    """Tell whether one cell stands for several deputies, or for name and delegation; a delegation may run down."""
    found = {
        key: sheet.merged[number, header.columns[key]]
        for key in ("number", *NEEDED)
        if (number, header.columns.get(key, -1)) in sheet.merged
    }
    people = [region for key, region in found.items() if key != "delegation"]
    return any(region.is_tall for region in people) or len(set(found.values())) < len(found)


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
        other = first.setdefault(value_of(row.number), row)
        if other is not row:
            here = N_("出席证号 %(number)s 与第 %(first)s 行重复。")
            there = N_("出席证号 %(number)s 与工作表“%(sheet)s”第 %(first)s 行重复。")
            found.append(against(row, other, here, there, {"number": row.number}))
    return found
