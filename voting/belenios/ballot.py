"""A sealed ballot (Belenios specification 4.14 signatures, 4.15 ballots): seal, check, open as a test.

Knows the credential only as a public element, except while sealing. Never stores anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from voting.belenios import shape
from voting.belenios.answers import (
    Answer,
    Ciphertext,
    answer_json,
    check_answer,
    encrypt,
    parse_answer,
    seal_answer,
)
from voting.belenios.canonical import b64_sha256, dump, load_canonical
from voting.belenios.election import Election
from voting.belenios.errors import need, need_form
from voting.belenios.group import Chance, G, chance, parse_element, parse_member, parse_scalar, secret_power
from voting.belenios.integers import mpz
from voting.belenios.proofs import Proof, knowledge_holds, prove_knowledge

Choices = Sequence[
    Sequence[int]
]  # per question one 0 or 1 per answer (before them the blank bit, if allowed)


@dataclass(frozen=True, slots=True)
class CheckedBallot:
    """A checked ballot.

    raw: its exact text. credential: decimal string. tracker: 43 characters. ciphertexts: per question.
    """

    raw: str
    credential: str
    tracker: str
    ciphertexts: tuple[tuple[Ciphertext, ...], ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sealing:
    """A fresh ballot and the encryption randomness that would open it; forget the latter at cast."""

    raw: str
    randomness: list[list[str]]


@dataclass(frozen=True, slots=True)
class _Parsed:
    credential: str
    answers: tuple[Answer, ...]
    hash: str
    proof: Proof


def new_credential(draw: Chance = chance) -> tuple[int, str]:
    """Draw a credential: secret exponent x and the public text C = g^x."""
    secret = draw()
    while secret == 0:
        secret = draw()
    return secret, credential_of(secret)


def credential_of(secret: int) -> str:
    """Return the public credential of a secret exponent."""
    return str(secret_power(G, secret))


def parse_credential(text: object) -> str:
    """Check a credential from outside: a member of the group, not 1.

    Errors: Malformed, DoesNotHold.
    """
    element = parse_member(text)
    need(element != 1, "the credential is 1")
    return str(element)


def most_bytes(election: Election) -> int:
    """Bound the size of an honest ballot of this election, in bytes; the booth cuts off at twice this."""
    scalar, element = 77, 617
    proof = 2 * scalar + 35
    total = 1_000 + element
    for question in election.questions:
        parts = 2 * question.size + question.maximum - question.minimum + 1 + 3 * question.blank
        total += question.size * (2 * element + 30) + parts * proof + 100
    return total


def tracker(raw: str) -> str:
    """Return the smart ballot tracker: unpadded Base64 SHA-256 of the ballot."""
    return b64_sha256(raw)


def seal(election: Election, secret: int, choices: Choices, draw: Chance = chance) -> str:
    """Seal choices under a credential's secret; returns the canonical ballot.

    Errors: Malformed if a question does not allow these choices.
    """
    return seal_openly(election, secret, choices, draw).raw


def seal_openly(election: Election, secret: int, choices: Choices, draw: Chance = chance) -> Sealing:
    """Seal like `seal` and keep the randomness for cast or challenge.

    Draws: the answers' draws in order, then w of the signature.
    """
    need_form(len(choices) == len(election.questions), "the choices do not fit the questions")
    credential = credential_of(mpz(secret))
    context = f"{election.hash}|{credential}"
    answers, randomness = [], []
    for question, votes in zip(election.questions, choices, strict=True):
        answer, used = seal_answer(election, question, context, votes, draw)
        answers.append(answer_json(question, answer))
        randomness.append([str(r) for r in used])
    body: dict[str, object] = {
        "election_uuid": election.uuid,
        "election_hash": election.hash,
        "credential": credential,
        "answers": answers,
    }
    digest = b64_sha256(dump(body))
    proof = prove_knowledge(mpz(secret), f"sig|{digest}|", draw)
    body["signature"] = {"hash": digest, "proof": proof.as_json()}
    return Sealing(dump(body), randomness)


def check(election: Election, raw: str) -> CheckedBallot:
    """Check a ballot from outside completely: form, election, credential, signature, every proof.

    Errors: Malformed, DoesNotHold; the first thing that is wrong.
    """
    parsed = _parse(election, raw)
    credential = parse_member(parsed.credential)
    need(credential != 1, "the credential is 1")
    context = f"{election.hash}|{parsed.credential}"
    for question, answer in zip(election.questions, parsed.answers, strict=True):
        check_answer(election, question, context, answer)
    body = raw[: raw.rindex(',"signature":')] + "}"  # canonical, and signature is the last field
    need(parsed.hash == b64_sha256(body), "the ballot's hash does not hold")
    holds = knowledge_holds(credential, f"sig|{parsed.hash}|", parsed.proof)
    need(holds, "the ballot's signature does not hold")
    sealed = tuple(answer.choices for answer in parsed.answers)
    return CheckedBallot(raw, parsed.credential, tracker(raw), sealed)


def _parse(election: Election, raw: str) -> _Parsed:
    value = load_canonical(raw, 2 * most_bytes(election))
    uuid, election_hash, credential, answers, signature = shape.fields(
        value, "election_uuid", "election_hash", "credential", "answers", "signature"
    )
    need(uuid == election.uuid and election_hash == election.hash, "the ballot belongs to another election")
    listed = shape.items(answers, len(election.questions))
    parsed = tuple(parse_answer(q, one) for q, one in zip(election.questions, listed, strict=True))
    digest, proof = shape.fields(signature, "hash", "proof")
    return _Parsed(str(parse_element(credential)), parsed, shape.text(digest), Proof.parse(proof))


def credential_in(raw: str) -> str:
    """Read the credential from a ballot that was checked before."""
    return raw.split('"credential":"', 1)[1].split('"', 1)[0]


def ciphertexts(election: Election, raw: str) -> list[tuple[Ciphertext, ...]]:
    """Read the ciphertexts per question from a ballot that was checked before.

    Errors: Malformed for anything else.
    """
    return [answer.choices for answer in _parse(election, raw).answers]


def open_challenge(
    election: Election, raw: str, choices: Choices, randomness: Sequence[Sequence[str]]
) -> CheckedBallot:
    """Recompute every ciphertext of a ballot from its opening (protocol, "cast or challenge").

    choices, randomness: per question one value per ciphertext, the latter decimal scalars.
    Errors: Malformed; DoesNotHold if the ballot does not hold or does not contain these choices.
    """
    checked = check(election, raw)
    sealed = checked.ciphertexts
    need_form(len(choices) == len(randomness) == len(sealed), "the opening does not fit the questions")
    for votes, scalars, found in zip(choices, randomness, sealed, strict=True):
        need_form(len(votes) == len(scalars) == len(found), "the opening does not fit the question")
        for vote, scalar, ciphertext in zip(votes, scalars, found, strict=True):
            need_form(type(vote) is int and vote in (0, 1), "a vote is not 0 or 1")
            again = encrypt(election, vote, parse_scalar(scalar))
            need(again == ciphertext, "the ballot does not contain these choices")
    return checked
