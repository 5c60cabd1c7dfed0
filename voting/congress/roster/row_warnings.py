"""What looks like a slip in a roster and may be right: remarks by line, delegation and sheet. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Protocol

from voting.congress.roster.header import header_of
from voting.congress.roster.row_cells import A_DAY, Placed, Problem, against, tells
from voting.congress.roster.upload_reader import Book, Cell, Sheet
from voting.core import normalise
from voting.core.text import N_

WORDS = ("number", "name", "delegation")
CHOICES = ("standing_committee", "presidium")
PARTS = re.compile(rf"[{normalise.HAN}]{{2,}}\s+[{normalise.HAN}]{{2,}}")
"""Two parts of a name apart by a blank: 古丽 玉素甫, unlike 王 明, where the blank only fills the column."""

UNREAD = {
    "hidden": N_("隐藏的工作表“%(name)s”没有读。"),
    "too_large": N_("工作表“%(name)s”的行数或列数过多，没有读。"),
    "too_many": N_("工作表过多，“%(name)s”没有读。"),
    "numberless": N_("工作表“%(name)s”没有出席证号，别的工作表有，这一张没有读。"),
    "headless": N_("工作表“%(name)s”的前 10 行里没有表头，没有读。"),
}


class Entered(Placed, Protocol):
    """A deputy as a line has him."""

    @property
    def name(self) -> str: ...
    @property
    def delegation(self) -> str: ...


def of_sheets(book: Book, read: Sequence[str]) -> list[Problem]:
    """Return which sheets were read, where there are several, and which were not."""
    headless = {
        s.name: "numberless" if header_of(s) else "headless"
        for s in book.sheets
        if s.name not in read and any(map(any, s.rows))
    }
    found = [Problem(0, UNREAD[why], {"name": name}) for name, why in {**headless, **book.unread}.items()]
    if len(read) > 1:
        values = {"count": len(read), "names": "、".join(read)}
        found.insert(0, Problem(0, N_("读了 %(count)s 张工作表：%(names)s。"), values))
    return found


def hidden_columns(sheet: Sheet, columns: Mapping[str, int]) -> list[Problem]:
    """Return a remark for every column that is read although nobody sees it."""
    gone = sorted(column for column in columns.values() if column in sheet.hidden_columns)
    text = N_("第 %(column)s 列是隐藏的，照样读了，请核对。")
    return [Problem(1, text, {"column": column + 1}, sheet.name) for column in gone]


def of_row(
    sheet: str, line: int, raw: Mapping[str, Cell], cells: Mapping[str, Cell], *, hidden: bool
) -> list[Problem]:
    """Return what is to be remarked in one row: hidden, put right, doubtful. raw: as the file has it."""
    said: list[tuple[str, dict[str, str]]] = []
    if hidden:
        said.append((N_("这一行是隐藏的，照样读了；如果是已经离任的代表，请从文件里删去。"), {}))
    for key in WORDS:
        old, new = raw.get(key), cells.get(key)
        if isinstance(old, str) and isinstance(new, str):
            said += _of_word(key, old.strip(), new)
    for key in CHOICES:
        if tells(cells.get(key)) is None:
            said.append((N_("“%(text)s”看不出是或者否，当作否。"), {"text": str(cells[key])}))
    return [Problem(line, text, values, sheet) for text, values in said]


def _of_word(key: str, old: str, new: str) -> list[tuple[str, dict[str, str]]]:
    said: list[tuple[str, dict[str, str]]] = []
    if marks := normalise.changes(old, new):
        values = {"old": old, "new": new, "marks": "、".join(marks)}
        said.append((N_("“%(old)s”里有不规范的字符，已改为“%(new)s”（%(marks)s）。"), values))
    if key != "number" and (doubts := normalise.doubtful(new, person=key == "name")):
        values = {"text": new, "marks": normalise.spelt(doubts)}
        said.append((N_("“%(text)s”里有可疑的字符，请核对：%(marks)s。"), values))
    if key == "number" and A_DAY.fullmatch(new):
        said.append((N_("出席证号“%(text)s”像是被表格改成了日期或者科学记数，请核对。"), {"text": new}))
    if key == "name" and PARTS.search(old):
        said.append((N_("姓名“%(text)s”中间的空格已去掉；少数民族姓名的各部分之间请用“·”。"), {"text": old}))
    return said


def on_glyphs(lines: Sequence[Entered], missing: Callable[[str], tuple[str, ...]]) -> list[Problem]:
    """Return a remark for every line with a sign that no font can print. missing: those of a text."""
    if not missing("".join(row.name + row.delegation for row in lines)):
        return []
    text = N_("“%(text)s”里的 %(marks)s 在打印字体里没有，会印成方框；请先补上有这个字的字体。")
    return [
        Problem(row.line, text, {"text": word, "marks": normalise.spelt(signs)}, row.sheet)
        for row in lines
        for word in (row.name, row.delegation)
        if (signs := missing(word))
    ]


def namesakes(lines: Sequence[Entered]) -> list[Problem]:
    """Return a remark for every line whose name already stood in the same delegation: twice the same, or two people."""
    first: dict[tuple[str, str], Entered] = {}
    found = []
    for row in lines:
        other = first.setdefault((row.delegation, normalise.looked_for(row.name)), row)
        if other is not row:
            here = N_("%(name)s与第 %(first)s 行同名同团，请核对是否为同一人。")
            there = N_("%(name)s与工作表“%(sheet)s”第 %(first)s 行同名同团，请核对是否为同一人。")
            found.append(against(row, other, here, there, {"name": row.name}))
    return found


def alike_teams(lines: Sequence[Entered], known: Collection[str]) -> list[Problem]:
    """Return a remark for every delegation that is written almost like one of the term, or one further up."""
    theirs = {normalise.likeness(team): team for team in sorted(known)}
    first: dict[str, Entered] = {}
    seen = set(known)
    found = []
    for row in lines:
        like = normalise.likeness(row.delegation)
        other = first.setdefault(like, row)
        if row.delegation in seen:
            continue
        seen.add(row.delegation)
        if like in theirs:
            text = N_("“%(one)s”与已有的“%(other)s”写法相近，会成为两个代表团，请核对。")
            found.append(Problem(row.line, text, {"one": row.delegation, "other": theirs[like]}, row.sheet))
        elif other is not row:
            here = N_("“%(one)s”与第 %(first)s 行的“%(other)s”写法相近，会成为两个代表团，请核对。")
            there = N_(
                "“%(one)s”与工作表“%(sheet)s”第 %(first)s 行的“%(other)s”写法相近，会成为两个代表团，请核对。"
            )
            found.append(against(row, other, here, there, {"one": row.delegation, "other": other.delegation}))
    return found
