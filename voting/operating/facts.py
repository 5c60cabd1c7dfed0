"""Shared reads of what is due, for the page, the commands and the to-dos alike. Writes nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, true

from voting.congress.place.models import Jurisdiction
from voting.core.clock import now
from voting.core.db import db
from voting.core.due_models import Due
from voting.core.due_rules import DueState
from voting.core.due_tries import is_somebody_heard
from voting.operating.rules import LATE_AFTER
from voting.people.rules import Place

SETTLED = frozenset({DueState.DONE, DueState.CANCELLED})


def places_in(place: Place) -> frozenset[int] | None:
    """Return a place and all below it, of whose dates its administrator reads; None for everything: a topmost place runs the server."""
    if len(place.path) == 1:
        return None
    under = "/".join(str(part) for part in place.path)
    asked = select(Jurisdiction.id).where(Jurisdiction.path.startswith(f"{under}/", autoescape=True))
    return frozenset({place.id, *db.session.scalars(asked)})


def of_places(ids: Collection[int] | None) -> ColumnElement[bool]:
    """Return what picks out the due rows of these places; None for all, the program's own too."""
    return true() if ids is None else Due.jurisdiction_id.in_(ids)


def due_rows(state: DueState, most: int | None = None, ids: Collection[int] | None = None) -> Sequence[Due]:
    """Return the due rows in a state: settled ones the newest first, the others in the order in which they are due."""
    order = (Due.settled_at.desc(), Due.id.desc()) if state in SETTLED else (Due.due_at, Due.id)
    asked = select(Due).where(Due.state == state, of_places(ids))
    return db.session.scalars(asked.order_by(*order).limit(most)).all()


def late_rows(most: int, ids: Collection[int] | None = None) -> Sequence[Due]:
    """Return what waits although its time is over, what was due first in front: tried in vain, or nobody is there."""
    late = Due.state == DueState.WAITING, Due.due_at < now() - LATE_AFTER
    return db.session.scalars(
        select(Due).where(*late, of_places(ids)).order_by(Due.due_at, Due.id).limit(most)
    ).all()


def count_of(state: DueState, ids: Collection[int] | None = None) -> int:
    """Return how many due rows are in a state."""
    return db.session.scalar(select(func.count()).where(Due.state == state, of_places(ids))) or 0


def complaints() -> list[str]:
    """Return, by code, what is wrong with the program's own dates though it serves: worker_silent, jobs_failed."""
    found = {"worker_silent": not is_somebody_heard(), "jobs_failed": bool(count_of(DueState.FAILED))}
    return [code for code, wrong in found.items() if wrong]


def is_late(row: Due, at: datetime) -> bool:
    """Tell whether a row that waits should have been done."""
    return row.state is DueState.WAITING and row.due_at < at - LATE_AFTER
