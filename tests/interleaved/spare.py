"""A credential from a spare code, as docs/protocol.md ("A dead tablet") lets any client derive it."""

from __future__ import annotations

import secrets
from hashlib import pbkdf2_hmac

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tests.ballot.play import Credential
from voting.belenios import blindrsa
from voting.belenios.ballot import credential_of
from voting.belenios.group import Q

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, ROUNDS = 16, 100_000


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def derived(code: str, uuid: str, issuer: blindrsa.PublicKey) -> Credential:
    """Derive one ballot's credential and request for its token: the same again from the same code."""
    material = pbkdf2_hmac("sha256", code.encode(), f"spare|{uuid}".encode(), ROUNDS, 32)

    def bytes_of(label: str, length: int) -> bytes:
        info = f"spare|{uuid}|{label}".encode()
        return HKDF(algorithm=hashes.SHA256(), length=length, salt=None, info=info).derive(material)

    secret = int(int.from_bytes(bytes_of("credential", 48), "big") % (Q - 1) + 1)
    inverse = int.from_bytes(bytes_of("inverse", issuer.size + 16), "big") % (issuer.n - 1) + 1
    public = credential_of(secret)
    message = blindrsa.token_message(uuid, public)
    blinded = blindrsa.blind(issuer, message, bytes_of("salt", blindrsa.SALT_BYTES), inverse)[0]
    return Credential(secret, public, blinded, inverse)
