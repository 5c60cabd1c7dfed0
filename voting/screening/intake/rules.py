"""What a line of a list says, and what is wrong with it. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from voting.core import normalise
from voting.core.allowed_signs import cleaned, holds_refused, in_one_line
from voting.core.errors import RuleBroken
from voting.core.money import read_yuan
from voting.core.text import N_
from voting.screening.suggestion.rules import says_something
from voting.screening.words import TYPED_IN, Channel, Source, wording

MOST_LINES = 20_000
HEADER_WITHIN = 10
MOST_SIGNS: Mapping[str, int] = {
    "order_number": 60,
    "title": 60,
    "content": 5000,
    "place": 120,
    "implementer": 80,
    "reason": 2000,
    "scale": 200,
    "finish": 60,
    "funding": 200,
    "contact_name": 40,
    "contact_phone": 40,
    "contact_email": 120,
}
"""What each cell may hold: as many signs as its column of `suggestion.models`, the content as many as people read."""
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "order_number": ("工单编号", "工单号", "受理编号", "诉求编号", "信件编号", "来文编号", "编号"),
    "title": ("诉求标题", "工单标题", "标题", "事项名称", "建议名称", "名称", "诉求名称", "主题"),
    "content": ("诉求内容", "工单内容", "内容描述", "问题描述", "具体内容", "反映内容", "建议内容", "内容"),
    "received_on": (
        "诉求时间",
        "受理时间",
        "来电时间",
        "登记时间",
        "收到时间",
        "提出时间",
        "创建时间",
        "收到时间",
        "收到",
    ),
    "contact_name": ("诉求人", "来电人", "反映人", "诉求人姓名", "提出人姓名", "联系人", "姓名"),
    "contact_phone": ("联系电话", "来电号码", "联系方式", "手机号", "手机号码", "电话", "诉求人电话"),
    "contact_email": ("电子邮箱", "邮箱"),
    "region": ("区域", "所属区域", "所属区县", "行政区划", "诉求区域", "区县", "乡镇街道"),
    "place": ("诉求地点", "事发地点", "事发地址", "诉求地址", "地点", "地址", "详细地址"),
    "implementer": ("承办单位", "办理单位", "主办单位", "责任单位", "由谁来办"),
    "reason": ("理由", "建议理由"),
    "scale": ("建设规模", "规模"),
    "finish": ("完成时限", "希望完成时间"),
    "cost": ("估算投资（元）",),
    "funding": ("资金来源",),
    "source": ("提出主体",),
    "channel": ("来源渠道",),
}
"""Headings without blanks, as hotlines write them and as the program's own list has them; the first is that of the empty list."""
SOURCES: Mapping[str, Source] = {wording(one): one for one in Source}
CHANNELS: Mapping[str, Channel] = {wording(one): one for one in Channel if one in TYPED_IN}
"""A line's own source and channel by their words in the program's own list; of any other word, a hotline's 微信, what is said of
the whole list holds."""
SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+\d+", re.IGNORECASE)
"""What spreadsheets make of long numbers: the digits behind are gone."""
QUOTED = re.compile(r'="(.*)"')
"""How exports keep a spreadsheet from doing that."""
DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
SERIAL = re.compile(r"[2-7]\d{4}(\.\d+)?")
SERIAL_FROM = date(1899, 12, 30)
"""The day from which workbooks count (ECMA-376, 18.17.4.1)."""
OLDEST = timedelta(days=10 * 366)
FROM_CONTENT = 30
SETTLED = N_("这份表已经录入或者放弃。")
TOO_LONG = N_("“%(what)s”有 %(count)s 个字，最多 %(most)s 个字。")


@dataclass(frozen=True)
class LineFault:
    """What is wrong with a line. message: id; values: what it names, never a contact."""

    message: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class ListColumns:
    """Where the headings stand. row: from 0; at: field -> column; unused: headings that say nothing here."""

    row: int
    at: Mapping[str, int]
    unused: tuple[str, ...]


@dataclass(frozen=True)
class ListLine:
    """A line of a list as a suggestion. row: in the file, from 1; texts: by field; faults: why it is not taken; cost_fen: what it is to cost.

    source, channel: the line's own, None where those of the whole list hold.
    """

    row: int
    texts: Mapping[str, str]
    received_on: date | None
    faults: tuple[LineFault, ...] = ()
    cost_fen: int | None = None
    source: Source | None = None
    channel: Channel | None = None

    @property
    def own_origin(self) -> tuple[str, ...]:
        """Return its own source and channel, where it names them (message ids)."""
        return tuple(wording(one) for one in (self.source, self.channel) if one is not None)

    @property
    def key(self) -> str:
        """Return by what a line is known again: its work order, else all its words (32 hex digits)."""
        told = self.texts["order_number"] or repr(sorted(self.texts.items()))
        return hashlib.sha256(f"list|{told}|{self.received_on}|{self.cost_fen}".encode()).hexdigest()[:32]


def columns_of(rows: Sequence[Sequence[str]]) -> ListColumns:
    """Return where the headings stand. Errors: RuleBroken where no line has one for the content."""
    meaning = {heading: name for name, headings in COLUMNS.items() for heading in headings}
    for at, row in enumerate(rows[:HEADER_WITHIN]):
        said = ["".join(normalise.label(cell).split()).strip("*＊:：") for cell in row]
        found: dict[str, int] = {}
        for column, heading in enumerate(said):
            if heading in meaning:
                found.setdefault(meaning[heading], column)
        if "content" in found:
            return ListColumns(at, found, tuple(word for word in said if word and word not in meaning))
    raise RuleBroken(
        N_(
            "没有找到表头。前 10 行里要有一行写着“诉求内容”，最好还有：工单编号、诉求标题、诉求时间、联系电话、地点。"
        )
    )


