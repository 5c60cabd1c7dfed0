"""What a deed makes due: one row, written in the deed's own transaction. Never does it, and keeps no text of anybody's.

Whoever owes something takes its row before other rows that the job will touch too: the worker has the row first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from voting.core.clock import now
from voting.core.db import db, is_added
from voting.core.due_models import Due
from voting.core.due_rules import DUE, KEPT, DueState


@dataclass(frozen=True)
class Owed:
    """What a job is told: of what, whose, and the moment at which it was due, which may be long ago."""

    key: str
    jurisdiction_id: int | None
    due_at: datetime


def owe(kind: str, key: str, at: datetime, *, jurisdiction_id: int | None = None) -> None:
    """Make something due at a moment. Owed again, it moves: what waits, was cancelled or failed is due at the new moment.

    What is done already is due again only at a later moment than it was: a deed that ran twice owes nothing more.
    """
    row = _row(kind, key) or _new(
        Due(kind=kind, key=key, jurisdiction_id=jurisdiction_id, due_at=at, owed_at=now())
    )
    if row.state is DueState.DONE and at <= row.due_at:
        return
    row.state = DUE.after(row.state, "owe")
    row.due_at, row.owed_at, row.tries, row.next_try_at, row.settled_at = at, now(), 0, None, None
    db.session.flush()


def cancel(kind: str, key: str) -> None:
    """Owe something no longer. Nothing happens where it was never owed, is cancelled or done."""
    row = _row(kind, key)
    if row is not None and DUE.may(row.state, "cancel"):
        row.state, row.settled_at = DUE.after(row.state, "cancel"), now()
        db.session.flush()


def forget_settled() -> None:
    """Delete what was done or cancelled longer ago than KEPT; what failed stays until somebody has looked at it."""
    over = Due.state.in_({DueState.DONE, DueState.CANCELLED}), Due.settled_at < now() - KEPT
    db.session.execute(delete(Due).where(*over))


def _row(kind: str, key: str) -> Due | None:
    asked = select(Due).where(Due.kind == kind, Due.key == key)
    return db.session.scalar(asked.with_for_update().execution_options(populate_existing=True))


def _new(row: Due) -> Due:
    """Return the row, or the one that another transaction has written meanwhile."""
    kind, key = row.kind, row.key
    if is_added(row):
        return row
    found = _row(kind, key)
    assert found is not None
    return found
