"""Shared reads of what waits for a second person, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Select, select

from voting.confirmation.models import Confirmation
from voting.confirmation.rules import ConfirmationKind, ConfirmationState
from voting.core.clock import now
from voting.core.db import db
from voting.core.errors import NotFound, WrongMoment


def asked_for(
    jurisdiction_id: int, kinds: Iterable[ConfirmationKind], subject: str | None = None
) -> list[Confirmation]:
    """Return what was asked for, waiting and settled, in its order, read anew. subject: None for every one."""
    return _read(_of(jurisdiction_id, kinds, subject))


def waiting(
    jurisdiction_id: int, kinds: Iterable[ConfirmationKind], subject: str | None = None
) -> list[Confirmation]:
    """Return what waits for a second person, the oldest first, read anew. subject: None for every one."""
    asked = _of(jurisdiction_id, kinds, subject).where(Confirmation.state == ConfirmationState.ASKED)
    at = now()
    return [row for row in _read(asked) if row.waits_at(at)]


def waiting_in(jurisdiction_ids: Collection[int], kinds: Iterable[ConfirmationKind]) -> list[Confirmation]:
    """Return what waits for a second person in any of these congresses, the oldest first, read anew; one query."""
    asked = select(Confirmation).where(
        Confirmation.jurisdiction_id.in_(jurisdiction_ids),
        Confirmation.kind.in_([kind.name for kind in kinds]),
        Confirmation.state == ConfirmationState.ASKED,
    )
    at = now()
    return [row for row in _read(asked) if row.waits_at(at)]


def _of(jurisdiction_id: int, kinds: Iterable[ConfirmationKind], subject: str | None) -> Select[Confirmation]:
    asked = select(Confirmation).where(
        Confirmation.jurisdiction_id == jurisdiction_id, Confirmation.kind.in_([kind.name for kind in kinds])
    )
    return asked if subject is None else asked.where(Confirmation.subject == subject)


def _read(asked: Select[Confirmation]) -> list[Confirmation]:
    in_order = asked.order_by(Confirmation.asked_at, Confirmation.number)
    return list(db.session.scalars(in_order.execution_options(populate_existing=True)))


def expect_waiting(jurisdiction_id: int, kind: ConfirmationKind, subject: str) -> Confirmation:
    """Return what waits for this subject; raise WrongMoment when nothing does."""
    found = waiting(jurisdiction_id, (kind,), subject)
    if not found:
        raise WrongMoment(kind.said.settled)
    return found[0]


def numbered(jurisdiction_id: int, kind: ConfirmationKind, number: int) -> Confirmation:
    """Return what was asked for under a number, waiting or settled; raise NotFound when there is none."""
    row = db.session.get(Confirmation, (jurisdiction_id, kind.name, number))
    if row is None:
        raise NotFound(kind.said.unknown)
    return row
