"""How a deputy signs in from home: invited by a code on paper, then by a password of his own, apart from the hall's six digits."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import ClassVar

from sqlalchemy import delete

from voting.audit.journal import Event, record
from voting.core.clock import now
from voting.core.db import db, transaction
from voting.core.errors import RuleBroken
from voting.core.text import N_
from voting.people import secrets as secret
from voting.people.actions import WRONG_OLD, SecretChanged, account_claimed, start_session
from voting.people.lock_out import count_home, count_unknown, held, refuse_locked
from voting.people.models import Account, HomeEntry, Passkey, SignedIn
from voting.people.rules import Actor
from voting.people.second_factor import passkeys_of
from voting.people.whence import DUMMY

INVITED_FOR = timedelta(days=30)
CODE_SIGNS, CODE_PART = 16, 4
"""Sixteen signs of 32: 80 bits, so that a plain hash keeps it and nobody guesses it within its month."""
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
AT_HOME = "home|"
"""Before a login that nobody bears at home: counted apart from the hall's, and password and code together, as a deputy's are."""
WRONG = N_("出席证号或密码不正确。还没有开通在家登录的，请用邀请单上的邀请码开通。")
WRONG_CODE = N_("出席证号或邀请码不正确，或者邀请码已经用过、过期。请向人大办公室领一张新的邀请单。")


@dataclass(frozen=True, kw_only=True)
class HomeOpened(Event):
    """A deputy set the password with which he signs in from home, by the code of his slip."""

    name: ClassVar[str] = "people:account:home_opened"
    account: int


@dataclass(frozen=True, kw_only=True)
class PasskeysUnbound(Event):
    """A new slip was printed for a deputy: the passkeys of before open nothing any more."""

    name: ClassVar[str] = "people:account:passkeys_unbound"
    account: int


def unbind_home(actor: Actor, account: Account) -> None:
    """Take a deputy's passkeys away and end what they opened: a new slip begins anew. Writes a line where there were any."""
    if not passkeys_of(account.id):
        return
    db.session.execute(delete(Passkey).where(Passkey.account_id == account.id))
    opened = SignedIn.account_id == account.id, SignedIn.home.is_(True), SignedIn.second_factor.is_(True)
    db.session.execute(delete(SignedIn).where(*opened))
    record(PasskeysUnbound(account=account.id), actor, account.jurisdiction_id)


def new_code() -> str:
    """Return a one-time code in groups, as it is printed."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(CODE_SIGNS))
    return "-".join(signs[at : at + CODE_PART] for at in range(0, CODE_SIGNS, CODE_PART))


def digest_of(code: str) -> str:
    """Return what is kept of a one-time code, however it was typed."""
    plain = "".join(sign for sign in code.upper() if sign in ALPHABET)
    return hashlib.sha256(f"home|{plain}".encode()).hexdigest()


def entry_of(account: Account) -> HomeEntry:
    """Return the row of a deputy's home entry, locked; made where there is none yet."""
    key = (account.jurisdiction_id, account.id)
    return held(HomeEntry, key, partial(HomeEntry, jurisdiction_id=key[0], account_id=key[1]))


def invite(account: Account) -> tuple[str, datetime]:
    """Return a new one-time code and its end; one of before holds no more, a password goes on until this one is used.

    A lock is lifted: whoever has the new slip is its deputy, and nobody guesses the code.
    """
    entry, code = entry_of(account), new_code()
    entry.failed_tries, entry.locked_until = 0, None
    entry.code_sha256, entry.code_until = digest_of(code), now() + INVITED_FOR
    return code, entry.code_until


def _known(login: str) -> HomeEntry | None:
    """Return the home entry that a login claims: never staff's, who have none."""
    account = account_claimed(login)
    if account is None or account.deputy_id is None:
        return None
    return db.session.get(HomeEntry, (account.jurisdiction_id, account.id), populate_existing=True)


def _locked(key: tuple[int, int]) -> HomeEntry:
    """Return the row once more, locked, unless tries at it are refused."""
    entry = db.session.get_one(HomeEntry, key, with_for_update=True, populate_existing=True)
    refuse_locked(entry)
    return entry


