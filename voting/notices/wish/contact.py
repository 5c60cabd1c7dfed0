"""Addresses of people, unreadable at rest: each ciphertext names the key that opens it. Knows no table."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken

NAME_LENGTH = 8


def _key(secret_key: str) -> tuple[str, Fernet]:
    raw = hashlib.sha256(b"contact|" + secret_key.encode()).digest()
    return hashlib.sha256(raw).hexdigest()[:NAME_LENGTH], Fernet(base64.urlsafe_b64encode(raw))


def seal(contact: str, secret_key: str) -> str:
    """Return a contact as it is kept: the key's name, a full stop, the ciphertext."""
    name, cipher = _key(secret_key)
    return f"{name}.{cipher.encrypt(contact.encode()).decode()}"


def opened(sealed: str | None, secret_key: str) -> str | None:
    """Return a contact; None where there is none, or where another key than the program's present one sealed it."""
    name, cipher = _key(secret_key)
    if sealed is None or not sealed.startswith(f"{name}."):
        return None
    try:
        return cipher.decrypt(sealed.partition(".")[2].encode()).decode()
    except InvalidToken:
        return None
