"""What the page fragment of the second person shows (templates/macros/second_person.html)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from voting.confirmation.models import Confirmation
from voting.confirmation.rules import ConfirmationKind, ConfirmationState
from voting.core.db import db
from voting.core.text import N_
from voting.people.models import Account
from voting.people.rules import Actor
from voting.people.second_person import TOO_CLOSE, too_close

SECOND_PERSON = N_("第二人确认：%(step)s")


@dataclass(frozen=True)
class WaitingConfirmation:
    """What waits for a second person, as one reader sees it. by: name of who asked; own: the reader himself did.

    hindrance: why he may not though he has the role, a message id; else empty.
    """

    kind: str
    number: int
    subject: str
    payload: Mapping[str, Any]
    by: str
    at: datetime
    own: bool
    may_confirm: bool
    hindrance: str
    may_take_back: bool


def taken_by(rows: Sequence[Confirmation]) -> dict[str, tuple[str, str]]:
    """Return kind -> names of who asked and who confirmed, of the last that was confirmed. rows: in their order."""
    done = {row.kind: row for row in rows if row.state is ConfirmationState.CONFIRMED}
    if not done:
        return {}
    people = {person for row in done.values() for person in (row.asked_by, row.settled_by)}
    found = db.session.execute(select(Account.id, Account.name).where(Account.id.in_(people)))
    names: dict[int | None, str] = {row[0]: row[1] for row in found}
    return {kind: (names[row.asked_by], names.get(row.settled_by, "")) for kind, row in done.items()}


def seen_by(
    actor: Actor, kinds: Sequence[ConfirmationKind], rows: Sequence[Confirmation]
) -> list[WaitingConfirmation]:
    """Return these rows as the reader sees them, in the same order. actor: with the roles that hold in this matter."""
    if not rows:
        return []
    by_name = {kind.name: kind for kind in kinds}
    asked = select(Account.id, Account.name).where(Account.id.in_({row.asked_by for row in rows}))
    names: dict[int, str] = {row[0]: row[1] for row in db.session.execute(asked)}
    return [_seen(actor, by_name[row.kind], row, names[row.asked_by]) for row in rows]


def _seen(actor: Actor, kind: ConfirmationKind, row: Confirmation, by: str) -> WaitingConfirmation:
    own = row.asked_by == actor.account_id
    may = kind.may_confirm(actor.roles, own=own) and actor.account_id is not None
    close = may and too_close(row.asked_by, actor.account_id or 0)
    return WaitingConfirmation(
        kind=row.kind,
        number=row.number,
        subject=row.subject,
        payload=row.payload,
        by=by,
        at=row.asked_at,
        own=own,
        may_confirm=may and not close,
        hindrance=TOO_CLOSE if close else "",
        may_take_back=kind.may_take_back(actor.roles),
    )


def never_second(actor: Actor, row: Confirmation) -> frozenset[int]:
    """Return whom what waits does not wait for: who asked for it, and the reader where his account is too close to that one."""
    near = actor.account_id is not None and too_close(row.asked_by, actor.account_id)
    return frozenset({row.asked_by, actor.account_id} if near and actor.account_id else {row.asked_by})
