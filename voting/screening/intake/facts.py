"""Shared reads of lists, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from voting.core.clock import today
from voting.core.db import db
from voting.core.errors import NotFound, WrongMoment
from voting.core.text import N_
from voting.screening.intake.list_reader import rows_of
from voting.screening.intake.models import SuggestionImport
from voting.screening.intake.rules import LineFault, ListColumns, ListLine, columns_of, lines_of
from voting.screening.suggestion.contact import digest_of, opened
from voting.screening.suggestion.models import Suggestion

AT_ONCE = 500
LOST = N_("这份表读不出来了（程序的密钥已更换），请重新上传。")
KNOWN = N_("这一条已经录入过，建议编号 %(number)s。")


@dataclass(frozen=True)
class ListText:
    """What a file says by itself. rows: as in the file; lines: those below the headings, each with what is wrong with it."""

    rows: Sequence[Sequence[str]]
    columns: ListColumns
    lines: Sequence[ListLine]

    def only(self, lines: Sequence[ListLine]) -> ListText:
        """Return the list with these lines alone."""
        return replace(self, lines=lines)

    def right(self) -> Sequence[ListLine]:
        """Return the lines in which nothing is wrong."""
        return [line for line in self.lines if not line.faults]

    def after(self, read: ListReading) -> ListText:
        """Return what is left when the good lines of a reading are taken; of the others it says what is wrong."""
        gone = {line.row for line in read.good}
        judged = {line.row: line for line in read.wrong}
        return self.only([judged.get(line.row, line) for line in self.lines if line.row not in gone])


@dataclass(frozen=True)
class ListReading:
    """A list as it would be taken now. wrong: lines that are not taken, each with its faults; text: all of it."""

    text: ListText
    good: tuple[ListLine, ...]
    wrong: tuple[ListLine, ...]


def import_of(jurisdiction_id: int, import_id: str, *, locked: bool = False) -> SuggestionImport:
    """Return a list of this place; raise NotFound for any other, and for one whose time is over."""
    row = db.session.get(
        SuggestionImport, (jurisdiction_id, import_id), with_for_update=locked or None, populate_existing=True
    )
    if row is None:
        raise NotFound("没有这份表，或者已经过了保存的期限，请重新上传。")
    return row


def opened_list(sealed: bytes) -> bytes:
    """Return a list, or the workbook of what was not taken of it. Errors: WrongMoment where the key that sealed it is gone."""
    content = opened(sealed.decode())
    if content is None:
        raise WrongMoment(LOST)
    return content


def text_of_list(content: bytes) -> ListText:
    """Return what a file says, line by line. Slow: it stands before the deed. Errors: RuleBroken for a file that is no list."""
    rows = rows_of(content)
    columns = columns_of(rows)
    return ListText(rows, columns, lines_of(rows, columns, today()))


def reading_of(jurisdiction_id: int, text: ListText) -> ListReading:
    """Return which lines of a list are taken now: those without a fault that were not taken before."""
    orders = {one.texts["order_number"] for one in text.lines} - {""}
    by_order = numbers_of(jurisdiction_id, Suggestion.order_number, orders)
    by_own = numbers_of(jurisdiction_id, Suggestion.number, orders)  # the program's own list, come back
    known_by = {one.key: digest_of(one.key) for one in text.lines}
    by_key = numbers_of(jurisdiction_id, Suggestion.nonce, known_by.values())
    found = [
        _known(one, by_order.get(order) or by_own.get(order) or by_key.get(known_by[one.key]))
        for one in text.lines
        for order in [one.texts["order_number"]]
    ]
    return ListReading(
        text=text,
        good=tuple(one for one in found if not one.faults),
        wrong=tuple(one for one in found if one.faults),
    )


def _known(line: ListLine, number: str | None) -> ListLine:
    """Return a line, with a fault where it was taken before: its work order's number, or all its words, stand there already."""
    if number is None:
        return line
    return replace(line, faults=(LineFault(KNOWN, {"number": number}), *line.faults))


def numbers_of(
    jurisdiction_id: int, column: InstrumentedAttribute[Any], values: Collection[str]
) -> dict[str, str]:
    """Return value of this column -> the number of the suggestion that has it here, asked in portions."""
    found: dict[str, str] = {}
    ordered = sorted(set(values))
    for start in range(0, len(ordered), AT_ONCE):
        part = ordered[start : start + AT_ONCE]
        asked = select(column, Suggestion.number).where(
            Suggestion.jurisdiction_id == jurisdiction_id, column.in_(part)
        )
        found.update((value, number) for value, number in db.session.execute(asked))
    return found
