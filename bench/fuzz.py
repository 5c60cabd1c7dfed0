"""make fuzz: 10,000 single mutations of real ballots over HTTP. None may be accepted, none may be a server error.

Run: .venv/bin/python -m bench.fuzz [NUMBER]
Afterwards the honest ballots still go in. Exit status 1 with the first offender's stratum otherwise.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from bench.stand import Stand, stand
from tests.ballot.play import Tablet
from tests.belenios import mutations
from voting.ballot.sealed import box
from voting.ballot.sealed.booth import MOST_FAILURES
from voting.ballot.sealed.shortlived import OwnMemory
from voting.belenios.canonical import dump
from voting.core.db import db
from voting.demonstration import vote

NUMBER = 10_000
BALLOTS = 4
HANDS = 4
TRIES = MOST_FAILURES // 2


def sealed(at: Stand) -> list[tuple[Tablet, str]]:
    """Return tablets that have drawn, each with an honest ballot."""
    made = []
    for n in range(BALLOTS):
        tablet = Tablet(at.app, at.hall.uuid, at.hall.deputies[n])
        if tablet.draw()[0] != 200:
            raise SystemExit("a tablet could not draw")
        made.append((tablet, tablet.seal(vote.paper(range(n % 3), 3))))
    return made


def throw(at: Stand, tablet: Tablet, some: list[mutations.Mutation]) -> tuple[Counter[int], list[str]]:
    """Hand in mutations of one tablet's ballot; returns how often each status came, and the offenders."""
    statuses: Counter[int] = Counter()
    offenders = []
    for n, one in enumerate(some):
        if n % TRIES == 0:  # a credential's tries end after twenty; here each mutation is to be looked at
            at.app.extensions["booth_memory"] = OwnMemory()
        status, body = at.post(f"/booth/{at.hall.uuid}", dump(tablet.body(one.raw)).encode())
        if status == 503:
            status, body = at.post(f"/booth/{at.hall.uuid}", dump(tablet.body(one.raw)).encode())
        statuses[status] += 1
        if status not in {400, 413, 422} or not body.get("error", {}).get("message"):
            offenders.append(f"{status} {one.stratum}")
    return statuses, offenders


def main(number: int) -> int:
    """Run; returns the exit status."""
    started = time.perf_counter()
    with stand(BALLOTS) as at, at.app.app_context():
        honest = sealed(at)
        every = [
            mutations.stratified([raw], number // BALLOTS, seed) for seed, (_, raw) in enumerate(honest, 1)
        ]
        with ThreadPoolExecutor(HANDS) as hands:
            told = list(hands.map(lambda n: throw(at, honest[n][0], every[n]), range(BALLOTS)))
        statuses = sum((one for one, _ in told), Counter[int]())
        offenders = [line for _, lines in told for line in lines]
        db.session.rollback()
        stored = box.count(at.hall.uuid)
        at.app.extensions["booth_memory"] = OwnMemory()
        after = [at.post(f"/booth/{at.hall.uuid}", dump(one.body(raw)).encode())[0] for one, raw in honest]
    strata = len({one.stratum for some in every for one in some})
    print(f"{sum(statuses.values())} mutations in {strata} strata, {time.perf_counter() - started:.0f} s")
    print(
        "statuses:", dict(sorted(statuses.items())), "accepted:", stored, "honest ballots afterwards:", after
    )
    for line in offenders[:20]:
        print("OFFENDER", line)
    return int(bool(offenders) or stored > 0 or after != [201] * BALLOTS)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else NUMBER))
