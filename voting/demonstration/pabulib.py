"""Read an approval election in the Pabulib format (META, PROJECTS, VOTES; semicolons). Stores nothing.

Source: the format's own description, "The .pb file format", sections META, PROJECTS and VOTES.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from voting.core.errors import RuleBroken

SECTIONS = ("META", "PROJECTS", "VOTES")
META_HEAD = ["key", "value"]
NEEDED = {"PROJECTS": ("project_id", "cost"), "VOTES": ("vote",)}
"""Columns without which a section says nothing."""
LARGEST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class Row:
    """A row of a section. line: where it stands in the file, from 1; cells: by column name."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Option:
    """A project of the election. votes: the published total, None when the file has none."""

    key: str
    name: str
    cost: str
    votes: int | None


@dataclass(frozen=True)
class Election:
    """options: in the file's order; papers: for each voter the positions chosen, from 0; most: per paper."""

    title: str
    place: str
    year: int
    options: tuple[Option, ...]
    papers: tuple[tuple[int, ...], ...]
    most: int

    def totals(self) -> tuple[int, ...]:
        """Return how often each option was chosen, counted plainly."""
        return tuple(sum(position in paper for paper in self.papers) for position in range(len(self.options)))


def read(path: Path) -> Election:
    """Return the election in a file; raise RuleBroken with the line for anything else."""
    if not path.is_file() or path.stat().st_size > LARGEST_BYTES:
        raise RuleBroken("找不到文件，或文件太大：%(name)s", name=path.name)
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise RuleBroken("第 %(line)s 行：文件不是 UTF-8 编码。", line=line) from None
    return parse(io.StringIO(text, newline=""))


def parse(lines: Iterable[str]) -> Election:
    """Return the election that the lines describe."""
    sections = split(lines)
    meta = {row["key"]: Row(row.line, {"": row["value"]}) for row in sections["META"]}
    kind = meta.get("vote_type")
    if kind is None or kind[""] != "approval":
        line = kind.line if kind else 1
        raise RuleBroken("第 %(line)s 行：只能导入赞成票选举（vote_type 为 approval）。", line=line)
    options = tuple(map(option, sections["PROJECTS"]))
    position = positions(sections["PROJECTS"])
    papers = tuple(paper(row, position) for row in sections["VOTES"])
    most = limit(meta.get("max_length"), papers, sections["VOTES"])
    year = meta.get("instance", Row(1, {}))
    return Election(
        title=meta["description"][""] if "description" in meta else "Pabulib",
        place=" ".join(meta[key][""] for key in ("unit", "subunit") if key in meta) or "Pabulib",
        year=number(year[""][:4], "instance", year.line),
        options=options,
        papers=papers,
        most=min(most, len(options)),
    )


def split(lines: Iterable[str]) -> dict[str, list[Row]]:
    """Return each section as its rows. META may lack its heading: key and value are all that it can hold."""
    found: dict[str, list[Row]] = {}
    section, header = "", list[str]()
    for line, cells in rows_of(lines):
        if cells[0] in SECTIONS and len(cells) == 1:
            section, header = cells[0], META_HEAD if cells[0] == "META" else []
            if section in found:
                raise RuleBroken("第 %(line)s 行：%(name)s 一段出现了两次。", line=line, name=section)
            found[section] = []
        elif not section:
            raise RuleBroken("第 %(line)s 行不在任何一段里。", line=line)
        elif not header:
            header = heading(cells, section, line)
        elif len(cells) != len(header):
            raise RuleBroken("第 %(line)s 行的列数不对。", line=line)
        elif section != "META" or cells != META_HEAD:
            found[section].append(Row(line, dict(zip(header, cells, strict=True))))
    for name in SECTIONS:
        if name not in found:
            raise RuleBroken("文件缺少 %(name)s 一段。", name=name)
    return found


def rows_of(lines: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that say something, each with its line. Errors: RuleBroken for what is no such file."""
    reader = csv.reader(lines, delimiter=";")
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if any(cells):
                yield reader.line_num, cells
    except csv.Error:
        raise RuleBroken("第 %(line)s 行读不出来。", line=reader.line_num) from None


def heading(cells: list[str], section: str, line: int) -> list[str]:
    """Return the column names of a section; raise RuleBroken where one is missing or stands twice."""
    for name in NEEDED[section]:
        if cells.count(name) != 1:
            raise RuleBroken(
                "第 %(line)s 行：%(section)s 一段须有一列 %(name)s。", line=line, section=section, name=name
            )
    return cells


def option(row: Row) -> Option:
    """Return one row of PROJECTS."""
    if not row["project_id"]:
        raise RuleBroken("第 %(line)s 行：PROJECTS 一段缺少 project_id。", line=row.line)
    votes = number(row["votes"], "votes", row.line) if row["votes"] else None
    return Option(row["project_id"], row["name"] or row["project_id"], row["cost"], votes)


def positions(rows: Sequence[Row]) -> dict[str, int]:
    """Return the position of each project by its key; raise RuleBroken for none, or one that stands twice."""
    found: dict[str, int] = {}
    for row in rows:
        if row["project_id"] in found:
            raise RuleBroken("第 %(line)s 行：项目编号重复：%(key)s", line=row.line, key=row["project_id"])
        found[row["project_id"]] = len(found)
    if not found:
        raise RuleBroken("PROJECTS 一段没有项目。")
    return found


def paper(row: Row, position: Mapping[str, int]) -> tuple[int, ...]:
    """Return one row of VOTES as ascending positions; an empty vote chooses nothing."""
    chosen = [key.strip() for key in row["vote"].split(",") if key.strip()]
    if len(set(chosen)) != len(chosen) or any(key not in position for key in chosen):
        raise RuleBroken("第 %(line)s 行的选票选了没有的项目，或重复选了同一项。", line=row.line)
    return tuple(sorted(position[key] for key in chosen))


def limit(given: Row | None, papers: Sequence[tuple[int, ...]], rows: Sequence[Row]) -> int:
    """Return how many projects a paper may choose: as the file says, else as many as the fullest one does."""
    if given is None or not given[""]:
        return max((1, *map(len, papers)))
    most = number(given[""], "max_length", given.line)
    for row, chosen in zip(rows, papers, strict=True):
        if len(chosen) > most:
            raise RuleBroken("第 %(line)s 行的选票超过了最多 %(most)s 项。", line=row.line, most=most)
    return most


def number(text: str, name: str, line: int) -> int:
    """Return a whole number that is not negative; raise RuleBroken naming line and column."""
    if not text.isascii() or not text.isdigit():
        raise RuleBroken("第 %(line)s 行：%(name)s 不是整数：%(text)s", line=line, name=name, text=text)
    return int(text)
