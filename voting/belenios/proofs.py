"""Zero-knowledge proofs (Belenios specification 4.3-4.5, 4.12-4.14, 4.18): hash to scalar, Schnorr, disjunctions.

Response sign as in the specification: response = w - x * challenge. Never decides what a statement means.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voting.belenios import shape
from voting.belenios.canonical import sha256
from voting.belenios.group import Chance, G, P, Q, group, parse_scalar, power, secret_power

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Proof:
    """A challenge and a response, both scalars."""

    challenge: int
    response: int

    @classmethod
    def parse(cls, value: object) -> Proof:
        challenge, response = shape.fields(value, "challenge", "response")
        return cls(parse_scalar(challenge), parse_scalar(response))

    def as_json(self) -> dict[str, str]:
        return {"challenge": str(self.challenge), "response": str(self.response)}


def hash_to_scalar(prefix: str, elements: Iterable[int]) -> int:
    """Hash prefix and comma-joined elements with SHA-256, big-endian, modulo Q."""
    digest = sha256(prefix + ",".join(map(str, elements)))
    return int.from_bytes(digest, "big") % Q


def prove_knowledge(secret: int, prefix: str, chance: Chance) -> Proof:
    """Prove knowledge of the discrete logarithm `secret` (prefixes pok|, sig|, sigmsg|)."""
    w = chance()
    challenge = hash_to_scalar(prefix, [secret_power(G, w)])
    return Proof(challenge, (w - secret * challenge) % Q)


def knowledge_holds(public: int, prefix: str, proof: Proof) -> bool:
    """Check a proof of knowledge of the discrete logarithm of a member of the group."""
    commitment = group().g.times(power(public, proof.challenge), proof.response)
    return hash_to_scalar(prefix, [commitment]) == proof.challenge


def sign(secret: int, message: str, chance: Chance) -> Proof:
    """Sign a text with a scrutineer's signing key (specification 4.6.1)."""
    return prove_knowledge(secret, f"sigmsg|{message}|", chance)


def signature_holds(public: int, message: str, proof: Proof) -> bool:
    """Check a scrutineer's signature over a text."""
    return knowledge_holds(public, f"sigmsg|{message}|", proof)


def prove_equal_logs(secret: int, base: int, prefix: str, chance: Chance) -> Proof:
    """Prove that base^secret and g^secret have one exponent (decryption, specification 4.18)."""
    w = chance()
    challenge = hash_to_scalar(prefix, [secret_power(G, w), secret_power(base, w)])
    return Proof(challenge, (w - secret * challenge) % Q)


def equal_logs_hold(public: int, base: int, factor: int, prefix: str, proof: Proof) -> bool:
    """Check that factor = base^x for the x with public = g^x; all three are members of the group."""
    first = group().g.times(power(public, proof.challenge), proof.response)
    second = power(base, proof.response) * power(factor, proof.challenge) % P
    return hash_to_scalar(prefix, [first, second]) == proof.challenge
