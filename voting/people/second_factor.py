"""The second factor: an authenticator that shows a code each half minute (RFC 6238), and codes on paper for when it is lost."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import delete, func, select

from voting.audit.journal import Event, record
from voting.core.clock import now
from voting.core.db import db
from voting.core.errors import NotAllowed, RuleBroken
from voting.people import secrets as secret
from voting.people.lock_out import count_failure, refuse_locked
from voting.people.models import Account, Passkey, RecoveryCode, SignedIn
from voting.people.rules import Actor

CODES, CODE_SIGNS = 10, 10
CODE = re.compile(r"[0-9]{6}")
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without signs that look alike on paper: 32 of them, five bits each."""


@dataclass(frozen=True, kw_only=True)
class FactorBound(Event):
    name: ClassVar[str] = "people:account:second_factor_bound"
    account: int


@dataclass(frozen=True, kw_only=True)
class CodesMade(Event):
    """Recovery codes were made anew; the ones of before hold no more."""

    name: ClassVar[str] = "people:account:recovery_codes_made"
    account: int


@dataclass(frozen=True, kw_only=True)
class CodeUsed(Event):
    """A recovery code stood in for the authenticator; left: how many there are now."""

    name: ClassVar[str] = "people:account:recovery_code_used"
    account: int
    left: int


def new_factor() -> str:
    """Return a fresh second-factor secret in Base32, as authenticator programs take it."""
    return base64.b32encode(secrets.token_bytes(secret.TOTP_BYTES)).decode()


def bind_factor(actor: Actor, *, factor: str, code: str, secret_key: str, digest: str) -> tuple[str, ...]:
    """Bind an authenticator to the actor's account after one code of it has been shown to hold; return its recovery codes.

    digest: of the session that asks.
    """
    account = db.session.get_one(Account, actor.account_id, with_for_update=True, populate_existing=True)
    session = db.session.get_one(SignedIn, digest)
    if account.totp is not None and not session.second_factor:
        raise NotAllowed("账号已绑定验证器，请先输入验证码。")
    raw = secret.totp_secret(factor)
    if raw is None:
        raise RuleBroken("验证器密钥格式不正确，请重新绑定。")
    step = secret.code_step(raw, code, int(now().timestamp()))
    if step is None:
        raise RuleBroken("验证码不正确，请核对手机时间后重试。")
    account.totp, account.totp_last = secret.seal_totp(raw, secret_key), step
    session.second_factor = True
    record(FactorBound(account=account.id), actor, account.jurisdiction_id)
    return _new_codes(account.id)


def make_codes(actor: Actor) -> tuple[str, ...]:
    """Make the actor's recovery codes anew; those of before hold no more. Errors: RuleBroken without an authenticator."""
    account = db.session.get_one(Account, actor.account_id, with_for_update=True, populate_existing=True)
    if account.totp is None:
        raise RuleBroken("还没有绑定验证器。")
    record(CodesMade(account=account.id), actor, account.jurisdiction_id)
    return _new_codes(account.id)


def _new_codes(account_id: int) -> tuple[str, ...]:
    """Return fresh recovery codes; only their hashes are kept."""
    _forget_codes(account_id)
    codes = tuple("".join(secrets.choice(ALPHABET) for _ in range(CODE_SIGNS)) for _ in range(CODES))
    db.session.add_all(RecoveryCode(account_id=account_id, code_sha256=_digest(code)) for code in codes)
    return tuple(f"{code[:5]}-{code[5:]}" for code in codes)


def unbind(account: Account) -> None:
    """Take the authenticator from an account with its passkeys and recovery codes: part of the deed that says so."""
    account.totp = None
    db.session.execute(delete(Passkey).where(Passkey.account_id == account.id))
    _forget_codes(account.id)


def passkeys_of(account_id: int) -> tuple[Passkey, ...]:
    """Return the passkeys of an account, in the order in which they were made."""
    asked = select(Passkey).where(Passkey.account_id == account_id).order_by(Passkey.number)
    return tuple(db.session.scalars(asked))


def has_factor(account: Account) -> bool:
    """Tell whether an account has a second factor: an authenticator, or a passkey, which is both factors in one."""
    return account.totp is not None or bool(passkeys_of(account.id))


def _forget_codes(account_id: int) -> None:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))


def codes_left(account_id: int) -> int:
    """Return how many recovery codes an account has."""
    asked = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.account_id == account_id)
    return db.session.scalar(asked) or 0


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def _use_code(account: Account, code: str, actor: Actor) -> bool:
    """Use up a recovery code; False for what is none of the account's."""
    plain = code.replace("-", "").replace(" ", "").upper()
    row = db.session.get(RecoveryCode, (account.id, _digest(plain)))
    if row is None:
        return False
    db.session.delete(row)
    db.session.flush()
    record(CodeUsed(account=account.id, left=codes_left(account.id)), actor, account.jurisdiction_id)
    return True


def _show_code(account: Account, code: str, secret_key: str) -> bool:
    """Take a code of the authenticator, each once. Errors: RuleBroken when the program's key has changed."""
    if not CODE.fullmatch(code):
        return False
    assert account.totp is not None
    step = secret.code_step(secret.open_totp(account.totp, secret_key), code, int(now().timestamp()))
    if step is None or step <= account.totp_last:
        return False
    account.totp_last = step
    return True


def give_code(actor: Actor, *, code: str, secret_key: str, digest: str) -> bool:
    """Take the second factor's code, or a recovery code, for this session; False when it does not hold. Each counts once.

    digest: of the session that asks. Wrong ones are counted as wrong passwords are, and the fifth locks.
    """
    account = db.session.get_one(Account, actor.account_id, with_for_update=True, populate_existing=True)
    if account.totp is None:
        return True
    refuse_locked(account)
    if not (_use_code(account, code, actor) or _show_code(account, code, secret_key)):
        count_failure(account)
        return False
    account.failed_tries, account.locked_until = 0, None
    db.session.get_one(SignedIn, digest).second_factor = True
    return True