def sign_in(login: str, password: str, *, secret_key: str) -> str:
    """Return the cookie of a session from home. Errors: RuleBroken; TooManyTries.

    Commits by itself, as in the hall: a failed try is remembered. Who has no password yet is refused as who does not
    exist, after the same hash and the same counting.
    """
    entry = _known(login)
    stored = None if entry is None else entry.secret
    key = None if entry is None else (entry.jurisdiction_id, entry.account_id)
    holds = secret.secret_holds(password, stored or DUMMY)
    token = None
    with transaction():
        if key is None:
            count_unknown(AT_HOME + login, secret_key)
        else:
            token = _settled(key, holds=holds, stored=stored)
    if token is None:
        raise RuleBroken(WRONG)
    return token


def _settled(key: tuple[int, int], *, holds: bool, stored: str | None) -> str | None:
    entry = _locked(key)
    if not holds or stored is None or entry.secret != stored:  # or it was changed meanwhile
        count_home(entry)
        return None
    entry.failed_tries, entry.locked_until = 0, None
    return start_session(entry.account_id, home=True)


def accept(login: str, code: str, password: str, *, secret_key: str, memory_kib: int) -> str:
    """Set the password by the slip's code, which is used up; return the cookie of a session from home.

    Errors: RuleBroken for a password that is too plain, or with WRONG_CODE; TooManyTries. Commits by itself. One hash is
    computed whether the code holds or not.
    """
    secret.check_password(password, login)
    entry = _known(login)
    key = None if entry is None else (entry.jurisdiction_id, entry.account_id)
    phc = secret.hash_secret(password, memory_kib)
    token = None
    with transaction():
        if key is None:
            count_unknown(AT_HOME + login, secret_key)
        else:
            token = _accepted(key, digest_of(code), phc)
    if token is None:
        raise RuleBroken(WRONG_CODE)
    return token


def _accepted(key: tuple[int, int], digest: str, phc: str) -> str | None:
    entry = _locked(key)
    if entry.code_sha256 != digest or entry.code_until is None or entry.code_until <= now():
        count_home(entry)
        return None
    entry.secret, entry.code_sha256, entry.code_until = phc, None, None
    entry.failed_tries, entry.locked_until = 0, None
    _end_sessions(entry.account_id)
    record(HomeOpened(account=entry.account_id), None, entry.jurisdiction_id)
    return start_session(entry.account_id, home=True)


def change_password(actor: Actor, *, old: str, new: str, memory_kib: int) -> str:
    """Change the password of home, end the sessions from there and return a new cookie; the hall's six digits stay.

    Commits by itself, both hashes outside of transactions. Errors: RuleBroken (WRONG_OLD for the old one); TooManyTries.
    """
    account = db.session.get_one(Account, actor.account_id)
    key = (account.jurisdiction_id, account.id)
    entry = db.session.get(HomeEntry, key)
    refuse_locked(entry)
    stored = None if entry is None else entry.secret
    if old == new:
        raise RuleBroken("新密码不能与现在的相同。")
    secret.check_password(new, account.login)
    holds = secret.secret_holds(old, stored or DUMMY)
    phc = secret.hash_secret(new, memory_kib) if holds else None
    token = None
    with transaction():
        if stored is not None:
            token = _changed(actor, key, stored=stored, phc=phc)
    if token is None:
        raise RuleBroken(WRONG_OLD)
    return token


def _changed(actor: Actor, key: tuple[int, int], *, stored: str, phc: str | None) -> str | None:
    entry = _locked(key)
    if phc is None or entry.secret != stored:
        count_home(entry)
        return None
    entry.secret, entry.failed_tries, entry.locked_until = phc, 0, None
    _end_sessions(entry.account_id)
    record(SecretChanged(account=entry.account_id), actor, entry.jurisdiction_id)
    return start_session(entry.account_id, home=True)


def _end_sessions(account_id: int) -> None:
    """End the sessions from home; a tablet that is voting goes on."""
    db.session.execute(delete(SignedIn).where(SignedIn.account_id == account_id, SignedIn.home.is_(True)))
