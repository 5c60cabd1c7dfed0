"""From the last share to the result with the rules applied, 400 ballots of 15 options, 2 of 3 scrutineers, SQLite.

Run: .venv/bin/python -m bench.close [NUMBER]
close_seconds: the deed that takes in the share that opens the box (the sum of the ballots as stored, both shares'
proofs, the logarithms, journal, commit), then the rules over the counts, in one thread. The whole record checked
anew is bench.verify's record_ratio. Every count is held against what was voted before the row is written.
"""

from __future__ import annotations

import random
import sys
import time

from bench import report
from bench.stand import stand
from tests.factories import place
from tests.tally.factories_count import Counting, closed
from voting.core.db import transaction
from voting.demonstration import vote
from voting.tally.opening import actions as opening_actions
from voting.tally.outcome.facts import gather

NUMBER, OPTIONS, SEATS = 400, 15, 10
SCRUTINEERS, THRESHOLD = 3, 2
TARGET_SECONDS = 1.0


def papers(number: int) -> list[list[int]]:
    """Return what each votes for: up to ten positions, from 0."""
    chance = random.Random(4)
    return [sorted(chance.sample(range(OPTIONS), chance.randint(0, SEATS))) for _ in range(number)]


def last_share(found: Counting) -> tuple[float, float]:
    """Open the box; returns the seconds from the last share to the counts, and to the outcome."""
    holders = found.hall.holders[:THRESHOLD]
    for holder in holders:
        vote.sign_roll(found.uuid, holder)
        vote.sample(found.uuid, holder)
    shares = [vote.partial(found.uuid, holder) for holder in holders]
    began = 0.0
    for holder, share in zip(holders, shares, strict=True):
        with transaction():
            digest = opening_actions.take_over(holder.actor, found.uuid).digest
        began = time.perf_counter()
        with transaction():
            run = opening_actions.hand_in_share(holder.actor, found.uuid, digest, share)
    counted = time.perf_counter() - began
    decided = gather(run).decision()
    ended = time.perf_counter() - began
    if decided is None:
        raise SystemExit("the box is open and nothing was decided")
    return counted, ended


def main(number: int) -> None:
    """Measure and write the row."""
    votes = papers(number)
    with stand(1) as at, at.app.app_context():
        found = closed(
            place(code="140200", name="大同市"),
            votes,
            size=SCRUTINEERS,
            threshold=THRESHOLD,
            projects=OPTIONS,
            seats=SEATS,
        )
        counted, ended = last_share(found)
        counts = found.run.counts
    wanted = [sum(position in chosen for chosen in votes) for position in range(OPTIONS)]
    if counts != [wanted]:
        raise SystemExit(f"counted {counts}, voted {wanted}")
    print(
        f"{number} ballots: {counted:.3f} s from the last share to the counts, {ended:.3f} s to the outcome"
    )
    if number == NUMBER:
        peer = f"{number} ballots of {OPTIONS} options, {THRESHOLD} of {SCRUTINEERS} scrutineers, one thread, SQLite"
        row = report.Row(round(ended, 3), "s", TARGET_SECONDS, "lower", peer)
        report.write({"close_seconds": row})


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else NUMBER)
