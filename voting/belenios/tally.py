"""The sum and its decryption (Belenios specification 4.16 encrypted tally, 4.18 partial decryptions, 4.19 result).

Only sums are ever decrypted; a partial decryption is refused by reason. The discrete logarithm is looked up in
a table no longer than the number of ballots.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from voting.belenios import shape
from voting.belenios.answers import Ciphertext, ciphertext_json
from voting.belenios.ballot import ciphertexts
from voting.belenios.canonical import dump, hex_sha256, load_canonical
from voting.belenios.election import Election
from voting.belenios.errors import DoesNotHold, need, need_form
from voting.belenios.group import Chance, G, P, Q, chance, parse_member, power, secret_power
from voting.belenios.integers import mpz
from voting.belenios.proofs import Proof, equal_logs_hold, prove_equal_logs

Sums = list[list[Ciphertext]]


def add_up(election: Election, ballots: Iterable[str]) -> Sums:
    """Multiply the ciphertexts of checked ballots, answer by answer; none gives (1, 1) everywhere."""
    return add(election, (ciphertexts(election, raw) for raw in ballots))


def add(election: Election, parts: Iterable[Sequence[Sequence[Ciphertext]]]) -> Sums:
    """Multiply ciphertexts, or sums of parts of a box, answer by answer."""
    sums = [[(mpz(1), mpz(1))] * question.size for question in election.questions]
    for part in parts:
        for column, choices in zip(sums, part, strict=True):
            for k, (alpha, beta) in enumerate(choices):
                column[k] = column[k][0] * alpha % P, column[k][1] * beta % P
    return sums


def tally_raw(sums: Sums) -> str:
    """Write the encrypted tally."""
    return dump([[ciphertext_json(pair) for pair in column] for column in sums])


def sized_raw(encrypted: str, ballots: int) -> str:
    """Write the document that names the encrypted tally and the number of ballots in it."""
    return dump({"num_tallied": ballots, "total_weight": ballots, "encrypted_tally": hex_sha256(encrypted)})


def partial_decrypt(election: Election, sums: Sums, share: int, draw: Chance = chance) -> str:
    """Compute a scrutineer's partial decryption with proofs; returns the canonical text.

    share: the scrutineer's secret share of the ballot key. Verify and add up the ballots yourself before.
    """
    secret = mpz(share)
    prefix = _prefix(election, secret_power(G, secret))
    factors = [[str(secret_power(alpha, secret)) for alpha, _ in column] for column in sums]
    proofs = [
        [prove_equal_logs(secret, alpha, prefix, draw).as_json() for alpha, _ in column] for column in sums
    ]
    return dump({"decryption_factors": factors, "decryption_proofs": proofs})


def _prefix(election: Election, verification_key: int) -> str:
    return f"decrypt|{election.hash}|{verification_key}|"


def check_partial(election: Election, sums: Sums, verification_key: str, raw: str) -> list[list[int]]:
    """Check a partial decryption against the scrutineer's verification key; returns its factors.

    Errors: Malformed, DoesNotHold.
    """
    public = parse_member(verification_key)
    factors, proofs = shape.fields(load_canonical(raw), "decryption_factors", "decryption_proofs")
    checked = []
    columns = zip(sums, shape.items(factors, len(sums)), shape.items(proofs, len(sums)), strict=True)
    for column, some_factors, some_proofs in columns:
        found = [parse_member(factor) for factor in shape.items(some_factors, len(column))]
        parsed = [Proof.parse(proof) for proof in shape.items(some_proofs, len(column))]
        for (alpha, _), factor, proof in zip(column, found, parsed, strict=True):
            holds = equal_logs_hold(public, alpha, factor, _prefix(election, public), proof)
            need(holds, "a decryption proof does not hold")
        checked.append(found)
    return checked


def combine(sums: Sums, partials: Mapping[int, Sequence[Sequence[int]]], ballots: int) -> list[list[int]]:
    """Combine the factors of exactly threshold-many scrutineers into counts, per question and answer.

    partials: scrutineer's index (1..n) -> factors from `check_partial`. ballots: bound of every count.
    Errors: DoesNotHold if a sum is not g^count with 0 <= count <= ballots.
    """
    weights = {index: _lagrange(index, list(partials)) for index in partials}
    logarithms = _logarithms(ballots)
    counts = []
    for i, column in enumerate(sums):
        counted = []
        for k, (_, beta) in enumerate(column):
            mask = mpz(1)
            for index, factors in partials.items():
                mask = mask * power(factors[i][k], weights[index]) % P
            counted.append(_count(logarithms, beta * power(mask, -1) % P))
        counts.append(counted)
    return counts


def _lagrange(index: int, indices: list[int]) -> int:
    """Return the Lagrange coefficient at 0 of one index among the others, modulo Q."""
    weight = mpz(1)
    for other in indices:
        if other != index:
            weight = weight * other * pow(mpz(other - index), -1, Q) % Q
    return weight


def _logarithms(most: int) -> dict[int, int]:
    element, table = mpz(1), {}
    for count in range(most + 1):
        table[element] = count
        element = element * G % P
    return table


def _count(logarithms: dict[int, int], element: int) -> int:
    if element not in logarithms:
        raise DoesNotHold("a sum does not decrypt to a number of ballots")
    return logarithms[element]


def result_raw(counts: list[list[int]]) -> str:
    """Write the result."""
    return dump({"result": counts})


def parse_result(election: Election, raw: str) -> list[list[int]]:
    """Read a result that must fit the election.

    Errors: Malformed.
    """
    (columns,) = shape.fields(load_canonical(raw), "result")
    listed = shape.items(columns, len(election.questions))
    counts = []
    for question, column in zip(election.questions, listed, strict=True):
        need_form(isinstance(column, list), "expected a list")
        counts.append([shape.number(count) for count in shape.items(column, question.size)])
    return counts


def digest(ballots: Iterable[str]) -> str:
    """Return the digest of a box that the hall screen shows: hex SHA-256 of the sorted ballots, a line each."""
    return hex_sha256("".join(raw + "\n" for raw in sorted(ballots)))
