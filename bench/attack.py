"""The rush beside each attack from outside, the attacker held to a tenth of a core: how much later is the last receipt?

Run: .venv/bin/python -m bench.attack [KIND …]
attack_KIND_ratio: the last receipt of 340 with the attack, which began ten seconds earlier, against the one without it
in the same run. Who downloads fetches the record of a vote that was announced in another city, besides public pages: it is not
built when he begins. Whatever is lost, doubled or answered 500 ends the measurement with exit status 1.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from bench.attackers import KINDS
from bench.report import Row, write
from bench.rush import OPTIONS, PEOPLE, Beside, Rush, measure
from tests.ballot.factories import Hall
from tests.factories import place
from tests.service import Service
from tests.tally.factories_count import announced
from voting.core.db import db

TARGET = 2.0
BEFORE_SECONDS = 10.0
VOTED_ELSEWHERE = 40


def attack(kind: str) -> Beside:
    """Return what attacks a hall in this way while a block runs."""

    @contextmanager
    def beside(service: Service, hall: Hall) -> Iterator[None]:
        uuid = announced_elsewhere(service) if kind == "downloads" else hall.uuid
        command = [sys.executable, "-m", "bench.attackers", kind, str(service.port), "140900", uuid]
        attacker = subprocess.Popen(command)
        try:
            time.sleep(BEFORE_SECONDS)
            yield
        finally:
            attacker.kill()
            attacker.wait()

    return beside


def announced_elsewhere(service: Service) -> str:
    """Let another city vote, count and announce; returns the UUID under which its record can be fetched."""
    app = service.app()
    with app.app_context():
        votes = [(n % OPTIONS,) for n in range(VOTED_ELSEWHERE)]
        uuid = announced(
            place(code="140200", name="大同市"), votes=votes, projects=OPTIONS, publish_counts=True
        ).uuid
        db.session.remove()
        db.engine.dispose()
    app.extensions["verifiers"].stop()
    return uuid


def row(kind: str, found: Rush, quiet: Rush) -> Row:
    """Return the row of one attack."""
    number = KINDS[kind][0]
    peer = f"quiet {quiet.last_receipt:.1f} s; {number} connections, a tenth of a core; asked again {found.again}"
    return Row(round(found.last_receipt / quiet.last_receipt, 2), "ratio", TARGET, "lower", peer)


def main(kinds: Sequence[str]) -> int:
    """Measure without and with each attack, and write the rows; returns the exit status."""
    print("quiet")
    quiet = measure(PEOPLE, 0.0)
    bad = bool(quiet.lost or quiet.faults)
    for kind in kinds or list(KINDS):
        print(kind)
        found = measure(PEOPLE, 0.0, attack(kind))
        write({f"attack_{kind.replace('-', '_')}_ratio": row(kind, found, quiet)})
        bad = bad or bool(found.lost or found.faults)
    return int(bad)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
