"""Deeds of one's number: keep it, say that it is one's own, forget it. Writes its journal line, without the number; never commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from sqlalchemy import select, update

from voting.audit.journal import Event, record
from voting.core.db import db
from voting.notices.event.rules import SERVED, NoticeKind
from voting.notices.phone.facts import expect_number, number_of
from voting.notices.phone.models import AccountPhone
from voting.notices.wish.contact import seal
from voting.notices.wish.facts import lock_account
from voting.people.models import Account
from voting.people.rules import Actor


@dataclass(frozen=True, kw_only=True)
class PhoneChanged(Event):
    """reached: a number is kept now; never which."""

    name: ClassVar[str] = "notices:phone:changed"
    account: int
    reached: bool


@dataclass(frozen=True, kw_only=True)
class PhoneConfirmed(Event):
    name: ClassVar[str] = "notices:phone:confirmed"
    account: int


@dataclass(frozen=True, kw_only=True)
class NewPhone:
    """What somebody says of his number. number: in its one form, empty for none; kinds: beside those that are always sent."""

    number: str = field(repr=False)
    kinds: Sequence[NoticeKind]


def keep(actor: Actor, new: NewPhone, secret_key: str) -> AccountPhone:
    """Keep a number, which is asked first whether it is its owner's. Saved again, an unconfirmed number is asked again."""
    assert actor.account_id is not None
    lock_account(actor.account_id)
    row = db.session.get(AccountPhone, actor.account_id, populate_existing=True)
    if row is None:
        row = AccountPhone(account_id=actor.account_id, jurisdiction_id=actor.jurisdiction_id)
        db.session.add(row)
    row.confirmed = row.confirmed and number_of(row, secret_key) == new.number
    row.number = seal(new.number, secret_key) if new.number else None
    row.to_confirm = bool(new.number) and not row.confirmed
    row.kinds = sorted(kind.value for kind in new.kinds if kind not in SERVED)
    changed = PhoneChanged(account=actor.account_id, reached=row.number is not None)
    record(changed, actor, actor.jurisdiction_id)
    return row


def confirm_number(actor: Actor, token: str, secret_key: str) -> None:
    """Say that a number is one's own, by the link that was sent there; said again, nothing changes.

    Errors: NotFound for a link of another account's, or of a number that is not kept any more.
    """
    row = expect_number(actor, token, secret_key)
    if not row.confirmed:
        row.confirmed, row.to_confirm = True, False
        record(PhoneConfirmed(account=row.account_id), actor, actor.jurisdiction_id)


def forget_closed() -> None:
    """Delete the numbers of closed accounts, which are told nothing any more. The closing has its own line."""
    closed = select(Account.id).where(Account.closed.is_(True))
    theirs = AccountPhone.account_id.in_(closed), AccountPhone.number.is_not(None)
    gone = {"number": None, "confirmed": False, "to_confirm": False}
    db.session.execute(update(AccountPhone).where(*theirs).values(gone))
