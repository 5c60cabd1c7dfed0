"""What scrutineers sign besides the ceremony: the digest of who drew, and the outcome's exact bytes.

Schnorr signatures `sigmsg|MESSAGE|` (Belenios specification 4.6.1) under the certified signing keys; the prefixes
keep one kind of message from being taken for another.
"""

from __future__ import annotations

from voting.belenios.errors import DoesNotHold, need
from voting.belenios.group import Chance, chance, parse_member
from voting.belenios.proofs import Proof, sign, signature_holds
from voting.belenios.trustees import Trustees


def roll_message(uuid: str, digest: str) -> str:
    """Return what is signed before opening: `roll|UUID|DIGEST of the list of who drew`."""
    return f"roll|{uuid}|{digest}"


def outcome_message(uuid: str, exact: str) -> str:
    """Return what is signed over an outcome: `outcome|UUID|` and its exact text."""
    return f"outcome|{uuid}|{exact}"


def sign_message(signing: int, message: str, draw: Chance = chance) -> dict[str, str]:
    """Sign a message with a scrutineer's signing secret."""
    return sign(signing, message, draw).as_json()


def check_message(trustees: Trustees, index: int, message: str, signature: object) -> None:
    """Check scrutineer `index`'s signature (from 1).

    Errors: Malformed, DoesNotHold.
    """
    if not 1 <= index <= len(trustees.signing_keys):
        raise DoesNotHold(f"there is no scrutineer {index}")
    public = parse_member(trustees.signing_keys[index - 1])
    holds = signature_holds(public, message, Proof.parse(signature))
    need(holds, f"the signature of scrutineer {index} does not hold")
