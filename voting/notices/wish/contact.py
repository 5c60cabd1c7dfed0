"""Addresses of people, unreadable at rest: each ciphertext names the key that opens it. Knows no table."""

from __future__ import annotations

import hashlib
import hmac

from voting.core import sealed as sealing

PURPOSE = "contact"


def seal(contact: str, secret_key: str) -> str:
    """Return a contact as it is kept."""
    return sealing.seal(PURPOSE, contact.encode(), secret_key)


def opened(sealed: str | None, secret_key: str) -> str | None:
    """Return a contact; None where there is none, or where another key than the program's present one sealed it."""
    raw = None if sealed is None else sealing.opened(PURPOSE, sealed, secret_key)
    return None if raw is None else raw.decode()


def token_of(account_id: int, email: str, secret_key: str) -> str:
    """Return by what the first mail to an address shows that it arrived: 32 hex digits, of this account and address alone."""
    text = f"address|{account_id}|{email}"
    return hmac.new(secret_key.encode(), text.encode(), hashlib.sha256).hexdigest()[:32]
