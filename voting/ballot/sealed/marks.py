"""Under which names, and how sealed, the booth remembers anything for minutes: nothing that is left of it tells an order.

A credential and a tracker stand in the public record later. Their plain hash in Redis, which may write to a disk one
command after the other, would tell in which order the ballots came. So a name is an HMAC, and an opening is sealed,
under keys made from the ballot's file key, which dies at close.
"""

from __future__ import annotations

import hmac
import secrets
from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken

from voting.ballot.sealed import keys
from voting.ballot.sealed.tokens import FILE_KEY_BYTES, KeyGone

_OWN = secrets.token_bytes(FILE_KEY_BYTES)
"""Stands in where the file key was lost during the vote: processes then remember each for itself, and casting goes on."""


def name(uuid: str, kind: str, what: str) -> str:
    """Return under which name a thing of a ballot is remembered. kind: of mark; what: credential, tracker or pass."""
    return f"{kind}:{hmac.digest(_key(uuid, 'name'), f'{kind}|{what}'.encode(), 'sha256').hex()}"


def sealed(uuid: str, text: str) -> str:
    """Return a text as it may be remembered."""
    return _box(uuid).encrypt(text.encode()).decode()


def unsealed(uuid: str, text: str | None) -> str | None:
    """Return a remembered text; None for none, and for one whose ballot's key has died."""
    try:
        return None if text is None else _box(uuid).decrypt(text.encode()).decode()
    except InvalidToken:
        return None


def _box(uuid: str) -> Fernet:
    return Fernet(urlsafe_b64encode(_key(uuid, "text")))


def _key(uuid: str, purpose: str) -> bytes:
    """Return a key of 32 bytes for one purpose, from which the file key cannot be told."""
    try:
        root = keys.file_key(uuid)
    except KeyGone:
        root = _OWN
    return hmac.digest(root, f"booth|{purpose}|{uuid}".encode(), "sha256")
