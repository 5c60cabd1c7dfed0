"""What is unreadable at rest: each ciphertext names the key that opens it. Knows no table."""

from __future__ import annotations

import base64
import hashlib
import re

from cryptography.fernet import Fernet, InvalidToken

NAME_LENGTH = 8


def cipher_for(purpose: str, secret_key: str) -> Fernet:
    """Return the cipher of a purpose, keyed by the program's secret key."""
    return Fernet(base64.urlsafe_b64encode(_key(purpose, secret_key)))


def _key(purpose: str, secret_key: str) -> bytes:
    return hashlib.sha256(f"{purpose}|{secret_key}".encode()).digest()


def key_name(purpose: str, secret_key: str) -> str:
    """Return by what a ciphertext names its key: eight hex digits, from which nobody learns the key."""
    return hashlib.sha256(_key(purpose, secret_key)).hexdigest()[:NAME_LENGTH]


def seal(purpose: str, raw: bytes, secret_key: str) -> str:
    """Return what is kept: the key's name, a full stop, the ciphertext."""
    return f"{key_name(purpose, secret_key)}.{cipher_for(purpose, secret_key).encrypt(raw).decode()}"


def opened(purpose: str, sealed: str, secret_key: str) -> bytes | None:
    """Return what was sealed; None where another key than the program's present one did it.

    Authenticators of before have a colon and the name that one key had for all purposes, or no name.
    """
    *names, token = re.split("[.:]", sealed)
    of_before = hashlib.sha256(f"name of a key|{secret_key}".encode()).hexdigest()[:NAME_LENGTH]
    if names and names[0] not in {key_name(purpose, secret_key), of_before}:
        return None
    try:
        return cipher_for(purpose, secret_key).decrypt(token.encode())
    except InvalidToken:
        return None
