"""What people do with accounts: sign in and out, change a secret, bind a second factor."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import delete, select

from voting.audit.journal import Event, record
from voting.core.clock import now
from voting.core.db import db, transaction
from voting.core.errors import RuleBroken, TooManyTries
from voting.core.text import N_
from voting.people import secrets as secret
from voting.people.access import token_digest
from voting.people.lock_out import (
    IN_THE_HALL,
    count_failure,
    count_inside,
    count_unknown,
    counter_of,
    forget_failures,
    forget_inside,
    held_counter_of,
    inside_counter,
    refuse_locked,
    sweep_unknown,
)
from voting.people.models import Account, CalendarAddress, Grant, SignedIn, SpentChallenge
from voting.people.rules import Actor, Role
from voting.people.seats import seats
from voting.people.second_person import note_opening
from voting.people.sessions import SIGNED_IN_FOR
from voting.people.whence import expect_room, settle, stand_in, whence

WRONG = N_("账号或密码不正确。")
WRONG_OLD = N_("现在的密码不正确。")
WRONG_OLD_PIN = N_("个人密码不正确。")


@dataclass(frozen=True, kw_only=True)
class AccountOpened(Event):
    name: ClassVar[str] = "people:account:opened"
    account: int
    login: str
    roles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SecretChanged(Event):
    name: ClassVar[str] = "people:account:secret_changed"
    account: int


@dataclass(frozen=True, kw_only=True)
class AccountReset(Event):
    """Somebody else gave the account a new first secret; until revision 0021 that unbound its second factor too."""

    name: ClassVar[str] = "people:account:reset"
    account: int


@dataclass(frozen=True, kw_only=True)
class AccountClosed(Event):
    name: ClassVar[str] = "people:account:closed"
    account: int


@dataclass(frozen=True, kw_only=True)
class RolesChanged(Event):
    name: ClassVar[str] = "people:account:roles_changed"
    account: int
    before: tuple[str, ...]
    after: tuple[str, ...]
    unit: int | None


@dataclass(frozen=True, kw_only=True)
class NewAccount:
    """secret_phc: the hashed first password; it must be changed at the first sign-in unless settled."""

    jurisdiction_id: int
    login: str
    name: str
    secret_phc: str
    roles: frozenset[Role]
    deputy_id: int | None = None
    unit_id: int | None = None
    station: str | None = None
    must_change: bool = True


def open_account(actor: Actor | None, new: NewAccount) -> Account:
    """Open an account with its roles. Raise RuleBroken when the login is taken."""
    if db.session.scalar(select(Account.id).where(Account.login == new.login)) is not None:
        raise RuleBroken("账号“%(login)s”已经有人使用。", login=new.login)
    account = Account(
        jurisdiction_id=new.jurisdiction_id,
        login=new.login,
        name=new.name,
        secret=new.secret_phc,
        must_change=new.must_change,
        deputy_id=new.deputy_id,
        unit_id=new.unit_id,
        station=new.station,
    )
    note_opening(account, actor)
    db.session.add(account)
    db.session.flush()
    db.session.add_all(Grant(account_id=account.id, role=role) for role in sorted(new.roles))
    opened = AccountOpened(account=account.id, login=new.login, roles=tuple(sorted(new.roles)))
    record(opened, actor, new.jurisdiction_id)
    return account


def sign_in(login: str, password: str, *, secret_key: str, tablet: str = "") -> str:
    """Return a new cookie for this login; raise RuleBroken or TooManyTries.

    tablet: what a bound tablet of the hall shows; its tries are counted apart from those of places outside.
    Commits by itself: a failed try must be remembered although the request ends in an error. The hash is
    computed outside the transaction, so that nobody waits for it. Whatever is refused costs the same, one hash and the
    same counters, whether somebody bears the login or not, and whether it is locked or not.
    """
    account, way = account_claimed(login), whence(login, tablet)
    account_id = None if account is None else account.id
    nobodys = stand_in(login, way, secret_key)
    stored = nobodys if account is None else account.secret
    pin = ":" in login if account is None else account.deputy_id is not None
    if way is not None:
        expect_room(way)
    holds = secret.secret_holds(secret.as_typed(password, pin=pin), stored)
    token: str | None = None
    refused: TooManyTries | RuleBroken = RuleBroken(WRONG)
    with transaction():
        if way is not None:
            settle(way, holds=holds)
        try:
            if account_id is None:
                count_unknown(
                    f"{IN_THE_HALL}{login}" if way is not None and way.inside else login, secret_key
                )
            elif way is not None and way.inside:
                token = settle_inside(way.jurisdiction_id, account_id, holds=holds)
            else:
                token = settle_try(account_id, holds=holds)
        except TooManyTries as error:  # what was spent where it was tried stays spent
            refused = error
    if token is None:
        raise refused
    return token


def account_claimed(login: str) -> Account | None:
    """Return the open account that somebody claims: by its login, a deputy's by CODE:NUMBER in the term that sits."""
    code, colon, number = login.partition(":")
    seated = seats().account_of(code, number) if colon else None
    by_login = (Account.login == login) & Account.deputy_id.is_(None)
    mine = by_login if seated is None else Account.id == seated
    return db.session.scalar(select(Account).where(mine, Account.closed.is_(False)))


