"""The lock-out: wrong tries are counted and the fifth locks, at a login that nobody bears as at one that somebody does."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from sqlalchemy.exc import IntegrityError

from voting.audit.journal import Event, record
from voting.core.clock import now
from voting.core.db import db
from voting.core.errors import TooManyTries
from voting.people.models import Account, UnknownLogin

TRIES = 5
LOCKED = timedelta(minutes=15)
SLOTS = 2**20
"""Logins that nobody bears share so many counters, so that no flood of them fills the database."""


@dataclass(frozen=True, kw_only=True)
class AccountLocked(Event):
    name: ClassVar[str] = "people:account:locked"
    account: int


def refuse_locked(tried: Account | UnknownLogin) -> None:
    """Raise TooManyTries while an account, or a login that nobody bears, is locked."""
    if tried.locked_until is not None and tried.locked_until > now():
        raise TooManyTries("尝试次数过多，账号已锁定，请 15 分钟后再试，或请工作人员重置。")


def forget_failures(account: Account) -> None:
    """Count anew after a right secret; with a second factor, wrong codes go on counting until a right one is given."""
    if account.totp is None:
        account.failed_tries, account.locked_until = 0, None


def count_failure(account: Account) -> None:
    """Count a wrong secret or code on an account whose row is locked; the fifth one locks the account."""
    if _count(account):
        record(AccountLocked(account=account.id), None, account.jurisdiction_id)


def count_unknown(login: str, secret_key: str) -> None:
    """Count a try at a login that nobody bears, as one at an account. Errors: TooManyTries while it is locked.

    Who asks learns from neither the answers nor the work which logins there are.
    """
    tried = _unknown(slot_of(login, secret_key))
    refuse_locked(tried)
    _count(tried)


def slot_of(login: str, secret_key: str) -> int:
    """Return the counter of a login. Keyed: nobody outside computes two that share one, and no text can be read from it."""
    digest = hmac.digest(secret_key.encode(), b"unknown login|" + login.encode(), "sha256")
    return int.from_bytes(digest[:4]) % SLOTS


def _unknown(slot: int) -> UnknownLogin:
    """Return the counter, its row locked, made where there is none yet."""
    found = db.session.get(UnknownLogin, slot, with_for_update=True, populate_existing=True)
    if found is not None:
        return found
    try:
        with db.session.begin_nested():
            made = UnknownLogin(slot=slot)
            db.session.add(made)
    except IntegrityError:  # another request made it meanwhile
        return db.session.get_one(UnknownLogin, slot, with_for_update=True)
    return made


def _count(tried: Account | UnknownLogin) -> bool:
    """Count a wrong try; tell whether it was the one that locks."""
    tried.failed_tries += 1
    if tried.failed_tries < TRIES:
        return False
    tried.failed_tries, tried.locked_until = 0, now() + LOCKED
    return True
