"""Token cards (protocol, step 3): everything of a card follows from its seed of 24 characters.

HKDF-SHA256 (RFC 5869) over the seed's ASCII bytes, no salt, one label per value. Whoever knows a seed holds the
card; the server only ever sees the lookup name and the blinded message.
"""

from __future__ import annotations

import base64
import re
import secrets
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from voting.belenios import blindrsa
from voting.belenios.ballot import credential_of
from voting.belenios.canonical import b64url
from voting.belenios.errors import need_form
from voting.belenios.group import Q

_SEED = re.compile("[A-Z2-7]{24}", re.ASCII)
_SCALAR_BYTES = 48  # 128 bits more than Q, so that the remainder is even
_LOOKUP_BYTES = 16


@dataclass(frozen=True, slots=True, repr=False)
class Card:
    """What a seed gives.

    secret: credential exponent; salt: 48 bytes; inverse: the blinding's inverse modulo n; lookup: 22 characters.
    """

    secret: int
    credential: str
    salt: bytes
    inverse: int
    lookup: str


def new_seed() -> str:
    """Draw a seed: 120 bits as 24 characters of A-Z and 2-7."""
    return base64.b32encode(secrets.token_bytes(15)).decode()


def derive(seed: str, uuid: str, issuer: blindrsa.PublicKey) -> Card:
    """Derive a card of one ballot.

    Errors: Malformed if the seed is not 24 characters of A-Z and 2-7.
    """
    need_form(_SEED.fullmatch(seed) is not None, "the card's seed is not 24 characters")

    def draw(label: str, length: int) -> bytes:
        info = f"card|{uuid}|{label}".encode()
        return HKDF(algorithm=hashes.SHA256(), length=length, salt=None, info=info).derive(seed.encode())

    secret = int.from_bytes(draw("credential", _SCALAR_BYTES), "big") % (Q - 1) + 1
    inverse = int.from_bytes(draw("inverse", issuer.size + 16), "big") % (issuer.n - 1) + 1
    salt = draw("salt", blindrsa.SALT_BYTES)
    return Card(int(secret), credential_of(secret), salt, inverse, b64url(draw("lookup", _LOOKUP_BYTES)))


def blinded(card: Card, uuid: str, issuer: blindrsa.PublicKey) -> bytes:
    """Return the card's blinded message."""
    message = blindrsa.token_message(uuid, card.credential)
    return blindrsa.blind(issuer, message, card.salt, card.inverse)[0]
