"""Receipts (protocol, "On the wire"; Ed25519 of RFC 8032): the box's signature over `receipt|UUID|TRACKER`.

A receipt shows that a ballot was stored; it never shows how anyone voted. For people a tracker is ten characters: its
leading 50 bits in the alphabet of Crockford's Base32, which has no case and no look-alikes.
"""

from __future__ import annotations

import base64

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from voting.belenios.canonical import b64url, unb64url
from voting.belenios.errors import DoesNotHold, need_form

KEY_BYTES = 32
SHORT = 10  # characters
_SHORT_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None})


def _message(uuid: str, tracker: str) -> bytes:
    return f"receipt|{uuid}|{tracker}".encode()


def public_key(key: Ed25519PrivateKey) -> str:
    """Return the public half as base64url, as rules.json carries it."""
    return b64url(key.public_key().public_bytes_raw())


def sign(key: Ed25519PrivateKey, uuid: str, tracker: str) -> str:
    """Sign a receipt; returns base64url."""
    return b64url(key.sign(_message(uuid, tracker)))


def short(tracker: str) -> str:
    """Return the ten characters of a whole tracker (unpadded standard Base64).

    Errors: Malformed.
    """
    raw = unb64url(tracker.replace("+", "-").replace("/", "_"))
    bits = int.from_bytes(raw[:7], "big") >> 6
    return "".join(_SHORT_ALPHABET[bits >> place & 31] for place in range(5 * SHORT - 5, -1, -5))


def beginning(ten: str) -> str:
    """Return the eight Base64 characters with which every tracker of these ten characters (as of `short`) begins."""
    bits = 0
    for one in ten:
        bits = bits << 5 | _SHORT_ALPHABET.index(one)
    return base64.b64encode((bits >> 2).to_bytes(6, "big")).decode()


def is_short(text: str) -> bool:
    """Tell whether these are ten characters as of `short`."""
    return len(text) == SHORT and set(text) <= set(_SHORT_ALPHABET)


def plain(shown: str) -> str:
    """Bring ten characters, as somebody wrote them down, to the form of `short`."""
    return shown.upper().translate(_LOOK_ALIKES)


def parse_key(text: str) -> Ed25519PublicKey:
    """Read the public half.

    Errors: Malformed.
    """
    raw = unb64url(text)
    need_form(len(raw) == KEY_BYTES, "the receipt key has the wrong size")
    return Ed25519PublicKey.from_public_bytes(raw)


def verify(key: str, uuid: str, tracker: str, signature: str) -> None:
    """Check a receipt.

    Errors: Malformed, DoesNotHold.
    """
    try:
        parse_key(key).verify(unb64url(signature), _message(uuid, tracker))
    except InvalidSignature:
        raise DoesNotHold("the receipt does not hold") from None
