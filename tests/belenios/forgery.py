"""Ballots with elements of order 2 and 3 whose proofs all hold: what the membership test alone must stop.

A cheat multiplies the first ciphertext by an element w of small order k and repeats the proofs until every challenge
about it is a multiple of k; then w^challenge = 1 and every equation holds.
"""

from __future__ import annotations

from dataclasses import replace

from gmpy2 import mpz

from tests.belenios import factories
from tests.belenios.mutations import ORDER_3
from voting.belenios import answers, ballot, election, record
from voting.belenios.canonical import b64_sha256, dump
from voting.belenios.election import Election
from voting.belenios.group import P, Q, chance
from voting.belenios.proofs import Proof, prove_knowledge
from voting.belenios.record import Record

__all__ = ["Q", "forged_ballot", "with_forged_ballot"]

SMALL = {2: P - 1, 3: mpz(ORDER_3)}


def one_option() -> Election:
    key = factories.ceremony().record.joint_key
    raw = election.build(election.new_uuid(), "n", "d", [election.Question("q", ("a",), 0, 1)], key)
    return Election.parse(raw)


def forged_ballot(order: int) -> tuple[Election, str]:
    made = one_option()
    question = made.questions[0]
    secret, credential = ballot.new_credential()
    context = f"{made.hash}|{credential}"
    r = chance()
    alpha, beta = answers.encrypt(made, 1, r)
    choices = [(alpha * SMALL[order] % P, beta)]
    proofs = tuple(cheat(made, one, r, order) for one in answers.disjunctions(question, context, choices))
    answer = answers.answer_json(question, answers.Answer(tuple(choices), proofs))
    body: dict[str, object] = {
        "election_uuid": made.uuid,
        "election_hash": made.hash,
        "credential": credential,
        "answers": [answer],
    }
    digest = b64_sha256(dump(body))
    body["signature"] = {
        "hash": digest,
        "proof": prove_knowledge(secret, f"sig|{digest}|", chance).as_json(),
    }
    return made, dump(body)


def cheat(made: Election, one: answers.Disjunction, r: int, order: int) -> tuple[Proof, ...]:
    """Repeat an honest proof until no challenge shows the factor of small order."""
    while True:
        proofs = answers._prove(made, one, [r, r], [1, 1], chance)  # noqa: SLF001
        if all(proof.challenge % order == 0 for proof in proofs):
            return proofs


def with_forged_ballot(order: int) -> Record:
    """Put a forged ballot into the place of an honest one."""
    made, raw = forged_ballot(order)
    honest = ballot.seal(made, ballot.new_credential()[0], [[1]])
    found = factories.make_record(made, factories.ceremony(), [honest])
    credentials = record.credentials_raw([ballot.credential_in(raw)])
    return replace(found, ballots=(raw,), credentials=credentials)
