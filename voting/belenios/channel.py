"""Sealed shares between scrutineers (protocol, "Details that bite" 7): nobody but the addressee can read one.

AES-256-GCM under HKDF-SHA256 of the Diffie-Hellman element of the two certified encryption keys. These messages
are not part of the published record; the specification (4.6.3) leaves the channel to the implementation.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from voting.belenios.canonical import b64url, unb64url
from voting.belenios.errors import DoesNotHold
from voting.belenios.group import parse_member, parse_scalar, secret_power

NONCE_BYTES = 12

NonceSource = Callable[[int], bytes]


def _key(own_secret: int, their_public: str, ceremony: str, dealer: int, addressee: int) -> bytes:
    """Derive the key: HKDF-SHA256, no salt, input the decimal string of g^(ab)."""
    agreed = secret_power(parse_member(their_public), own_secret)
    label = f"share|{ceremony}|{dealer}|{addressee}".encode()
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=label).derive(str(agreed).encode())


def seal_share(
    share: int,
    own_secret: int,
    their_public: str,
    place: tuple[str, int, int],
    nonces: NonceSource = secrets.token_bytes,
) -> str:
    """Seal the decimal string of a share for its addressee.

    place: ceremony, dealer's index, addressee's index (from 1). Returns base64url(nonce, ciphertext, tag).
    """
    nonce = nonces(NONCE_BYTES)
    sealed = AESGCM(_key(own_secret, their_public, *place)).encrypt(nonce, str(share).encode(), None)
    return b64url(nonce + sealed)


def open_share(sealed: str, own_secret: int, their_public: str, place: tuple[str, int, int]) -> int:
    """Open a share that was sealed for us.

    Errors: Malformed, DoesNotHold; the reason never tells what was inside.
    """
    raw = unb64url(sealed)
    if len(raw) < NONCE_BYTES + 17:
        raise DoesNotHold("a sealed share does not open")
    cipher = AESGCM(_key(own_secret, their_public, *place))
    try:
        opened = cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], None)
    except InvalidTag:
        raise DoesNotHold("a sealed share does not open") from None
    return parse_scalar(opened.decode(errors="replace"))
