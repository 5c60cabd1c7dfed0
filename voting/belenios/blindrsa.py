"""Blind RSA signatures (RFC 9474: 4.2 Blind, 4.3 BlindSign, 4.4 Finalize), SHA-384, PSS.

Ours is RSABSSA-SHA384-PSS-Deterministic with RSA-3072 and a salt of 48 bytes; key size and salt are
parameters, so that all test vectors of the RFC run. The signer never sees what it signs.
"""

from __future__ import annotations

import hashlib
import math
import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from voting.belenios import shape
from voting.belenios.canonical import b64url, dump, load_canonical, unb64url
from voting.belenios.errors import DoesNotHold, need, need_form
from voting.belenios.integers import invert, mpz, powmod, powmod_sec

BITS = 3072
EXPONENT = 65537
SALT_BYTES = 48
VARIANT = "RSABSSA-SHA384-PSS-Deterministic"
_HASH_BYTES = 48


@dataclass(frozen=True, slots=True)
class PublicKey:
    """An issuing key's public half."""

    n: int
    e: int

    @property
    def size(self) -> int:
        """Length of a signature in bytes."""
        return (self.n.bit_length() + 7) // 8


def public_key(key: rsa.RSAPrivateKey) -> PublicKey:
    """Return the public half of an issuing key."""
    numbers = key.public_key().public_numbers()
    return PublicKey(numbers.n, numbers.e)


def issuer_json(key: PublicKey) -> dict[str, str]:
    """Write an issuing key as `issuer.json` and rules.json carry it."""
    e_bytes = key.e.to_bytes((key.e.bit_length() + 7) // 8, "big")
    return {
        "kty": "RSA",
        "n": b64url(key.n.to_bytes(key.size, "big")),
        "e": b64url(e_bytes),
        "variant": VARIANT,
    }


def parse_issuer(value: object) -> PublicKey:
    """Read what `issuer_json` wrote; ours only: RSA-3072, e = 65537.

    Errors: Malformed.
    """
    kty, n, e, variant = shape.fields(value, "kty", "n", "e", "variant")
    key = PublicKey(
        int.from_bytes(unb64url(shape.text(n)), "big"), int.from_bytes(unb64url(shape.text(e)), "big")
    )
    need_form(kty == "RSA" and variant == VARIANT and key.e == EXPONENT, "the issuing key is of another kind")
    need_form(key.n.bit_length() == BITS and key.n % 2 == 1, "the issuing key has another size")
    need_form(dump(issuer_json(key)) == dump(value), "the issuing key is not canonical")
    return key


def load_issuer(raw: str) -> PublicKey:
    """Read the exact text of `issuer.json`."""
    return parse_issuer(load_canonical(raw))


def token_message(uuid: str, credential: str) -> bytes:
    """Return what a token signs: the UTF-8 bytes of `cred|UUID|C`."""
    return f"cred|{uuid}|{credential}".encode()


def _encode(message: bytes, bits: int, salt: bytes) -> int:
    """EMSA-PSS-ENCODE (RFC 8017, 9.1.1) with SHA-384 and MGF1-SHA-384."""
    length = (bits + 7) // 8
    need_form(length >= len(salt) + _HASH_BYTES + 2, "the key is too small for the salt")
    digest = hashlib.sha384(bytes(8) + hashlib.sha384(message).digest() + salt).digest()
    block = bytes(length - len(salt) - _HASH_BYTES - 2) + b"\x01" + salt
    rounds = range(-(-len(block) // _HASH_BYTES))
    mask = b"".join(hashlib.sha384(digest + i.to_bytes(4, "big")).digest() for i in rounds)
    masked = bytearray(a ^ b for a, b in zip(block, mask, strict=False))
    masked[0] &= 0xFF >> (8 * length - bits)
    return int.from_bytes(bytes(masked) + digest + b"\xbc", "big")


def blind(
    key: PublicKey, message: bytes, salt: bytes | None = None, inverse: int | None = None
) -> tuple[bytes, int]:
    """Blind a message (RFC 9474, 4.2); returns the blinded message and the inverse that `finalize` needs.

    salt, inverse: given only by tests, and by token cards that derive them from a seed.
    """
    salt = secrets.token_bytes(SALT_BYTES) if salt is None else salt
    encoded = _encode(message, key.n.bit_length() - 1, salt)
    need_form(math.gcd(encoded, key.n) == 1, "the message cannot be blinded")
    if inverse is None:
        inverse = 0
        while math.gcd(inverse, key.n) != 1:
            inverse = secrets.randbelow(key.n - 1) + 1
    factor = powmod(invert(mpz(inverse), key.n), key.e, key.n)
    return int(encoded * factor % key.n).to_bytes(key.size, "big"), inverse


def sign_blinded(key: rsa.RSAPrivateKey, blinded: bytes) -> bytes:
    """Sign a blinded message (RFC 9474, 4.3), by the remainder theorem with base blinding.

    Errors: Malformed for a message of the wrong length or not below n; DoesNotHold if the signature came out
    wrong (a fault must not leak the factors).
    """
    numbers = key.private_numbers()
    n, e = mpz(numbers.public_numbers.n), mpz(numbers.public_numbers.e)
    p, q = mpz(numbers.p), mpz(numbers.q)
    size = (key.key_size + 7) // 8
    message = mpz(int.from_bytes(blinded, "big"))
    need_form(len(blinded) == size and message < n, "the blinded message has the wrong size")
    cover = mpz(secrets.randbelow(int(n) - 2) + 2)  # without it, timing would depend on the message alone
    covered = message * powmod(cover, e, n) % n
    first, second = powmod_sec(covered, mpz(numbers.dmp1), p), powmod_sec(covered, mpz(numbers.dmq1), q)
    signature = (second + q * ((first - second) * numbers.iqmp % p)) * invert(cover, n) % n
    need(powmod(signature, e, n) == message, "signing failed")
    return int(signature).to_bytes(size, "big")


def finalize(
    key: PublicKey, message: bytes, blind_signature: bytes, inverse: int, salt_bytes: int = SALT_BYTES
) -> bytes:
    """Unblind a signature and check it (RFC 9474, 4.4).

    Errors: Malformed, DoesNotHold.
    """
    need_form(len(blind_signature) == key.size, "the blind signature has the wrong size")
    signature = int.from_bytes(blind_signature, "big") * inverse % key.n
    raw = signature.to_bytes(key.size, "big")
    verify(key, message, raw, salt_bytes)
    return raw


def verify(key: PublicKey, message: bytes, signature: bytes, salt_bytes: int = SALT_BYTES) -> None:
    """Check a token: RSASSA-PSS over the message.

    Errors: DoesNotHold.
    """
    public = rsa.RSAPublicNumbers(key.e, key.n).public_key()
    scheme = padding.PSS(padding.MGF1(hashes.SHA384()), salt_length=salt_bytes)
    try:
        public.verify(signature, message, scheme, hashes.SHA384())
    except InvalidSignature:
        raise DoesNotHold("the token does not hold") from None
