"""Kill the program again and again while deputies draw and cast; afterwards hold every receipt against the record.

Run: .venv/bin/python -m bench.faults [--people N] [--kills N] [--seed N] [--postgresql]
kill -9 falls on the whole program, on its web process (gunicorn starts another), on one of its verifiers, and with
--postgresql on the database. Tablets carry on by themselves. Row `faults_lost`: receipts without a ballot, ballots
without a receipt, doubles on the roll, and votes that the opened box does not show.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import signal
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock, Thread

from flask import Flask
from sqlalchemy import select

from bench.report import Row, write
from bench.rush import mismatches, tree
from bench.tablets import HttpTablet, texts_of
from tests import factories
from tests.ballot.factories import Hall, open_ballot
from tests.postgres import PostgresServer
from tests.service import Service
from voting.ballot.roll.models import RollEntry
from voting.core.db import db
from voting.demonstration import count, vote
from voting.tally.run.models import find_run

PEOPLE, KILLS, HANDS = 200, 8, 12
OPTIONS = 3
GONE_SECONDS = 10


@dataclass
class Progress:
    """How many draws and casts have been answered for good."""

    settled: int = 0
    lock: Lock = field(default_factory=Lock)

    def step(self) -> None:
        with self.lock:
            self.settled += 1


@dataclass(frozen=True)
class Survived:
    """What was true afterwards. again: how often tablets had to ask once more; orphans: processes left behind."""

    receipts: int
    mismatches: int
    roll_wrong: int
    counts_wrong: int
    unlike: int
    orphans: int
    again: int
    kills: tuple[str, ...]

    @property
    def lost(self) -> int:
        return self.mismatches + self.roll_wrong + self.counts_wrong + self.unlike


class Saboteur:
    """Kills parts of a service at random points of the progress, and starts what does not come back by itself."""

    def __init__(
        self, service: Service, progress: Progress, chance: random.Random, postgres: PostgresServer | None
    ) -> None:
        self.done: list[str] = []
        self.victims: list[int] = []
        self._service, self._progress, self._chance, self._postgres = service, progress, chance, postgres
        self._over = Event()

    def work(self, points: list[int]) -> None:
        """Strike when so many draws and casts are settled, each time another way."""
        ways = ["program", "web process", "verifier"] + (["database"] if self._postgres else [])
        for n, point in enumerate(points):
            while self._progress.settled < point:
                if self._over.wait(0.005):
                    return
            time.sleep(self._chance.uniform(0, 0.1))  # anywhere inside what is going on
            self._strike(ways[n % len(ways)])

    def stop(self) -> None:
        self._over.set()

    def _running(self) -> list[int]:
        """Return the service's processes, once it has made them anew after the strike before."""
        while len(found := tree(self._service.pid)) == 1 and not self._over.wait(0.005):
            pass
        return found

    def _strike(self, way: str) -> None:
        arbiter, *rest = self._running()
        if not rest:
            return  # everybody is through: nobody waits for what would come back
        self.victims += rest
        self.done.append(way)
        if way == "program":
            _kill(arbiter)
            self._service.stop(kill=True)
            self._service.start()
        elif way == "web process":
            _kill(rest[0])
        elif way == "verifier":
            _kill(rest[-1])
        elif self._postgres is not None:
            self._postgres.crash()


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def play(
    service: Service, people: int, kills: int, seed: int, postgres: PostgresServer | None = None
) -> Survived:
    """Let everybody sign in, draw and cast amid the kills; then one more, and the count."""
    chance = random.Random(seed)
    app = service.app()
    hall = seeded(app, people + 1)
    texts = texts_of(service.port, hall.uuid)
    tablets = [HttpTablet(service.port, texts, chance=random.Random(seed + n)) for n in range(people + 1)]
    papers = [vote.paper(chance.sample(range(OPTIONS), chance.randrange(3)), OPTIONS) for _ in tablets]
    progress = Progress()
    saboteur = Saboteur(service, progress, chance, postgres)
    points = sorted(chance.sample(range(1, 2 * people - 2), kills))
    thread = Thread(target=saboteur.work, args=(points,))
    thread.start()
    try:
        with ThreadPoolExecutor(HANDS) as hands:
            done = list(hands.map(lambda n: one_deputy(tablets[n], n, papers[n], progress), range(people)))
    finally:
        saboteur.stop()
        thread.join()
    done.append(one_deputy(tablets[people], people, papers[people], progress))  # the program carries on
    unlike = sum(
        tablet.check(tablet.cast(body)) != tracker
        for tablet, (tracker, body) in zip(tablets, done, strict=True)
    )
    trackers = [tracker for tracker, _ in done]
    return Survived(
        receipts=len(trackers),
        mismatches=mismatches(app, hall.uuid, trackers),
        roll_wrong=roll_wrong(app, hall),
        counts_wrong=counts_wrong(app, hall, papers),
        unlike=unlike,
        orphans=left_behind(service, saboteur.victims),
        again=sum(tablet.again for tablet in tablets),
        kills=tuple(saboteur.done),
    )


