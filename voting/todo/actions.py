"""Deeds of calendars: an address is made and revoked. Each writes its journal line, without the address; none commits."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import ClassVar

from voting.audit.journal import Event, record
from voting.core.clock import now
from voting.core.db import db
from voting.core.errors import WrongMoment
from voting.people.access import token_digest
from voting.people.models import Account, CalendarAddress
from voting.people.rules import Actor


@dataclass(frozen=True, kw_only=True)
class CalendarMade(Event):
    name: ClassVar[str] = "todo:calendar:made"
    account: int


@dataclass(frozen=True, kw_only=True)
class CalendarRevoked(Event):
    name: ClassVar[str] = "todo:calendar:revoked"
    account: int


def make_address(actor: Actor) -> str:
    """Make the secret of a new address of the person's calendar, which nobody can read again; the one before ends."""
    assert actor.account_id is not None
    token = secrets.token_urlsafe(32)
    db.session.get_one(Account, actor.account_id, with_for_update=True)  # a first address has no row to lock
    row = _row(actor)
    if row is None:
        row = CalendarAddress(
            jurisdiction_id=actor.jurisdiction_id,
            account_id=actor.account_id,
            token_sha256=token_digest(token),
            made_at=now(),
        )
        db.session.add(row)
    else:
        row.token_sha256, row.made_at = token_digest(token), now()
    record(CalendarMade(account=actor.account_id), actor, actor.jurisdiction_id)
    return token


def revoke_address(actor: Actor) -> None:
    """End the address of the person's calendar. Errors: WrongMoment when there is none."""
    row = _row(actor)
    if row is None:
        raise WrongMoment("没有正在使用的日历地址。")
    db.session.delete(row)
    record(CalendarRevoked(account=row.account_id), actor, actor.jurisdiction_id)


def _row(actor: Actor) -> CalendarAddress | None:
    key = (actor.jurisdiction_id, actor.account_id)
    return db.session.get(CalendarAddress, key, with_for_update=True)
