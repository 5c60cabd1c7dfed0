"""What scrutineers sign besides the ceremony: the roll, their sample, the outcome (docs/protocol.md, "What is signed").

Schnorr signatures `sigmsg|MESSAGE|` (Belenios specification 4.6.1) under the certified signing keys; the prefixes
keep one kind of message from being taken for another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from voting.belenios import sample
from voting.belenios.errors import DoesNotHold, Malformed, need
from voting.belenios.group import Chance, chance, parse_member
from voting.belenios.proofs import Proof, sign, signature_holds
from voting.belenios.sample import SampleCount
from voting.belenios.trustees import Trustees

_HEX = re.compile("[0-9a-f]{64}", re.ASCII)


class StatementKind(StrEnum):
    """The three kinds of text, by their first word."""

    ROLL = "roll"
    SAMPLE = "sample"
    OUTCOME = "outcome"


@dataclass(frozen=True, slots=True)
class Statement:
    """A text of known kind; rest: what follows the UUID."""

    kind: StatementKind
    uuid: str
    rest: str


def parse(text: str) -> Statement:
    """Tell what kind of statement a text is.

    Errors: Malformed for none.
    """
    kind, _, after = text.partition("|")
    uuid, _, rest = after.partition("|")
    if kind not in set(StatementKind) or not uuid or not rest:
        raise Malformed("this is no statement of a scrutineer")
    return Statement(StatementKind(kind), uuid, rest)


@dataclass(frozen=True, slots=True)
class RollClaim:
    """Which roll a statement speaks of. digest: of its exact text; names: N, as the device has counted them."""

    digest: str
    names: int


def roll_message(uuid: str, roll: RollClaim) -> str:
    """Return what is signed before opening: `roll|UUID|DIGEST|N`."""
    return f"{StatementKind.ROLL}|{uuid}|{roll.digest}|{roll.names}"


def roll_message_of_protocol_1(uuid: str, digest: str) -> str:
    """Return what was signed before opening where the number of names was not."""
    return f"{StatementKind.ROLL}|{uuid}|{digest}"


def parse_roll(rest: str) -> RollClaim:
    """Read what a roll statement says.

    Errors: Malformed, also for an empty digest.
    """
    digest, _, names = rest.partition("|")
    return RollClaim(parse_digest(digest), sample.parse_number(names))


def parse_digest(text: str) -> str:
    """Return a hexadecimal SHA-256 as it stands.

    Errors: Malformed.
    """
    if _HEX.fullmatch(text) is None:
        raise Malformed("not a hexadecimal SHA-256")
    return text


def sample_message(uuid: str, box: str, roll: RollClaim, counted: SampleCount) -> str:
    """Return what is signed of a sample: box, roll, and numbers; never a name. box: digest of the sealed ballots."""
    return f"{StatementKind.SAMPLE}|{uuid}|{box}|{roll.digest}|{roll.names}|{sample.write(counted)}"


@dataclass(frozen=True, slots=True)
class SampleClaim:
    """What a sample statement says."""

    box: str
    roll: RollClaim
    counted: SampleCount


def parse_sample(rest: str, ballots: int) -> SampleClaim:
    """Read what a sample statement says. ballots: in the box.

    Errors: Malformed; DoesNotHold for a verdict that does not follow.
    """
    parts = rest.split("|", 3)
    if len(parts) != 4:  # noqa: PLR2004  box, roll, N, and the sample itself
        raise Malformed("a sample statement lacks a part")
    box, digest, names, numbers = parts
    roll = RollClaim(parse_digest(digest), sample.parse_number(names))
    return SampleClaim(parse_digest(box), roll, sample.parse(roll.names, ballots, numbers))


def outcome_message(uuid: str, exact: str) -> str:
    """Return what is signed over an outcome: `outcome|UUID|` and its exact text."""
    return f"{StatementKind.OUTCOME}|{uuid}|{exact}"


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
