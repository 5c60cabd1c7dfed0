"""What was typed into a form when the session had ended, sealed to travel through the sign-in page.

Nothing is stored: the sealed text lies in the page that asks to sign in, for KEPT_FOR, readable to the program alone.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import asdict, dataclass

from cryptography.fernet import Fernet, InvalidToken

KEPT_FOR = 24 * 3600
MOST = 240_000
"""Characters of names and values that are carried; sealed they stay under what a form may bring (500 kB)."""


@dataclass(frozen=True)
class Kept:
    """page: where the form stands, action: where it was sent (paths of this site); person: whose session it was."""

    page: str
    action: str
    sent: tuple[tuple[str, str], ...]
    person: int | None


def _cipher(secret_key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"kept form|" + secret_key.encode()).digest()))


def seal(kept: Kept, secret_key: str) -> str:
    """Return the sealed text, or nothing when it would be longer than a form may bring."""
    if sum(len(name.encode()) + len(value.encode()) for name, value in kept.sent) > MOST:
        return ""
    return _cipher(secret_key).encrypt(json.dumps(asdict(kept), ensure_ascii=False).encode()).decode()


def unseal(sealed: str, secret_key: str) -> Kept | None:
    """Return what was sealed with this key at most KEPT_FOR ago; None for anything else."""
    try:
        found = json.loads(_cipher(secret_key).decrypt(sealed.encode(), ttl=KEPT_FOR))
    except (InvalidToken, UnicodeEncodeError):
        return None
    sent = tuple((name, value) for name, value in found["sent"])
    return Kept(found["page"], found["action"], sent, found["person"])
