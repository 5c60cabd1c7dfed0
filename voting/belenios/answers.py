"""One encrypted answer (Belenios specification 4.11.1, 4.12 intervals, 4.13 possibly-blank votes).

A statement (k, j) says "ciphertext k encrypts g^j"; number `size` stands for the total. Prover and verifier
share one list of statements. Never sees a credential's secret.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voting.belenios import shape
from voting.belenios.errors import need, need_form
from voting.belenios.group import (
    Chance,
    P,
    Q,
    group,
    is_member,
    parse_element,
    shared_powers,
)
from voting.belenios.integers import mpz
from voting.belenios.powers import SharedPowers, odd_digits
from voting.belenios.proofs import Proof, hash_to_scalar

if TYPE_CHECKING:
    from voting.belenios.election import Election, Question

Ciphertext = tuple[int, int]
Statement = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Disjunction:
    """One of these statements is true; `prefix` is what is hashed before the commitments."""

    statements: tuple[Statement, ...]
    prefix: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Ciphertexts and, per disjunction, one proof per statement."""

    choices: tuple[Ciphertext, ...]
    proofs: tuple[tuple[Proof, ...], ...]


def parse_answer(question: Question, value: object) -> Answer:
    """Read an answer's fields; checks the form, not the proofs."""
    names = ["choices", "individual_proofs", "overall_proof"] + ["blank_proof"] * question.blank
    choices, individual, *others = shape.fields(value, *names)
    parsed = tuple(parse_ciphertext(choice) for choice in shape.items(choices, question.size))
    disjunctions = [*shape.items(individual, question.size), *others]
    return Answer(parsed, tuple(tuple(map(Proof.parse, shape.items(one))) for one in disjunctions))


def parse_ciphertext(value: object) -> Ciphertext:
    """Read alpha and beta; range only."""
    alpha, beta = shape.fields(value, "alpha", "beta")
    return parse_element(alpha), parse_element(beta)


def ciphertext_json(ciphertext: Ciphertext) -> dict[str, str]:
    """Write alpha and beta."""
    return {"alpha": str(ciphertext[0]), "beta": str(ciphertext[1])}


def answer_json(question: Question, answer: Answer) -> dict[str, object]:
    """Write an answer in the order of the specification."""
    proofs = [[proof.as_json() for proof in one] for one in answer.proofs]
    fields: dict[str, object] = {
        "choices": [ciphertext_json(choice) for choice in answer.choices],
        "individual_proofs": proofs[: question.size],
        "overall_proof": proofs[question.size],
    }
    if question.blank:
        fields["blank_proof"] = proofs[-1]
    return fields


def total(question: Question, choices: Sequence[Ciphertext]) -> Ciphertext:
    """Multiply the ciphertexts of the answers; the blank choice does not count."""
    alpha = beta = mpz(1)
    for first, second in choices[question.blank :]:
        alpha, beta = alpha * first % P, beta * second % P
    return alpha, beta


def disjunctions(question: Question, context: str, choices: Sequence[Ciphertext]) -> list[Disjunction]:
    """List what an answer must prove.

    context: election hash, "|", credential.
    """
    size = question.size
    pairs = [f"{alpha},{beta}" for alpha, beta in choices]
    every = ",".join(pairs)
    levels = tuple((size, j) for j in range(question.minimum, question.maximum + 1))
    listed = [Disjunction(((k, 0), (k, 1)), f"prove|{context}|{pair}|") for k, pair in enumerate(pairs)]
    if question.blank:
        listed.append(Disjunction(((0, 1), *levels), f"bproof1|{context}|{every}|"))
        listed.append(Disjunction(((0, 0), (size, 0)), f"bproof0|{context}|{every}|"))
    else:
        alpha, beta = total(question, choices)
        listed.append(Disjunction(levels, f"prove|{context}|{every}|{alpha},{beta}|"))
    return listed


# --------------------------------------------------------------------------------------------- proving


def seal_answer(
    election: Election, question: Question, context: str, votes: Sequence[int], chance: Chance
) -> tuple[Answer, list[int]]:
    """Encrypt votes of 0 and 1 and prove them; returns the answer and the encryption randomness.

    Draws: one scalar per ciphertext, then per disjunction what `_prove` draws.
    Errors: Malformed if the question does not allow these votes.
    """
    _check_votes(question, votes)
    randomness = [chance() for _ in votes]
    choices = [encrypt(election, vote, r) for vote, r in zip(votes, randomness, strict=True)]
    counted = slice(int(question.blank), None)
    secrets = [*randomness, mpz(sum(randomness[counted])) % Q]
    values = [*votes, sum(votes[counted])]
    proofs = tuple(
        _prove(election, one, secrets, values, chance) for one in disjunctions(question, context, choices)
    )
    return Answer(tuple(choices), proofs), randomness


