"""Receipts (protocol, "On the wire"; Ed25519 of RFC 8032): the box's signature over `receipt|UUID|TRACKER`.

A receipt shows that a ballot was stored; it never shows how anyone voted.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from voting.belenios.canonical import b64url, unb64url
from voting.belenios.errors import DoesNotHold, need_form

KEY_BYTES = 32


def _message(uuid: str, tracker: str) -> bytes:
    return f"receipt|{uuid}|{tracker}".encode()


def public_key(key: Ed25519PrivateKey) -> str:
    """Return the public half as base64url, as rules.json carries it."""
    return b64url(key.public_key().public_bytes_raw())


def sign(key: Ed25519PrivateKey, uuid: str, tracker: str) -> str:
    """Sign a receipt; returns base64url."""
    return b64url(key.sign(_message(uuid, tracker)))


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
