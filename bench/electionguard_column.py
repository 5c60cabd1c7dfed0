"""The third column: one ballot of 15 choose 10 sealed and checked by electionguard 1.4.0, in milliseconds of CPU.

Run with a Python that has it, in an environment of its own: PATH/TO/python bench/electionguard_column.py
On Python 3.11 its ElGamalCiphertext needs @dataclass(unsafe_hash=True). Writes no row: it has no target.
"""

# mypy: ignore-errors
from __future__ import annotations

import logging
import time

from electionguard.ballot import PlaintextBallotContest, PlaintextBallotSelection
from electionguard.elgamal import elgamal_keypair_random
from electionguard.encrypt import encrypt_contest
from electionguard.group import rand_q
from electionguard.manifest import (
    ContestDescription,
    SelectionDescription,
    VoteVariationType,
    contest_description_with_placeholders_from,
    generate_placeholder_selections_from,
)

OPTIONS, SEATS, BALLOTS = 15, 10, 5


def main() -> None:
    logging.disable()
    key = elgamal_keypair_random()
    base, seed = rand_q(), rand_q()
    options = [SelectionDescription(f"s{i}", i, f"c{i}") for i in range(OPTIONS)]
    bare = ContestDescription("contest", 0, "d", VoteVariationType.n_of_m, SEATS, SEATS, "n", options)
    contest = contest_description_with_placeholders_from(
        bare, generate_placeholder_selections_from(bare, SEATS)
    )
    chosen = PlaintextBallotContest("contest", [PlaintextBallotSelection(f"s{i}", 1) for i in range(6)])
    sealing = checking = 0.0
    for _ in range(BALLOTS):
        start = time.process_time()
        sealed = encrypt_contest(chosen, contest, key.public_key, base, seed)
        middle = time.process_time()
        held = sealed.is_valid_encryption(contest.crypto_hash(), key.public_key, base)
        described = {one.object_id: one for one in contest.ballot_selections + contest.placeholder_selections}
        for one in sealed.ballot_selections:
            known = described[one.object_id].crypto_hash()
            held = held and one.is_valid_encryption(known, key.public_key, base)
        checking += time.process_time() - middle
        sealing += middle - start
        if not held:
            raise SystemExit("electionguard does not accept its own ballot")
    print(
        f"electionguard 1.4.0: seal {sealing / BALLOTS * 1e3:.0f} ms, check {checking / BALLOTS * 1e3:.0f} ms"
    )


if __name__ == "__main__":
    main()