def settle_try(account_id: int, *, holds: bool) -> str | None:
    """Write down how a try ended: a session's token, or None and one failed try more."""
    account = db.session.get_one(Account, account_id, with_for_update=True, populate_existing=True)
    refuse_locked(account)
    if holds:
        forget_failures(account)
        return start_session(account.id)
    count_failure(account)
    return None


def settle_inside(jurisdiction_id: int, account_id: int, *, holds: bool) -> str | None:
    """Write down how a try at a tablet of the hall ended, whatever was tried elsewhere: as settle_try."""
    tried = inside_counter(jurisdiction_id, account_id)
    refuse_locked(tried)
    if holds:
        forget_inside(tried)
        return start_session(account_id)
    count_inside(tried)
    return None


def start_session(account_id: int, *, home: bool = False, second_factor: bool = False) -> str:
    """Return the cookie of a new session; what has run out, sessions and counters of unknown logins, is swept on the way.

    home: a deputy's from home; second_factor: it was opened by a passkey, which is both factors in one.
    """
    sweep_what_ran_out()
    token = secrets.token_urlsafe(32)
    session = SignedIn(
        token_sha256=token_digest(token),
        account_id=account_id,
        expires_at=now() + SIGNED_IN_FOR,
        second_factor=second_factor,
        home=home,
    )
    db.session.add(session)
    return token


def sweep_what_ran_out() -> None:
    """Delete sessions and answered challenges that are over and counters of unknown logins that count nothing any more."""
    db.session.execute(delete(SignedIn).where(SignedIn.expires_at < now()))
    db.session.execute(delete(SpentChallenge).where(SpentChallenge.until < now()))
    sweep_unknown()


def sign_out(token: str) -> None:
    """End this one session."""
    db.session.execute(delete(SignedIn).where(SignedIn.token_sha256 == token_digest(token)))


def sign_out_everywhere(account_id: int) -> None:
    """End every session of the account: after a change of secret, a lost device, a closed account."""
    db.session.execute(delete(SignedIn).where(SignedIn.account_id == account_id))


def shut_out(account_id: int) -> None:
    """End every session of the account and its calendar's address: whoever had them is not to read on."""
    sign_out_everywhere(account_id)
    db.session.execute(delete(CalendarAddress).where(CalendarAddress.account_id == account_id))


def change_secret(actor: Actor, *, old: str, new: str, memory_kib: int) -> str:
    """Change the actor's own password or PIN, end all his sessions and return a new cookie.

    Commits by itself, as sign_in does: a wrong old secret counts as a wrong try, and both hashes are computed
    outside the transactions. Raise RuleBroken (WRONG_OLD or WRONG_OLD_PIN for the old one) or TooManyTries.
    """
    account = db.session.get_one(Account, actor.account_id)
    refuse_locked(counter_of(account))
    old, new = (secret.as_typed(one, pin=account.deputy_id is not None) for one in (old, new))
    if old == new:
        raise RuleBroken("新密码不能与现在的相同。")
    is_pin, stored = account.deputy_id is not None, account.secret
    if is_pin:
        secret.check_pin(new)
    else:
        secret.check_password(new, account.login)
    holds = secret.secret_holds(old, stored)
    hashing = secret.hash_pin if is_pin else secret.hash_secret
    phc = hashing(new, memory_kib) if holds else None
    with transaction():
        token = settle_change(actor, stored=stored, phc=phc)
    if token is None:
        raise RuleBroken(WRONG_OLD_PIN if is_pin else WRONG_OLD)
    return token


def settle_change(actor: Actor, *, stored: str, phc: str | None) -> str | None:
    """Write down how a change ended: a new session's token, or None for an old secret that did not hold.

    stored: the hash that the old secret was held against; phc: the new one's, None when the old did not hold.
    """
    account = db.session.get_one(Account, actor.account_id, with_for_update=True, populate_existing=True)
    tried = held_counter_of(account)
    refuse_locked(tried)
    if phc is None or account.secret != stored:  # or somebody changed or reset it meanwhile
        count_inside(tried)
        return None
    account.secret, account.must_change = phc, False
    forget_failures(account)
    forget_inside(tried)  # a deputy has both
    sign_out_everywhere(account.id)
    record(SecretChanged(account=account.id), actor, account.jurisdiction_id)
    return start_session(account.id)
