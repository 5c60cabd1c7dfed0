"""Tablets that belong to a meeting: bound, seen, released. What they show at the sign-in is for `people.whence`."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from sqlalchemy import delete, func, select, update

from voting.core.clock import now
from voting.core.db import db, transaction
from voting.core.errors import NotFound, RuleBroken
from voting.people.models import BoundTablet
from voting.people.whence import digest_of

ALIVE = timedelta(seconds=60)
"""A tablet says that it is there twice in this time (tablet/bound.js)."""

WRITTEN_EVERY = timedelta(seconds=5)

MOST = 5000
"""More than any congress has deputies: whoever photographed the QR code does not fill the database."""


@dataclass(frozen=True)
class Binding:
    """What a tablet keeps. secret: for the sign-in alone; mark: to say that it is there; number: to be read by people."""

    secret: str
    mark: str
    number: int


def bind(jurisdiction_id: int, meeting_id: int) -> Binding:
    """Bind one tablet more to a meeting, whose row the caller has locked."""
    asked = select(func.count(), func.max(BoundTablet.number)).where(BoundTablet.meeting_id == meeting_id)
    count, highest = db.session.execute(asked).one()
    if count >= MOST:
        raise RuleBroken("这次会议绑定的平板太多了，请先全部解除。")
    made = Binding(secrets.token_urlsafe(32), secrets.token_urlsafe(32), (highest or 0) + 1)
    db.session.add(
        BoundTablet(
            jurisdiction_id=jurisdiction_id,
            secret_sha256=digest_of(made.secret),
            meeting_id=meeting_id,
            number=made.number,
            mark=made.mark,
            seen_at=now(),
        )
    )
    db.session.flush()
    return made


class Heard:
    """Signs of life that are not yet written down: hundreds of tablets cost one short write every few seconds."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._at: dict[str, datetime] = {}
        self._written: datetime | None = None

    def add(self, mark: str, at: datetime) -> dict[str, datetime]:
        """Keep one; return all that are to be written down now, or none of them: mark -> when it was heard last."""
        with self._lock:
            self._at[mark] = at
            if self._written is not None and abs(at - self._written) < WRITTEN_EVERY:
                return {}
            due, self._at, self._written = self._at, {}, at
            return due


heard = Heard()


def see(mark: str) -> None:
    """Note that a tablet is there. Commits by itself, now and then. Errors: NotFound once it is released."""
    known = mark.isascii() and mark.isprintable()  # no other text is asked for
    asked = select(BoundTablet.number).where(BoundTablet.mark == mark)
    if not known or db.session.scalar(asked) is None:
        raise NotFound("这台平板已解除绑定。")
    due = heard.add(mark, now())
    if due:
        with transaction():
            for one, at in sorted(due.items()):  # in one order: two that write at once wait for each other
                db.session.execute(update(BoundTablet).where(BoundTablet.mark == one).values(seen_at=at))


def release(meeting_id: int) -> int:
    """Release all tablets of a meeting; return how many there were."""
    mine = BoundTablet.meeting_id == meeting_id
    count = db.session.scalar(select(func.count()).select_from(BoundTablet).where(mine)) or 0
    db.session.execute(delete(BoundTablet).where(mine))
    return count


@dataclass(frozen=True)
class TabletCount:
    """How many are bound, seen lately, and used by somebody. silent: numbers of those not seen lately."""

    bound: int
    alive: int
    used: int
    silent: tuple[int, ...]


def counted(meeting_id: int) -> TabletCount:
    """Return how many tablets a meeting has."""
    asked = select(BoundTablet.number, BoundTablet.seen_at, BoundTablet.used)
    rows = db.session.execute(
        asked.where(BoundTablet.meeting_id == meeting_id).order_by(BoundTablet.number)
    ).all()
    since = now() - ALIVE
    silent = tuple(row.number for row in rows if row.seen_at < since)
    return TabletCount(len(rows), len(rows) - len(silent), sum(row.used for row in rows), silent)