def lines_of(rows: Sequence[Sequence[str]], columns: ListColumns, today: date) -> list[ListLine]:
    """Return the lines below the headings that are not empty, each with what is wrong with it.

    Errors: RuleBroken for none, or more than MOST_LINES.
    """
    below = enumerate(rows[columns.row + 1 :], start=columns.row + 2)
    found = [_line(number, row, columns.at, today) for number, row in below if any(map(str.strip, row))]
    if not found:
        raise RuleBroken(N_("表头下面没有内容。"))
    if len(found) > MOST_LINES:
        raise RuleBroken(
            N_("一份表最多 %(most)s 行，这份有 %(count)s 行。请分成几份。"), most=MOST_LINES, count=len(found)
        )
    return told_apart(found)


def told_apart(lines: Sequence[ListLine]) -> list[ListLine]:
    """Return the lines, with a fault at each that says again what a line above it said."""
    first: dict[str, int] = {}
    found = []
    for line in lines:
        before = first.setdefault(line.key, line.row)
        if before != line.row:
            numbered = (
                N_("工单编号和第 %(row)s 行的相同。")
                if line.texts["order_number"]
                else N_("和第 %(row)s 行完全相同。")
            )
            line = replace(line, faults=(*line.faults, LineFault(numbered, {"row": before})))  # noqa: PLW2901
        found.append(line)
    return found


def _line(number: int, row: Sequence[str], at: Mapping[str, int], today: date) -> ListLine:
    cells = {name: row[column] if column < len(row) else "" for name, column in at.items()}
    texts = {name: _text(name, cells.get(name, "")) for name in MOST_SIGNS}
    region = _text("region", cells.get("region", ""))
    if region and region not in texts["place"]:
        texts["place"] = f"{region} {texts['place']}".strip()
    if not texts["title"]:
        texts["title"] = begun(texts["content"])
    texts["contact_phone"] = normalise.phone(texts["contact_phone"])
    day, wrong = _day(in_one_line(cells.get("received_on", "")), today)
    cost_fen, amiss = _cost(_text("cost", cells.get("cost", "")))
    faults = (*_faults(cells, texts), *wrong, *amiss)
    source, channel = (_text(name, cells.get(name, "")) for name in ("source", "channel"))
    return ListLine(number, texts, day, faults, cost_fen, SOURCES.get(source), CHANNELS.get(channel))


def _text(name: str, cell: str) -> str:
    quoted = QUOTED.fullmatch(cell.strip())
    told = quoted[1] if quoted else cell
    if name in {"content", "reason"}:
        return cleaned(told).strip()
    return in_one_line(told).lstrip("'") if name in {"order_number", "contact_phone"} else in_one_line(told)


def begun(content: str) -> str:
    """Return the beginning of a content as its title, up to the first full stop."""
    first = re.split("[。！？；\n]", content.strip(), maxsplit=1)[0]
    return first if len(first) <= FROM_CONTENT else f"{first[: FROM_CONTENT - 1]}…"


def _faults(cells: Mapping[str, str], texts: Mapping[str, str]) -> list[LineFault]:
    found = []
    if any(map(holds_refused, cells.values())):
        found.append(LineFault(N_("有不能显示的控制字符，请删去。")))
    if not texts["content"]:
        found.append(LineFault(N_("没有写诉求内容。")))
    elif not says_something(texts["content"]):
        found.append(LineFault(N_("诉求内容只有标点或者看不见的字，没有写事情。")))
    elif not says_something(texts["title"]):
        found.append(LineFault(N_("标题只有标点或者看不见的字。")))
    for name, most in MOST_SIGNS.items():
        if len(texts[name]) > most:
            found.append(
                LineFault(TOO_LONG, {"what": COLUMNS[name][0], "most": most, "count": len(texts[name])})
            )
    if SCIENTIFIC.fullmatch(texts["order_number"]):
        found.append(
            LineFault(N_("工单编号被表格当成了数字，后面的位数已经丢失。请把这一列设成文本，重新导出。"))
        )
    if texts["contact_phone"] and (
        SCIENTIFIC.fullmatch(texts["contact_phone"]) or normalise.phone_fault(texts["contact_phone"])
    ):
        found.append(LineFault(N_("联系电话不是电话号码，请改正，或者留空。")))
    return found


def _day(text: str, today: date) -> tuple[date | None, list[LineFault]]:
    """Return the day that a cell names, None for an empty one, and what is wrong with it."""
    if not text:
        return None, []
    day = day_in(text)
    if day is None:
        return None, [
            LineFault(N_("诉求时间“%(text)s”看不出是哪一天，请写成 2026-11-27。"), {"text": text[:30]})
        ]
    if day > today:
        return None, [LineFault(N_("诉求时间 %(day)s 还没有到。"), {"day": day.isoformat()})]
    if day < today - OLDEST:
        return None, [LineFault(N_("诉求时间 %(day)s 太早，请核对。"), {"day": day.isoformat()})]
    return day, []


def _cost(text: str) -> tuple[int | None, list[LineFault]]:
    """Return the amount in yuan that a cell names as fen, None for an empty one, and what is wrong with it."""
    if not text:
        return None, []
    try:
        return read_yuan(text), []
    except RuleBroken:
        return None, [
            LineFault(N_("估算投资“%(text)s”不是以元为单位的金额，请改正，或者留空。"), {"text": text[:30]})
        ]


def day_in(text: str) -> date | None:
    """Return the day with which a text begins, however it is written; a number is one of a workbook's."""
    if SERIAL.fullmatch(text):
        return SERIAL_FROM + timedelta(days=int(float(text)))
    found = DAY.match(text) or COMPACT.match(text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
