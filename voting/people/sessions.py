"""The sessions of an account: on what device each began, since when, how one ends the others. Keeps nothing of a deputy's."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from voting.core.clock import now
from voting.core.db import db
from voting.core.errors import NotFound
from voting.core.text import N_
from voting.people.models import SignedIn

SIGNED_IN_FOR = timedelta(hours=12)
FRESH_FOR = timedelta(minutes=10)
"""How long after signing in one may bind a new way to sign in: a device left open for longer may be in other hands."""
SEEN_EVERY = timedelta(minutes=5)
"""How often a session that goes on sending writes down that it does."""

KINDS = {"phone": N_("手机"), "tablet": N_("平板"), "computer": N_("电脑")}
UNKNOWN = N_("未注明的设备")
BROWSERS = (
    ("MicroMessenger", "WeChat"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
"""What a browser says of itself, in the order in which to look: each says the names of those after it too."""


@dataclass(frozen=True)
class SessionLine:
    """One session. handle: names it in addresses; kind: a message id; browser: its name, or nothing.

    seen_at: when it last sent something, None where it is not noted; here: it is the one that asks.
    """

    handle: str
    kind: str
    browser: str
    since: datetime
    seen_at: datetime | None
    here: bool


def device_of(user_agent: str) -> str:
    """Return what is kept of a browser's account of itself: `phone WeChat`, `computer Firefox`; nothing where it is unclear."""
    browser = next((name for sign, name in BROWSERS if sign in user_agent), "")
    if not browser:
        return ""
    if "iPad" in user_agent or ("Android" in user_agent and "Mobile" not in user_agent):
        return f"tablet {browser}"
    return f"{'phone' if 'Mobile' in user_agent else 'computer'} {browser}"


def note_seen(digest: str, user_agent: str) -> None:
    """Write down that a session sent something, and on what; for one that ended meanwhile nothing."""
    row = db.session.get(SignedIn, digest)
    if row is not None:
        row.seen_at, row.device = now(), row.device or device_of(user_agent)


def is_fresh(digest: str) -> bool:
    """Tell whether a session was begun just now. digest: of the session."""
    row = db.session.get(SignedIn, digest)
    return row is not None and now() < row.expires_at - SIGNED_IN_FOR + FRESH_FOR


def handle_of(row: SignedIn) -> str:
    """Return by what a session is named in addresses: nobody can tell its cookie from it."""
    return hashlib.sha256(f"session|{row.token_sha256}".encode()).hexdigest()[:16]


def sessions_of(account_id: int, digest: str) -> tuple[SessionLine, ...]:
    """Return the sessions of an account that go on, the newest first. digest: of the one that asks."""
    return tuple(line_of(row, digest) for row in _rows(account_id))


def line_of(row: SignedIn, digest: str) -> SessionLine:
    """Return a session as it is shown."""
    kind, _space, browser = row.device.partition(" ")
    return SessionLine(
        handle=handle_of(row),
        kind=KINDS.get(kind, UNKNOWN),
        browser=browser,
        since=row.expires_at - SIGNED_IN_FOR,
        seen_at=row.seen_at,
        here=row.token_sha256 == digest,
    )


def end_session(account_id: int, handle: str) -> None:
    """End one session of the account; as with signing out, no line of the journal says so. Errors: NotFound."""
    for row in _rows(account_id):
        if handle_of(row) == handle:
            db.session.delete(row)
            return
    raise NotFound("这次登录已经结束。")


def end_others(account_id: int, digest: str) -> None:
    """End every session of the account but the one that asks."""
    for row in _rows(account_id):
        if row.token_sha256 != digest:
            db.session.delete(row)


def _rows(account_id: int) -> list[SignedIn]:
    asked = select(SignedIn).where(SignedIn.account_id == account_id, SignedIn.expires_at > now())
    return list(db.session.scalars(asked.order_by(SignedIn.expires_at.desc())))
