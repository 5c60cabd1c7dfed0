"""Read an approval election in the Pabulib format (META, PROJECTS, VOTES; semicolons). Stores nothing.

Source: the format's own description, "The .pb file format", sections META, PROJECTS and VOTES.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from voting.core.errors import RuleBroken

SECTIONS = ("META", "PROJECTS", "VOTES")
LARGEST_BYTES = 64 * 1024 * 1024


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
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise RuleBroken("文件不是 UTF-8 编码。") from None
    return parse(text.splitlines())


def parse(lines: Iterable[str]) -> Election:
    """Return the election that the lines describe."""
    sections = split(lines)
    meta = {row["key"]: row["value"] for row in sections["META"]}
    if meta.get("vote_type") != "approval":
        raise RuleBroken("只能导入赞成票选举（vote_type 为 approval）。")
    options = tuple(option(row) for row in sections["PROJECTS"])
    position = {one.key: n for n, one in enumerate(options)}
    if not options or len(position) != len(options):
        raise RuleBroken("PROJECTS 一段没有项目，或有重复的编号。")
    papers = tuple(paper(row, position, n) for n, row in enumerate(sections["VOTES"], 1))
    widest = max((len(chosen) for chosen in papers), default=1)
    most = number(meta.get("max_length", ""), "max_length") if meta.get("max_length") else max(widest, 1)
    if widest > most:
        raise RuleBroken("有选票超过了最多 %(most)s 项。", most=most)
    return Election(
        title=meta.get("description", "Pabulib"),
        place=" ".join(filter(None, (meta.get("unit"), meta.get("subunit")))) or "Pabulib",
        year=number(meta.get("instance", "")[:4], "instance"),
        options=options,
        papers=papers,
        most=min(most, len(options)),
    )


def split(lines: Iterable[str]) -> dict[str, list[dict[str, str]]]:
    """Return each section as a list of rows by column name."""
    found: dict[str, list[dict[str, str]]] = {}
    section, header = "", None
    for row_number, row in enumerate(csv.reader(lines, delimiter=";"), 1):
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if cells[0] in SECTIONS and len(cells) == 1:
            section, header = cells[0], None
            found[section] = []
        elif not section:
            raise RuleBroken("第 %(line)s 行不在任何一段里。", line=row_number)
        elif header is None:
            header = cells
        elif len(cells) != len(header):
            raise RuleBroken("第 %(line)s 行的列数不对。", line=row_number)
        else:
            found[section].append(dict(zip(header, cells, strict=True)))
    for name in SECTIONS:
        if name not in found:
            raise RuleBroken("文件缺少 %(name)s 一段。", name=name)
    return found


def option(row: Mapping[str, str]) -> Option:
    """Return one row of PROJECTS."""
    if not row.get("project_id"):
        raise RuleBroken("PROJECTS 一段缺少 project_id。")
    votes = number(row["votes"], "votes") if row.get("votes") else None
    return Option(row["project_id"], row.get("name") or row["project_id"], row.get("cost", ""), votes)


def paper(row: Mapping[str, str], position: Mapping[str, int], line: int) -> tuple[int, ...]:
    """Return one row of VOTES as ascending positions; an empty vote chooses nothing."""
    chosen = [key.strip() for key in row.get("vote", "").split(",") if key.strip()]
    if len(set(chosen)) != len(chosen) or any(key not in position for key in chosen):
        raise RuleBroken("第 %(line)s 张选票选了没有的项目，或重复选了同一项。", line=line)
    return tuple(sorted(position[key] for key in chosen))


def number(text: str, name: str) -> int:
    """Return a whole number that is not negative; raise RuleBroken naming the column."""
    if not text.isascii() or not text.isdigit():
        raise RuleBroken("%(name)s 不是整数：%(text)s", name=name, text=text)
    return int(text)
