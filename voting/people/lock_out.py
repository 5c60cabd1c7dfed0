"""The lock-out: wrong tries are counted and the fifth locks, at a login that nobody bears as at one that somebody does."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, TypeVar

from sqlalchemy import delete, or_
from sqlalchemy.exc import IntegrityError

from voting.audit.journal import Event, record
from voting.core.clock import now
from voting.core.db import Table, db
from voting.core.errors import TooManyTries
from voting.people.lock_out_rules import FORGOTTEN, Failures, after_failure
from voting.people.models import Account, HomeEntry, InsideTries, UnknownLogin

SLOTS = 2**20
"""Logins that nobody bears share so many counters, so that no flood of them fills the database."""

Tried = Account | HomeEntry | InsideTries | UnknownLogin
Row = TypeVar("Row", bound=Table)


@dataclass(frozen=True, kw_only=True)
class AccountLocked(Event):
    """inside: by tries at tablets of the hall or in its owner's session, which shut him out there too."""

    name: ClassVar[str] = "people:account:locked"
    account: int
    inside: bool = False


def refuse_locked(tried: Tried | None) -> None:
    """Raise TooManyTries while an account, or a login that nobody bears, is locked. None: nothing was ever counted."""
    if tried is not None and tried.locked_until is not None and tried.locked_until > now():
        raise TooManyTries("尝试次数过多，账号已锁定，请 15 分钟后再试，或请工作人员重置。")


def counter_of(account: Account) -> Account | InsideTries | None:
    """Return where the tries of an account's own sessions are counted: a deputy's apart from what strangers do elsewhere."""
    if account.deputy_id is None:
        return account
    return db.session.get(InsideTries, (account.jurisdiction_id, account.id), populate_existing=True)


def held_counter_of(account: Account) -> Account | InsideTries:
    """Return the same, its row locked; made where there is none yet. The account's row is locked already."""
    return account if account.deputy_id is None else inside_counter(account.jurisdiction_id, account.id)


def inside_counter(jurisdiction_id: int, account_id: int) -> InsideTries:
    """Return the counter of a deputy's tries in the hall, its row locked."""
    make = partial(InsideTries, jurisdiction_id=jurisdiction_id, account_id=account_id)
    return held(InsideTries, (jurisdiction_id, account_id), make)


def forget_failures(account: Account) -> None:
    """Count anew after a right secret; with a second factor, wrong codes go on counting until a right one is given."""
    if account.totp is None:
        account.failed_tries, account.locked_until = 0, None


def forget_inside(tried: Account | InsideTries) -> None:
    """Count a deputy's tries in the hall anew after a right PIN; for an account of staff as forget_failures."""
    if isinstance(tried, Account):
        forget_failures(tried)
    elif tried.failed_tries or tried.locked_until is not None:
        tried.failed_tries, tried.locked_until = 0, None


def unlock(account: Account) -> None:
    """Lift every lock of an account and count its tries anew."""
    account.failed_tries, account.locked_until = 0, None
    inside = db.session.get(InsideTries, (account.jurisdiction_id, account.id), with_for_update=True)
    if inside is not None:
        forget_inside(inside)


def count_failure(account: Account) -> None:
    """Count a wrong secret or code on an account whose row is locked; the fifth one locks the account."""
    if _count(account):
        record(AccountLocked(account=account.id), None, account.jurisdiction_id)


def count_inside(tried: Account | InsideTries) -> None:
    """Count a wrong secret in its owner's session, or a wrong PIN in the hall, on a counter whose row is locked."""
    if isinstance(tried, Account):
        count_failure(tried)
    elif _count(tried):
        record(AccountLocked(account=tried.account_id, inside=True), None, tried.jurisdiction_id)


def count_home(tried: HomeEntry) -> None:
    """Count a wrong password or code of a deputy at home, on a row that is locked; the hall's counters are others."""
    if _count(tried):
        record(AccountLocked(account=tried.account_id), None, tried.jurisdiction_id)


def count_unknown(login: str, secret_key: str) -> None:
    """Count a try at a login that nobody bears, as one at an account. Errors: TooManyTries while it is locked.

    Who asks learns from neither the answers nor the work which logins there are. login: also of a login as it is counted
    in the hall (`IN_THE_HALL` before it).
    """
    slot = slot_of(login, secret_key)
    tried = held(UnknownLogin, slot, partial(UnknownLogin, slot=slot))
    refuse_locked(tried)
    _count(tried)


IN_THE_HALL = "hall|"
"""Before a login that nobody bears where it is tried at a tablet: counted apart, as a deputy's is."""


def slot_of(login: str, secret_key: str) -> int:
    """Return the counter of a login. Keyed: nobody outside computes two that share one, and no text can be read from it."""
    digest = hmac.digest(secret_key.encode(), b"unknown login|" + login.encode(), "sha256")
    return int.from_bytes(digest[:4]) % SLOTS


def sweep_unknown() -> None:
    """Delete counters of unknown logins that count nothing any more."""
    at = now()
    over = or_(UnknownLogin.failed_at.is_(None), UnknownLogin.failed_at <= at - FORGOTTEN)
    free = or_(UnknownLogin.locked_until.is_(None), UnknownLogin.locked_until <= at)
    db.session.execute(delete(UnknownLogin).where(over, free))


def held(table: type[Row], key: Any, make: Callable[[], Row]) -> Row:  # noqa: ANN401  one value, or several
    """Return a row of what is counted, locked; made where there is none yet."""
    found = db.session.get(table, key, with_for_update=True, populate_existing=True)
    if found is not None:
        return found
    try:
        with db.session.begin_nested():
            made = make()
            db.session.add(made)
    except IntegrityError:  # another request made it meanwhile
        return db.session.get_one(table, key, with_for_update=True)
    return made


def _count(tried: Tried) -> bool:
    """Count a wrong try; tell whether it was the one that locks."""
    after, until = after_failure(Failures(tried.failed_tries, tried.failed_at), now())
    tried.failed_tries, tried.failed_at = after.count, after.at
    if until is None:
        return False
    tried.locked_until = until
    return True
