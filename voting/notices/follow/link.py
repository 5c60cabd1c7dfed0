"""The link by which a follower without an account says yes or no: it names his row, and only the program can make it. Knows no table."""

from __future__ import annotations

import hashlib
import hmac
import re

TOKEN = re.compile(r"([1-9][0-9]{0,9})-([0-9a-f]{24})")


def digest_of(contact: str, secret_key: str) -> str:
    """Return by what a contact is known again once it is deleted: 64 hex digits that lead back to nobody without the key."""
    return _mac("contact", contact.lower(), secret_key)


def origin_of(network: str, day: str, secret_key: str) -> str:
    """Return what stands for a network on a day, as unreadable."""
    return _mac("origin", f"{network}|{day}", secret_key)


def token_of(follow_id: int, digest: str, secret_key: str) -> str:
    """Return the token of a following, short enough for a text message: its id, a dash, 96 bits."""
    return f"{follow_id}-{_mac('link', f'{follow_id}|{digest}', secret_key)[:24]}"


def id_in(token: str) -> int | None:
    """Return the id that a token names, None for what is no token."""
    found = TOKEN.fullmatch(token)
    return int(found[1]) if found else None


def is_token(token: str, follow_id: int, digest: str, secret_key: str) -> bool:
    """Tell whether a token is this following's."""
    return hmac.compare_digest(token, token_of(follow_id, digest, secret_key))


def _mac(what: str, text: str, secret_key: str) -> str:
    return hmac.new(secret_key.encode(), f"follow {what}|{text}".encode(), hashlib.sha256).hexdigest()
