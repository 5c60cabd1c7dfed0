"""Shared reads of the numbers of accounts. Writes nothing."""

from __future__ import annotations

import hmac
from collections.abc import Collection

from sqlalchemy import select

from voting.core.db import db
from voting.core.errors import NotFound
from voting.notices.event.rules import SERVED, NoticeKind
from voting.notices.phone.models import AccountPhone
from voting.notices.wish.contact import opened, token_of
from voting.people.rules import Actor


def phone_of(account_id: int) -> AccountPhone | None:
    """Return the number of an account, None where it never said one."""
    return db.session.get(AccountPhone, account_id)


def texted(account_ids: Collection[int]) -> dict[int, frozenset[NoticeKind]]:
    """Return which of these accounts are sent text messages, and of which kinds; one question."""
    asked = select(AccountPhone).where(
        AccountPhone.account_id.in_(account_ids),
        AccountPhone.confirmed.is_(True),
        AccountPhone.number.is_not(None),
    )
    return {row.account_id: kinds_of(row) for row in db.session.scalars(asked)}


def kinds_of(row: AccountPhone) -> frozenset[NoticeKind]:
    """Return the kinds that go to a number: what must be served always, and what its owner chose."""
    return SERVED | {NoticeKind(kind) for kind in row.kinds}


def number_of(row: AccountPhone | None, secret_key: str) -> str | None:
    """Return a number; None where there is none, or where the key is gone that sealed it."""
    return opened(row.number, secret_key) if row is not None else None


def expect_number(actor: Actor, token: str, secret_key: str) -> AccountPhone:
    """Return the actor's number, where a token is that of the number he keeps. Errors: NotFound for any other."""
    row = phone_of(actor.account_id or 0)
    number = number_of(row, secret_key)
    if (
        row is None
        or number is None
        or not hmac.compare_digest(token, token_of(row.account_id, number, secret_key))
    ):
        raise NotFound("这个链接已失效。")
    return row
