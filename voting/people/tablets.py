"""Tablets that belong to a meeting: bound, seen, released. What they show at the sign-in is for `people.whence`."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, func, select

from voting.core.clock import now
from voting.core.db import db
from voting.core.errors import NotFound, RuleBroken
from voting.people.models import BoundTablet
from voting.people.whence import digest_of

ALIVE = timedelta(seconds=60)
"""A tablet says that it is there twice in this time (tablet/bound.js)."""

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


def see(mark: str) -> None:
    """Write down that a tablet is there. Errors: NotFound once it is released."""
    known = mark.isascii() and mark.isprintable()  # no other text is asked for
    asked = select(BoundTablet).where(BoundTablet.mark == mark).with_for_update()
    row = db.session.scalar(asked) if known else None
    if row is None:
        raise NotFound("这台平板已解除绑定。")
    row.seen_at = now()


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
