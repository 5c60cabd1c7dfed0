"""What the list of notices and the bell show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from voting.core.db import db
from voting.notices.event.rules import KINDS
from voting.notices.inbox.facts import own, unread
from voting.notices.inbox.models import Notice
from voting.people.rules import Actor

PER_PAGE = 30
MOST_SHOWN = 99


@dataclass(frozen=True)
class NoticeLine:
    """A notice as the list shows it. words, told: message id and its values; kind: message id."""

    id: int
    kind: str
    place: str
    words: str
    told: dict[str, Any]
    path: str
    at: datetime
    urgent: bool
    read: bool


@dataclass(frozen=True)
class NoticesPage:
    """A page of somebody's notices, number from 1. newest: the highest id there is, 0 for none."""

    lines: tuple[NoticeLine, ...]
    unread: int
    total: int
    number: int
    pages: int
    newest: int


@dataclass(frozen=True)
class Bell:
    """What the bell says. count: as it is shown, at most MOST_SHOWN with a plus."""

    unread: int

    @property
    def count(self) -> str:
        return str(self.unread) if self.unread <= MOST_SHOWN else f"{MOST_SHOWN}+"


def bell(actor: Actor) -> Bell:
    """Return what the bell says to somebody."""
    return Bell(unread(actor))


def notices_page(actor: Actor, number: int) -> NoticesPage:
    """Return a page of somebody's notices, the newest first."""
    counted = select(func.count(), func.max(Notice.id)).where(Notice.account_id == actor.account_id)
    total, newest = db.session.execute(counted).one()
    pages = max(1, -(-total // PER_PAGE))
    number = min(max(number, 1), pages)
    rows = db.session.execute(own(actor).offset((number - 1) * PER_PAGE).limit(PER_PAGE))
    return NoticesPage(
        lines=tuple(line(row, place) for row, place in rows),
        unread=unread(actor),
        total=total,
        number=number,
        pages=pages,
        newest=newest or 0,
    )


def line(row: Notice, place: str) -> NoticeLine:
    """Return a notice as a list shows it."""
    return NoticeLine(
        row.id,
        KINDS[row.kind],
        place,
        row.words,
        row.told,
        row.path,
        row.at,
        row.urgent,
        row.read_at is not None,
    )
