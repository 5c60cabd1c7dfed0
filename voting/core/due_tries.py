"""How what is due is tried: begun by one worker, finished by the same, or given up with a sentence. Knows no job.

A try has two transactions. The first counts it and lets the row rest, so that a process that dies in the middle costs a
pause and blocks nothing. The second does the deed and marks the row done: whoever finds it done, or counted further,
leaves it alone. So two workers do nothing twice, on either database.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select

from voting.core.clock import now
from voting.core.db import db
from voting.core.due import Owed
from voting.core.due_models import MOST_FAILURE, Due, DueWorker
from voting.core.due_rules import DUE, MOST_TRIES, PAUSES, DueState, pause_after
from voting.core.errors import NotFound

HEARD_EVERY = timedelta(minutes=1)
SILENT = timedelta(minutes=10)
"""After so long without a sign of any worker somebody should look."""


@dataclass(frozen=True)
class Try:
    """A try that was begun: of which row, of what kind, the how-manieth."""

    row_id: int
    kind: str
    number: int
    owed: Owed

    @property
    def is_one_too_many(self) -> bool:
        """Tell whether the last try, too, began and never came to an end."""
        return self.number > MOST_TRIES


def _at_hand(kinds: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    """Return what picks out a row that may be tried now.

    No pause is longer than the longest: a row that rests beyond that was tried by a clock that has been set back since.
    """
    at = now()
    rested = or_(Due.next_try_at.is_(None), Due.next_try_at <= at, Due.next_try_at > at + PAUSES[-1])
    return Due.kind.in_(kinds), Due.state == DueState.WAITING, Due.due_at <= at, rested


def is_anything_due(kinds: Collection[str]) -> bool:
    """Tell whether a try could be begun: a read, which keeps nobody from writing."""
    return db.session.scalar(select(Due.id).where(*_at_hand(kinds)).limit(1)) is not None


def begin(kinds: Collection[str]) -> Try | None:
    """Begin a try of what was due first; None when nothing is, or another worker has it. A transaction of its own."""
    asked = select(Due).where(*_at_hand(kinds)).order_by(Due.due_at, Due.id).limit(1)
    row = db.session.scalar(asked.with_for_update(skip_locked=True))
    if row is None:
        return None
    row.tries += 1
    row.next_try_at = now() + pause_after(row.tries)
    return Try(row.id, row.kind, row.tries, Owed(row.key, row.jurisdiction_id, row.due_at))


def mark_done(begun: Try) -> bool:
    """Mark done what a try is about to do in this very transaction; False when it is no longer this try's to do."""
    row = _still(begun)
    if row is None:
        return False
    row.state, row.settled_at = DUE.after(row.state, "do"), now()
    row.next_try_at, row.failure = None, ""
    db.session.flush()
    return True


def mark_failed(begun: Try, sentence: str) -> None:
    """Keep why a try failed; after the last one the thing is given up and waits for the operator."""
    row = _still(begun)
    if row is None:
        return
    row.failure = sentence[:MOST_FAILURE]
    if begun.number < MOST_TRIES:
        row.next_try_at = now() + pause_after(begun.number)
    else:
        row.state, row.settled_at, row.next_try_at = DUE.after(row.state, "give_up"), now(), None


def _still(begun: Try) -> Due | None:
    """Return the row of a try, locked, unless it was moved, cancelled, done or tried again since."""
    same = Due.id == begun.row_id, Due.tries == begun.number, Due.due_at == begun.owed.due_at
    asked = select(Due).where(*same, Due.state == DueState.WAITING)
    return db.session.scalar(
        asked.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    )


def retry(kind: str, key: str) -> None:
    """Try again what was given up, from its first try on. Errors: NotFound; WrongMoment unless it failed."""
    row = db.session.scalar(select(Due).where(Due.kind == kind, Due.key == key).with_for_update())
    if row is None:
        raise NotFound("没有这件到期的事。")
    row.state, row.tries, row.next_try_at, row.settled_at = DUE.after(row.state, "retry"), 0, None, None


def row_of(kind: str, key: str) -> Due | None:
    """Return the row of a thing, None where it was never owed."""
    return db.session.scalar(select(Due).where(Due.kind == kind, Due.key == key))


def is_heard(name: str) -> bool:
    """Tell whether a worker of this name has said lately that it is there."""
    row = db.session.get(DueWorker, name)
    return row is not None and abs(now() - row.heard_at) < HEARD_EVERY


def say_heard(name: str) -> None:
    """Write down that a worker is there."""
    db.session.merge(DueWorker(name=name, heard_at=now()))


def is_somebody_heard() -> bool:
    """Tell whether any worker has been heard lately."""
    return db.session.scalar(select(DueWorker.name).where(DueWorker.heard_at > now() - SILENT)) is not None


def last_heard() -> datetime | None:
    """Return when a worker was heard last, None for never."""
    return db.session.scalar(select(func.max(DueWorker.heard_at)))