def seeded(app: Flask, people: int) -> Hall:
    """Open a small ballot in the service's database."""
    with app.app_context():
        hall = open_ballot(factories.place(), people)
        db.session.remove()
        db.engine.dispose()
    app.extensions["verifiers"].stop()
    return hall


def one_deputy(
    tablet: HttpTablet, position: int, paper: list[list[int]], progress: Progress
) -> tuple[str, str]:
    """Sign in, draw, seal, cast; returns the tracker of the receipt and the body that was cast."""
    tablet.sign_in("140900", f"{position + 1:03d}", factories.PIN)
    tablet.draw()
    progress.step()
    body = tablet.body(paper)
    tracker = tablet.check(tablet.cast(body))
    progress.step()
    return tracker, body


def roll_wrong(app: Flask, hall: Hall) -> int:
    """Return how many deputies do not stand on the roll exactly once."""
    with app.app_context():
        drawn = db.session.scalars(
            select(RollEntry.deputy_id).where(RollEntry.ballot_uuid == hall.uuid)
        ).all()
        db.session.remove()
    return len(drawn) - len(set(drawn)) + len(set(drawn) ^ {one.deputy_id for one in hall.deputies})


def counts_wrong(app: Flask, hall: Hall, papers: list[list[list[int]]]) -> int:
    """Close and open the box; return by how many votes it differs from what was chosen."""
    with app.app_context():
        vote.close(hall.secretary, hall.uuid)
        count.open_box(hall.uuid, hall.holders)
        counts = find_run(hall.uuid, hall.place.id).counts
        db.session.remove()
        db.engine.dispose()
    app.extensions["verifiers"].stop()
    wanted = [sum(paper[0][option] for paper in papers) for option in range(OPTIONS)]
    assert counts is not None
    return sum(abs(found - meant) for found, meant in zip(counts[0], wanted, strict=True))


def left_behind(service: Service, victims: list[int]) -> int:
    """Return how many processes of killed programs still run a while later."""
    until = time.monotonic() + GONE_SECONDS
    while time.monotonic() < until:
        alive = [pid for pid in set(victims) - set(tree(service.pid)) if Path(f"/proc/{pid}").exists()]
        if not alive:
            return 0
        time.sleep(0.2)
    return len(alive)


@contextlib.contextmanager
def served(folder: Path, *, postgresql: bool = False) -> Iterator[tuple[Service, PostgresServer | None]]:
    """Serve the program on a database of its own."""
    if not postgresql:
        with Service(folder / "program") as service:
            yield service, None
        return
    with PostgresServer() as postgres:
        postgres.create("service")
        with Service(folder / "program", database_url=postgres.url("service")) as service:
            yield service, postgres


def main() -> None:
    """Run, print, write the row."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=PEOPLE)
    options.add_argument("--kills", type=int, default=KILLS)
    options.add_argument("--seed", type=int, default=int(time.time()))
    options.add_argument("--postgresql", action="store_true")
    chosen = options.parse_args()
    kind = "PostgreSQL" if chosen.postgresql else "SQLite"
    print(f"{chosen.people} draws and casts, {chosen.kills} kills, seed {chosen.seed}, {kind}")
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder), postgresql=chosen.postgresql) as (service, postgres),
    ):
        found = play(service, chosen.people, chosen.kills, chosen.seed, postgres)
    print(f"  {found}")
    peer = f"{found.receipts} receipts through {len(found.kills)} kills, {kind}"
    name = "faults_lost_postgresql" if chosen.postgresql else "faults_lost"
    write({name: Row(found.lost, "ballots", 0, "lower", peer)})
    if found.lost or found.orphans:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
