"""Twenty-four digits that people compare aloud, with print or from one device to another; proves nothing by itself.

Digits, because everybody reads them alike in every dialect. PBKDF2-HMAC-SHA256 (RFC 8018), 100,000 rounds, salt
`fingerprint`: the rounds make it costly to search for two texts with one fingerprint, which a dishonest relay would have
to find. static/js/belenios/fingerprint.js says the same.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

ROUNDS = 100_000
DIGITS = 24
_BYTES = 16


@lru_cache(maxsize=8)
def fingerprint(text: str) -> str:
    """Return the 24 digits (nearly 80 bits) of a public text: 128 derived bits, as a number, modulo 10^24."""
    raw = hashlib.pbkdf2_hmac("sha256", text.encode(), b"fingerprint", ROUNDS, _BYTES)
    return str(int.from_bytes(raw) % 10**DIGITS).zfill(DIGITS)


def grouped(digits: str) -> str:
    """Write a fingerprint in groups of four, as it is read aloud."""
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))
