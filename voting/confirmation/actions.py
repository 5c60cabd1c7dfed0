"""The deeds of two persons: ask, confirm, take back. Each writes the line that its room hands in; none commits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import func, select

from voting.audit.journal import Event, head_of, record
from voting.confirmation.facts import waiting
from voting.confirmation.models import Confirmation
from voting.confirmation.rules import CONFIRMATION, NOT_YOURS, ConfirmationKind, ConfirmationState
from voting.core.clock import now
from voting.core.db import db
from voting.core.errors import NotAllowed, WrongMoment
from voting.people.rules import Actor
from voting.people.second_person import check_second_person

Done = TypeVar("Done")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What somebody asks for. line: its line of the journal; named: values of the sentence that one waits already."""

    kind: ConfirmationKind
    subject: str
    line: Event
    payload: Mapping[str, Any] = field(default_factory=dict)
    named: Mapping[str, str] = field(default_factory=dict)


def ask(actor: Actor, wanted: Wanted) -> Confirmation:
    """Ask for a deed; it is done only when a second person confirms it.

    actor: with the roles that hold in this matter.

    Errors: NotAllowed for the wrong role; WrongMoment while one waits for the same subject.
    """
    kind, at = wanted.kind, now()
    if actor.account_id is None or not actor.roles & kind.ask:
        raise NotAllowed(NOT_YOURS)
    head_of(actor.jurisdiction_id)  # two who ask at once come one after the other
    _expect_none(actor, wanted)
    row = Confirmation(
        jurisdiction_id=actor.jurisdiction_id,
        kind=kind.name,
        number=_next_number(actor.jurisdiction_id, kind),
        subject=wanted.subject,
        payload=dict(wanted.payload),
        asked_by=actor.account_id,
        asked_at=at,
    )
    db.session.add(row)
    db.session.flush()
    record(wanted.line, actor, row.jurisdiction_id)
    return row


def _expect_none(actor: Actor, wanted: Wanted) -> None:
    """Raise WrongMoment while one waits."""
    if waiting(actor.jurisdiction_id, (wanted.kind,), wanted.subject):
        raise WrongMoment(wanted.kind.said.waiting, **wanted.named)


def _next_number(jurisdiction_id: int, kind: ConfirmationKind) -> int:
    asked = select(func.max(Confirmation.number)).where(
        Confirmation.jurisdiction_id == jurisdiction_id, Confirmation.kind == kind.name
    )
    return (db.session.scalar(asked) or 0) + 1


def confirm(
    actor: Actor, kind: ConfirmationKind, row: Confirmation, carry_out: Callable[[], Done], *, line: Event
) -> Done:
    """Confirm as the second person, and do the deed in the same transaction; returns what the deed does.

    actor: with the roles that hold in this matter; carry_out: the room's deed.

    Errors: WrongMoment once it is settled; NotAllowed for who asked, for the wrong role and for another login of who
    asked; those of the deed, and then nothing is confirmed.
    """
    _hold(kind, row)
    check_second_person(row.asked_by, actor, kind.said.own)
    if not actor.roles & kind.confirm:
        raise NotAllowed(kind.said.role)
    _settle(actor, row, "confirm")
    done = carry_out()
    record(line, actor, row.jurisdiction_id)  # the journal's end is locked last, behind what the deed locks
    return done


def take_back(actor: Actor, kind: ConfirmationKind, row: Confirmation, *, line: Event) -> None:
    """Withdraw what one asked for oneself, or refuse what another asked for; nothing happens then.

    Errors: WrongMoment once it is settled; NotAllowed for who may neither ask nor confirm.
    """
    _hold(kind, row)
    if not kind.may_take_back(actor.roles):
        raise NotAllowed(NOT_YOURS)
    _settle(actor, row, "withdraw" if row.asked_by == actor.account_id else "refuse")
    record(line, actor, row.jurisdiction_id)


def lapse(actor: Actor, row: Confirmation, *, line: Event | None = None) -> None:
    """End the waiting for a deed whose matter is gone. line: None where the deed that ended it says so itself."""
    db.session.refresh(row, with_for_update=True)
    if row.state is not ConfirmationState.ASKED:
        return  # somebody else ended it meanwhile, and his line says so
    _settle(actor, row, "lapse")
    if line is not None:
        record(line, actor, row.jurisdiction_id)


def _hold(kind: ConfirmationKind, row: Confirmation) -> None:
    """Lock the row as it is now; raise WrongMoment unless it waits."""
    db.session.refresh(row, with_for_update=True)
    if not row.waits_at(now()):
        raise WrongMoment(kind.said.settled)


def _settle(actor: Actor, row: Confirmation, step: str) -> None:
    row.state = CONFIRMATION.after(row.state, step)
    row.settled_by, row.settled_at = actor.account_id, now()
