"""What each idea brings to checking one ballot of 15 options, 0 to 10: milliseconds of CPU, interleaved medians.

Run: .venv/bin/python -m bench.ideas
The variants repeat voting/belenios/answers.py without one idea each; all must accept the ballots. Writes no row.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable

from tests.belenios import factories
from voting.belenios import answers, ballot
from voting.belenios.election import Election
from voting.belenios.errors import need
from voting.belenios.group import G, P, Q, group, is_member, shared_powers
from voting.belenios.integers import powmod
from voting.belenios.powers import SharedPowers, odd_digits
from voting.belenios.proofs import Proof, hash_to_scalar

BALLOTS, ROUNDS = 6, 7

Pair = tuple[int, int]
Commit = Callable[[Election, Pair, int, Proof], Pair]


def plain(made: Election, pair: Pair, j: int, proof: Proof) -> Pair:
    """Four full exponentiations a statement."""
    beta = pair[1] * powmod(G, -j, P)
    c, r = proof.challenge, proof.response
    return powmod(G, r, P) * powmod(pair[0], c, P) % P, powmod(made.public_key, r, P) * powmod(beta, c, P) % P


def tables(made: Election, pair: Pair, j: int, proof: Proof) -> Pair:
    """Fixed-base tables for g and y."""
    beta = pair[1] * powmod(G, -j, P)
    c, r = proof.challenge, proof.response
    return group().g.times(powmod(pair[0], c, P), r), made.y.times(powmod(beta, c, P), r)


def one_by_one(commit: Commit) -> Callable[[Election, str, answers.Answer], None]:
    """Check an answer statement by statement, the membership of each element by itself."""

    def check(made: Election, context: str, answer: answers.Answer) -> None:
        question = made.questions[0]
        bases = [*answer.choices, answers.total(question, answer.choices)]
        for pair in answer.choices:
            need(powmod(pair[0], Q, P) == 1 and powmod(pair[1], Q, P) == 1, "membership")
        wanted = answers.disjunctions(question, context, answer.choices)
        for one, proofs in zip(wanted, answer.proofs, strict=True):
            found: list[int] = []
            for (k, j), proof in zip(one.statements, proofs, strict=True):
                found += commit(made, bases[k], j, proof)
            need(hash_to_scalar(one.prefix, found) == sum(p.challenge for p in proofs) % Q, "proof")

    return check


def shared_without_rewriting(made: Election, context: str, answer: answers.Answer) -> None:
    """Shared squarings per base, but beta g^-j is a base of its own for every j."""
    question = made.questions[0]
    bases = [*answer.choices, answers.total(question, answer.choices)]
    powers: dict[tuple[int, int], SharedPowers] = {}
    for k, (alpha, beta) in enumerate(bases):
        powers[k, -1], powers[k, 0] = shared_powers(alpha), shared_powers(beta)
        need(k == question.size or (is_member(powers[k, -1]) and is_member(powers[k, 0])), "membership")
    wanted = answers.disjunctions(question, context, answer.choices)
    for one, proofs in zip(wanted, answer.proofs, strict=True):
        found: list[int] = []
        for (k, j), proof in zip(one.statements, proofs, strict=True):
            digits = odd_digits(proof.challenge)
            if (k, j) not in powers:
                powers[k, j] = shared_powers(bases[k][1] * powmod(G, -j, P) % P)
            found.append(powers[k, -1].power(digits, (group().g, proof.response)))
            found.append(powers[k, j].power(digits, (made.y, proof.response)))
        need(hash_to_scalar(one.prefix, found) == sum(p.challenge for p in proofs) % Q, "proof")


def as_shipped(made: Election, context: str, answer: answers.Answer) -> None:
    """All ideas together."""
    answers.check_answer(made, made.questions[0], context, answer)


VARIANTS: dict[str, Callable[[Election, str, answers.Answer], None]] = {
    "plain exponentiations": one_by_one(plain),
    "+ fixed-base tables of 8 bits": one_by_one(tables),
    "+ shared squarings per base": shared_without_rewriting,
    "+ (beta g^-j)^c = beta^c g^(-jc)": as_shipped,
}


def main() -> None:
    made, rng = factories.make_election("choose", 15, 10), random.Random(2)
    some = [
        ballot.seal(made, ballot.new_credential()[0], factories.choices(made, rng)) for _ in range(BALLOTS)
    ]
    parsed = [ballot._parse(made, raw) for raw in some]  # noqa: SLF001
    spent: dict[str, list[float]] = {name: [] for name in VARIANTS}
    for _ in range(ROUNDS):
        for name, check in VARIANTS.items():
            start = time.process_time()
            for one in parsed:
                check(made, f"{made.hash}|{one.credential}", one.answers[0])
            spent[name].append((time.process_time() - start) / BALLOTS * 1e3)
    for name, times in spent.items():
        print(f"{name:36s} {statistics.median(times):6.1f} ms")


if __name__ == "__main__":
    main()
