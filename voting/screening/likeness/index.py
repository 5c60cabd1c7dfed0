"""The index of look-alikes of each place, kept in this process and brought up to date at each question."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock

from sqlalchemy import select

from voting.core.db import db
from voting.screening.likeness.rules import Likeness, LikenessIndex
from voting.screening.suggestion.models import Suggestion

SHELVES = 64
"""Places whose index is kept; the one asked for longest ago gives way."""


@dataclass
class Shelf:
    """One place's index and the last suggestion in it. last_number: tells the same id of another database apart."""

    index: LikenessIndex = field(default_factory=LikenessIndex)
    last_id: int = 0
    last_number: str = ""


_shelves: OrderedDict[int, Shelf] = OrderedDict()
_lock = Lock()


def body_of(row: Suggestion) -> str:
    """Return the part of a suggestion that is compared beside its title."""
    return f"{row.place} {row.content}"


def look_alikes(jurisdiction_id: int, row: Suggestion, *, most: int = 8) -> list[Likeness]:
    """Return the suggestions of this place, of any year, that read most like `row`, best first."""
    with _lock:
        shelf = up_to_date(jurisdiction_id)
        return shelf.index.similar(row.title, body_of(row), most=most, but=row.id)


def look_alikes_of_each(
    jurisdiction_id: int, rows: Sequence[Suggestion], *, most: int = 8
) -> list[tuple[Suggestion, list[Likeness]]]:
    """Return the look-alikes of each of these suggestions; the index is brought up to date once."""
    with _lock:
        index = up_to_date(jurisdiction_id).index
        return [(row, index.similar(row.title, body_of(row), most=most, but=row.id)) for row in rows]


def up_to_date(jurisdiction_id: int) -> Shelf:
    """Return the place's shelf with everything that came since; texts never change, so adding is enough."""
    shelf = _shelves.setdefault(jurisdiction_id, Shelf())
    _shelves.move_to_end(jurisdiction_id)
    if shelf.last_id and number_of(jurisdiction_id, shelf.last_id) != shelf.last_number:
        shelf = _shelves[jurisdiction_id] = Shelf()
    for row_id, number, title, place, content in newer(jurisdiction_id, shelf.last_id):
        shelf.index.add(row_id, title, f"{place} {content}")
        shelf.last_id, shelf.last_number = row_id, number
    while len(_shelves) > SHELVES:
        _shelves.popitem(last=False)
    return shelf


def number_of(jurisdiction_id: int, suggestion_id: int) -> str | None:
    """Return the tracking number of a suggestion here, or None."""
    return db.session.scalar(
        select(Suggestion.number).where(
            Suggestion.jurisdiction_id == jurisdiction_id, Suggestion.id == suggestion_id
        )
    )


def newer(jurisdiction_id: int, last_id: int) -> list[tuple[int, str, str, str, str]]:
    """Return (id, number, title, place, content) of every suggestion after `last_id`, oldest first."""
    rows = db.session.execute(
        select(Suggestion.id, Suggestion.number, Suggestion.title, Suggestion.place, Suggestion.content)
        .where(Suggestion.jurisdiction_id == jurisdiction_id, Suggestion.id > last_id)
        .order_by(Suggestion.id)
    )
    return list(rows)
