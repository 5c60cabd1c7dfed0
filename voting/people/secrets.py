"""Passwords, PINs and the second factor: hashed, checked, encrypted. Stores nothing itself."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Generator
from contextlib import contextmanager
from itertools import pairwise
from threading import BoundedSemaphore

from cryptography.exceptions import InvalidKey
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.twofactor import InvalidToken as WrongCode
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from voting.core import normalise, sealed
from voting.core.db import hold_nothing
from voting.core.errors import Busy, RuleBroken

PASSWORD_LENGTH = 10
PIN_LENGTH = 6
PIN_MEMORY_KIB = 19 * 1024
PASSWORD_PASSES, PIN_PASSES = 2, 1
"""A PIN has 10^6 values, so the lock-out protects it, not the hash; 340 deputies sign in within minutes (decision 41)."""

TOTP_SECONDS, TOTP_BYTES = 30, 20
FACTOR = "second factor"
"""For what their key is used, as `core.sealed` names it."""

MOST_WAITING = 400
"""A congress of 340 that signs in at one word, and some: fewer than the program has threads, so that casts find one."""

LONGEST_WAIT_SECONDS = 30.0
"""Twice what a congress of 340 takes on two slow cores, and less than a tablet waits for this answer (server.js)."""


class Turns:
    """The queue before the hash function: each hash takes tens of MiB, more at once would only push each other out."""

    def __init__(
        self, at_once: int = 2, most: int = MOST_WAITING, seconds: float = LONGEST_WAIT_SECONDS
    ) -> None:
        self._at_once, self._places = BoundedSemaphore(at_once), BoundedSemaphore(most)
        self._seconds = seconds

    @contextmanager
    def turn(self) -> Generator[None]:
        """Wait for a turn with no connection in hand; raise Busy when too many wait, or after too long."""
        hold_nothing()
        if not self._places.acquire(blocking=False):
            raise Busy
        try:
            if not self._at_once.acquire(timeout=self._seconds):
                raise Busy
            try:
                yield
            finally:
                self._at_once.release()
        finally:
            self._places.release()


turns = Turns()


def as_typed(secret: str, *, pin: bool) -> str:
    """Return a PIN in plain digits however it was typed, a password to the letter."""
    return normalise.code(secret) if pin else secret


def hash_secret(secret: str, memory_kib: int) -> str:
    """Return the PHC string of a password (Argon2id, RFC 9106)."""
    return _hashed(secret, memory_kib, PASSWORD_PASSES)


def hash_pin(pin: str, memory_kib: int) -> str:
    """Return the PHC string of a PIN; memory_kib: what a password takes, of which a PIN takes PIN_MEMORY_KIB at most."""
    return _hashed(pin, min(memory_kib, PIN_MEMORY_KIB), PIN_PASSES)


def _hashed(secret: str, memory_kib: int, passes: int) -> str:
    """Hash when it is this request's turn."""
    salt = secrets.token_bytes(16)
    with turns.turn():
        return Argon2id(
            salt=salt, length=32, iterations=passes, lanes=1, memory_cost=memory_kib
        ).derive_phc_encoded(secret.encode())


def with_cost_of(stored: str, dummy: str) -> str:
    """Return a hash of nobody's secret whose check takes what that of `stored` takes."""
    mine = dummy.split("$")
    return "$".join([*stored.split("$")[:4], *mine[4:]])


def secret_holds(secret: str, stored: str) -> bool:
    """Tell whether `secret` is the one that `stored` was made from."""
    with turns.turn():
        try:
            Argon2id.verify_phc_encoded(secret.encode(), stored)
        except InvalidKey:
            return False
    return True


def check_password(password: str, login: str) -> None:
    """Raise RuleBroken for a password that is too short, or too plain, to protect an account."""
    if len(password) < PASSWORD_LENGTH:
        raise RuleBroken("密码至少 %(length)s 位。", length=PASSWORD_LENGTH)
    if login.lower() in password.lower():
        raise RuleBroken("密码里不能有账号名，请换一个。")
    if len(set(password)) < PASSWORD_LENGTH // 2:
        raise RuleBroken("密码过于简单，请换一个不易猜到的。")


def check_pin(pin: str) -> None:
    """Raise RuleBroken for a PIN that is not six digits, or is one of the first anybody would try."""
    if len(pin) != PIN_LENGTH or not (pin.isascii() and pin.isdigit()):
        raise RuleBroken("个人密码须为 %(length)s 位数字。", length=PIN_LENGTH)
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    if steps in ({0}, {1}, {9}):
        raise RuleBroken("个人密码过于简单，请换一个不易猜到的。")


def new_pin() -> str:
    """Return a PIN of chance that check_pin accepts."""
    while True:
        pin = f"{secrets.randbelow(10**PIN_LENGTH):0{PIN_LENGTH}d}"
        try:
            check_pin(pin)
        except RuleBroken:
            continue
        return pin


def box_for(secret_key: str) -> Fernet:
    """Return the cipher of second factors, which first PINs in waiting have too."""
    return sealed.cipher_for(FACTOR, secret_key)


def totp_secret(written: str) -> bytes | None:
    """Return the second factor's secret from its Base32, or None for what this program did not propose."""
    try:
        raw = base64.b32decode(written)
    except ValueError:
        return None
    return raw if len(raw) == TOTP_BYTES else None


def code_step(totp_secret: bytes, code: str, at_seconds: int) -> int | None:
    """Return the time step whose code this is (now, or one step either way), or None (RFC 6238)."""
    totp = TOTP(totp_secret, 6, SHA1(), TOTP_SECONDS, enforce_key_length=False)  # noqa: S303 the standard's hash
    for step in (0, -1, 1):
        moment = at_seconds + step * TOTP_SECONDS
        try:
            totp.verify(code.encode(), moment)
        except WrongCode:
            continue
        return moment // TOTP_SECONDS
    return None


def seal_totp(raw: bytes, secret_key: str) -> str:
    """Return the second factor's secret as it is kept."""
    return sealed.seal(FACTOR, raw, secret_key)


def open_totp(kept: str, secret_key: str) -> bytes:
    """Return the second factor's secret; raise RuleBroken when the program's key has changed."""
    raw = sealed.opened(FACTOR, kept, secret_key)
    if raw is None:
        raise RuleBroken("验证器密钥已失效，请联系管理员重新绑定。")
    return raw
