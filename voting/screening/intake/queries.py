"""What the pages of lists show: one function a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from voting.core.db import db
from voting.core.errors import WrongMoment
from voting.core.text import N_
from voting.people.models import Account
from voting.people.rules import Place
from voting.screening.call.queries import newest_call
from voting.screening.call.rules import CallState
from voting.screening.intake.facts import (
    ListReading,
    ListText,
    import_of,
    opened_list,
    reading_of,
    text_of_list,
)
from voting.screening.intake.given_back import why
from voting.screening.intake.models import SuggestionImport
from voting.screening.intake.rules import COLUMNS, SETTLED, ListLine
from voting.screening.suggestion.contact import opened
from voting.screening.words import wording

MOST_SHOWN = 500
SAMPLE = 5
LATEST = 20
FIELDS: Mapping[str, str] = {
    "order_number": N_("来文或者工单编号"),
    "title": N_("建议名称"),
    "content": N_("具体内容"),
    "received_on": N_("收到日期"),
    "contact_name": N_("提出人姓名"),
    "contact_phone": N_("联系电话"),
    "contact_email": N_("电子邮箱"),
    "region": N_("地点"),
    "place": N_("地点"),
    "implementer": N_("实施主体"),
    "reason": N_("理由"),
    "scale": N_("建设规模"),
    "finish": N_("完成时限"),
    "cost": N_("估算投资"),
    "source": N_("提出主体"),
    "channel": N_("来源渠道"),
    "funding": N_("资金来源"),
}
"""What a column becomes (message ids)."""


@dataclass(frozen=True)
class ImportRow:
    """A list that was handed in. settled: it was taken; who: handed it in."""

    id: str
    file_name: str
    at: datetime
    who: str
    settled: bool
    taken: int
    refused: int


@dataclass(frozen=True)
class ImportsPage:
    """Where a list is handed in. year: of the call that takes it, None where none was opened; headings: that are known."""

    place: Place
    year: int | None
    rows: tuple[ImportRow, ...]
    headings: tuple[str, ...]


@dataclass(frozen=True)
class RefusedLine:
    """A line that is not taken. row: in the file; why: everything that is wrong with it, in words."""

    row: int
    title: str
    why: str


@dataclass(frozen=True)
class PreviewPage:
    """A list line by line, before anything is written, or what became of it.

    lost: the key that sealed it is gone. read_as: (heading, what it becomes) of each column; source, channel: message ids; shown: of the wrong lines, the first ones.
    """

    place: Place
    row: ImportRow
    lost: bool
    year: int
    source: str
    channel: str
    read_as: tuple[tuple[str, str], ...]
    unused: tuple[str, ...]
    good: int
    wrong: int
    sample: tuple[ListLine, ...]
    shown: tuple[RefusedLine, ...]


def imports_page(place: Place) -> ImportsPage:
    """Return the page on which lists are handed in, with the latest of them."""
    call = newest_call(place)
    asked = (
        select(SuggestionImport, Account.name)
        .join(Account, Account.id == SuggestionImport.account_id)
        .where(SuggestionImport.jurisdiction_id == place.id)
        .order_by(SuggestionImport.received_at.desc(), SuggestionImport.id)
        .limit(LATEST)
    )
    rows = tuple(_row(row, who) for row, who in db.session.execute(asked))
    opened = call is not None and call.state is not CallState.DRAFTED
    return ImportsPage(place, call.year if call and opened else None, rows, empty_heads())


def empty_heads() -> tuple[str, ...]:
    """Return the headings of the empty list."""
    return tuple(names[0] for names in COLUMNS.values())


def _row(row: SuggestionImport, who: str) -> ImportRow:
    return ImportRow(
        row.id, row.file_name, row.received_at, who, row.settled_at is not None, row.taken, row.refused
    )


def preview_page(place: Place, import_id: str) -> PreviewPage:
    """Return a list as it would be taken now, or as it was."""
    row = import_of(place.id, import_id)
    who = db.session.get_one(Account, row.account_id).name
    content = opened(row.content.decode()) if row.content is not None else None
    read = reading_of(place.id, text_of_list(content)) if content is not None else None
    heads = read.text.rows[read.text.columns.row] if read else ()
    at = read.text.columns.at if read else {}
    return PreviewPage(
        place=place,
        row=_row(row, who),
        lost=row.content is not None and read is None,
        year=row.year,
        source=wording(row.source),
        channel=wording(row.channel),
        read_as=tuple((heads[column].strip(), FIELDS[name]) for name, column in at.items()),
        unused=read.text.columns.unused if read else (),
        good=len(read.good) if read else row.taken,
        wrong=len(read.wrong) if read else row.refused,
        sample=read.good[:SAMPLE] if read else (),
        shown=tuple(
            RefusedLine(line.row, line.texts["title"], why(line))
            for line in (read.wrong if read else ())[:MOST_SHOWN]
        ),
    )


def waiting_reading(place: Place, import_id: str) -> tuple[ListReading | None, bytes | None]:
    """Return what a list says now, or the workbook of the lines that were not taken once it is settled."""
    row = import_of(place.id, import_id)
    if row.content is None:
        return None, opened_list(row.given_back) if row.given_back is not None else None
    return reading_of(place.id, text_of_list(opened_list(row.content))), None


def waiting_text(place: Place, import_id: str) -> ListText:
    """Return what a list that waits says. Errors: WrongMoment for one that is settled."""
    row = import_of(place.id, import_id)
    if row.content is None:
        raise WrongMoment(SETTLED)
    return text_of_list(opened_list(row.content))
