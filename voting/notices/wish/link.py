"""The link by which one click on a mail sends no more of its kinds: it names account and kinds, and only the program can make it. Knows no table."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Collection

from voting.notices.event.rules import SERVED, NoticeKind

TOKEN = re.compile(r"([1-9][0-9]{0,8})-([a-z_]{1,20}(?:\.[a-z_]{1,20}){0,9})-([0-9a-f]{32})")
"""An id of nine digits at most: one of ten may be more than a column of PostgreSQL holds."""


def stop_token(account_id: int, kinds: Collection[NoticeKind], email: str, secret_key: str) -> str:
    """Return the token of the kinds in a mail that may be switched off, as 128 bits; empty where there are none. It holds for this address alone."""
    named = ".".join(sorted(kind.value for kind in set(kinds) - SERVED))
    return f"{account_id}-{named}-{_mac(account_id, named, email, secret_key)}" if named else ""


def named_in(token: str) -> tuple[int, frozenset[NoticeKind]] | None:
    """Return the account and the kinds that a token names, made by whom it may; None for what is no token."""
    found = TOKEN.fullmatch(token)
    if found is None:
        return None
    kinds = frozenset(kind for kind in NoticeKind if kind.value in found[2].split(".")) - SERVED
    return (int(found[1]), kinds) if kinds else None


def is_token(token: str, email: str, secret_key: str) -> bool:
    """Tell whether the program made a token, for this address."""
    found = TOKEN.fullmatch(token)
    return found is not None and hmac.compare_digest(
        found[3], _mac(int(found[1]), found[2], email, secret_key)
    )


def _mac(account_id: int, named: str, email: str, secret_key: str) -> str:
    text = f"stop|{account_id}|{named}|{email}"
    return hmac.new(secret_key.encode(), text.encode(), hashlib.sha256).hexdigest()[:32]