def _check_votes(question: Question, votes: Sequence[int]) -> None:
    need_form(len(votes) == question.size, "the votes do not fit the question")
    need_form(all(type(vote) is int and vote in (0, 1) for vote in votes), "a vote is not 0 or 1")
    chosen = sum(votes[question.blank :])
    if question.blank and votes[0]:
        need_form(chosen == 0, "a blank vote chooses nothing")
    else:
        need_form(question.minimum <= chosen <= question.maximum, "the number of choices is not allowed")


def encrypt(election: Election, vote: int, r: int) -> Ciphertext:
    """Return (g^r, y^r g^vote). By table, hence not constant-time: see docs/decisions on the verifier."""
    beta = election.y.power(r)
    return group().g.power(r), (beta * group().g.base % P if vote else beta)


def _prove(
    election: Election, one: Disjunction, secrets: Sequence[int], values: Sequence[int], chance: Chance
) -> tuple[Proof, ...]:
    """Prove a disjunction. Draws challenge, response of each false statement in order, then w for the true one.

    With alpha = g^r and beta = y^r g^m the commitments of a false statement (k, j) are g^u and
    y^u g^((m-j) challenge), u = response + r challenge: fixed bases only.
    """
    g, y = group().g, election.y
    true = next(i for i, (k, j) in enumerate(one.statements) if values[k] == j)
    proofs: list[Proof | None] = []
    commitments: list[int] = []
    rest = mpz(0)
    for i, (k, j) in enumerate(one.statements):
        if i == true:
            proofs.append(None)
            commitments += [mpz(1), mpz(1)]
            continue
        fake = Proof(chance(), chance())
        u = (fake.response + secrets[k] * fake.challenge) % Q
        commitments += [g.power(u), g.times(y.power(u), (values[k] - j) * fake.challenge % Q)]
        proofs.append(fake)
        rest += fake.challenge
    w = chance()
    commitments[2 * true : 2 * true + 2] = [g.power(w), y.power(w)]
    challenge = (hash_to_scalar(one.prefix, commitments) - rest) % Q
    real = Proof(challenge, (w - secrets[one.statements[true][0]] * challenge) % Q)
    return tuple(real if proof is None else proof for proof in proofs)


# ------------------------------------------------------------------------------------------- verifying


def check_answer(election: Election, question: Question, context: str, answer: Answer) -> None:
    """Check membership of every ciphertext and every proof; exact and deterministic.

    All powers of one base (challenges, and Q for membership) share its 256 squarings, and
    (beta g^-j)^c = beta^c g^(-jc), so that each half of a ciphertext is one base for all its statements.
    Errors: Malformed, DoesNotHold.
    """
    wanted = disjunctions(question, context, answer.choices)
    sizes = [len(one.statements) for one in wanted]
    need_form([len(proofs) for proofs in answer.proofs] == sizes, "a proof has the wrong number of parts")
    commitments = [[mpz(1)] * (2 * size) for size in sizes]
    for k, pair in enumerate([*answer.choices, total(question, answer.choices)]):
        alphas, betas = shared_powers(pair[0]), shared_powers(pair[1])
        if k < question.size:  # then the total is a member too
            need(is_member(alphas) and is_member(betas), "an element does not belong to the group")
        for d, one in enumerate(wanted):
            for i, (about, j) in enumerate(one.statements):
                if about == k:
                    commitments[d][2 * i : 2 * i + 2] = _commitments(
                        election, alphas, betas, j, answer.proofs[d][i]
                    )
    for one, found, proofs in zip(wanted, commitments, answer.proofs, strict=True):
        claimed = sum(proof.challenge for proof in proofs) % Q
        need(hash_to_scalar(one.prefix, found) == claimed, "a proof does not hold")


def _commitments(
    election: Election, alphas: SharedPowers, betas: SharedPowers, j: int, proof: Proof
) -> tuple[int, int]:
    g, digits = group().g, odd_digits(proof.challenge)
    less = [(g, -j * proof.challenge % Q)] if j else []
    first = alphas.power(digits, (g, proof.response))
    return first, betas.power(digits, (election.y, proof.response), *less)
