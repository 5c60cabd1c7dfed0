"""The rush: 340 sealed ballots posted to the booth at once, on the machine that also plays the tablets.

Run: .venv/bin/python -m bench.rush [--national] [--people N] [--spread SECONDS]
Everyone signs in, draws and seals first; sign-ins and draws are timed apart, each 340 at once. The program is the one
of the hall: gunicorn, SQLite, durable, its verifiers warm, as the console warms them when the vote opens: one more
deputy casts before the others. What answers 503 or not at all is sent again with a jitter, as a tablet does.
rush_ratio: the last receipt against the same ballots verified alone in this run, on as many cores. --national: 3,000
deputies spread over three minutes; writes no row.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from threading import Event, Thread
from typing import Self

from flask import Flask
from sqlalchemy import update

from bench.report import Row, write
from bench.tablets import HttpTablet, Texts, at_once, texts_of
from tests import factories
from tests.ballot.factories import Hall, open_ballot
from tests.service import Service
from voting.ballot.sealed import box
from voting.belenios import ballot as sealed
from voting.belenios.canonical import b64url, dump
from voting.belenios.election import Election
from voting.core.db import db, transaction
from voting.demonstration import vote
from voting.people import secrets
from voting.people.models import Account

PEOPLE, OPTIONS, SEATS = 340, 15, 10
NATIONAL, NATIONAL_SECONDS = 3_000, 180.0
AT_ONCE = 340
VERIFIED_ALONE = 40
RATIO = 1.5
TARGET_SECONDS, TARGET_MB, MINUTE = 8.0, 400.0, 60.0
SIGN_INS_SECONDS = 9.1
"""Half of what 340 sign-ins took where the rush was first measured with its hashes in the queue."""


@dataclass(frozen=True)
class Rush:
    """Seconds from the common start unless said otherwise.

    faults: how often any tablet, from sign-in to receipt, was answered 500. waited: per ballot from its first post to
    its receipt. alone: CPU seconds of verifying one ballot. memory_mb: the most that all processes held, shared pages counted once (PSS); counted_whole_mb: the
    same with shared pages counted in each process (RSS).
    """

    people: int
    sign_ins: float
    draws: float
    last_receipt: float
    waited: list[float]
    alone: float
    lost: int
    again: int
    faults: int
    memory_mb: float
    counted_whole_mb: float

    @property
    def ratio(self) -> float:
        """The last receipt against the time in which this machine's cores only verify."""
        return self.last_receipt / (self.people * self.alone / (os.cpu_count() or 1))


Beside = Callable[[Service, Hall], AbstractContextManager[object]]


def nobody(_service: Service, _hall: Hall) -> AbstractContextManager[object]:
    """Nothing goes on beside the casting."""
    return nullcontext()


def seed(app: Flask, people: int) -> Hall:
    """Open a ballot for so many deputies, whose PINs cost what they cost in service."""
    with app.app_context():
        hall = open_ballot(factories.place(), people, projects=OPTIONS, seats=SEATS)
        phc = secrets.hash_pin(factories.PIN, secrets.PIN_MEMORY_KIB)
        with transaction():
            db.session.execute(update(Account).where(Account.deputy_id.is_not(None)).values(secret=phc))
        db.session.remove()
    app.extensions["verifiers"].stop()
    return hall


def seal(order: tuple[str, int, bytes, int]) -> str:
    """Seal in a process of its own; returns the body that casts."""
    raw, secret, token, number = order
    choices = vote.paper({(number + k) % OPTIONS for k in range(number % (SEATS + 1))}, OPTIONS)
    return dump({"token": b64url(token), "ballot": sealed.seal(Election.parse(raw), secret, choices)})


def by_groups(tablets: list[HttpTablet], deed: Callable[[int, HttpTablet], None]) -> float:
    """Have everybody do it, 340 at once, one group after the other; returns the seconds."""
    total = 0.0
    for first in range(0, len(tablets), AT_ONCE):
        group = tablets[first : first + AT_ONCE]
        numbered = enumerate(group, first + 1)
        total += max(ended for _, _, ended in at_once([partial(deed, n, tablet) for n, tablet in numbered]))
    return total


def tree(root: int) -> list[int]:
    """Return a process and all that descend from it."""
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        parents.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found = [root]
    for one in found:
        found += parents.get(one, [])
    return found


def memory(root: int) -> tuple[float, float]:
    """Return MB resident of all processes: shared pages counted once (PSS), and counted in each (RSS)."""
    sums = Counter[str]()
    for pid in tree(root):
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        sums.update(
            {line.split(":")[0]: int(line.split()[1]) for line in lines if line[:4] in {"Rss:", "Pss:"}}
        )
    return sums["Pss"] * 1024 / 1e6, sums["Rss"] * 1024 / 1e6


class Watch:
    """Follows the memory of a program while a block runs; `most` afterwards."""

    def __init__(self, root: int) -> None:
        self.most = (0.0, 0.0)
        self._root, self._over = root, Event()
        self._thread = Thread(target=self._follow, daemon=True)

    def _follow(self) -> None:
        while not self._over.wait(0.5):
            self.most = max(self.most, memory(self._root))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()


def measure(people: int, spread: float, beside: Beside = nobody) -> Rush:
    """Play the whole meeting; `spread`: over how many seconds the ballots are posted; `beside`: runs while they are."""
    with tempfile.TemporaryDirectory() as folder, Service(Path(folder)) as service:
        app = service.app()
        hall = seed(app, people + 1)
        texts = texts_of(service.port, hall.uuid)
        tablets = [HttpTablet(service.port, texts) for _ in range(people + 1)]
        for tablet in tablets:
            assert tablet.credential
        with Watch(service.pid) as watch:
            sign_ins = by_groups(tablets, lambda n, one: one.sign_in("140900", f"{n:03d}", factories.PIN))
            draws = by_groups(tablets, lambda _n, one: one.draw())
            bodies = sealed_by(tablets, texts)
            print(
                f"  {people} sign-ins {sign_ins:.1f} s, draws {draws:.1f} s; sealed; memory {watch.most[0]:.0f} MB"
            )
            warm = tablets[-1].check(tablets[-1].cast(bodies[-1]))
            tablets, bodies = tablets[:-1], bodies[:-1]
            for one in tablets:
                one.again = 0
            deeds = [partial(one.cast, body) for one, body in zip(tablets, bodies, strict=True)]
            with beside(service, hall):
                casts = at_once(deeds, [one.chance.uniform(0, spread) for one in tablets])
        trackers = [one.check(told) for one, (told, _, _) in zip(tablets, casts, strict=True)]
        lost = mismatches(app, hall.uuid, [warm, *trackers])
    return Rush(
        people=people,
        alone=verified_alone(texts.election, bodies[:VERIFIED_ALONE]),
        sign_ins=sign_ins,
        draws=draws,
        last_receipt=max(ended for _, _, ended in casts),
        waited=sorted(ended - began for _, began, ended in casts),
        lost=lost,
        again=sum(one.again for one in tablets),
        faults=sum(one.faults for one in tablets),
        memory_mb=watch.most[0],
        counted_whole_mb=watch.most[1],
    )


def sealed_by(tablets: list[HttpTablet], texts: Texts) -> list[str]:
    """Seal one ballot per tablet, beforehand, on both cores."""
    orders = [
        (texts.election.raw, one.credential.secret, one.credential.token, n) for n, one in enumerate(tablets)
    ]
    with get_context("spawn").Pool(2) as pool:
        return pool.map(seal, orders, chunksize=10)


def verified_alone(election: Election, bodies: list[str]) -> float:
    """Return the CPU seconds that one of these ballots takes to verify, with nothing else to do."""
    raws = [json.loads(body)["ballot"] for body in bodies]
    sealed.check(election, raws[0])  # builds the tables
    began = time.process_time()
    for raw in raws:
        sealed.check(election, raw)
    return (time.process_time() - began) / len(raws)


def mismatches(app: Flask, uuid: str, trackers: list[str]) -> int:
    """Return how many receipts have no ballot or share one, and how many ballots have no receipt."""
    with app.app_context():
        held = Counter(sealed.tracker(raw) for raw in box.ballots(uuid))
        db.session.remove()
        db.engine.dispose()
    wanted = Counter(trackers)
    doubled = sum(count - 1 for count in wanted.values()) + sum(count - 1 for count in held.values())
    return doubled + len(wanted.keys() ^ held.keys())


def show(found: Rush) -> None:
    """Print what happened."""
    waited = found.waited
    print(
        f"  last receipt after {found.last_receipt:.2f} s; lost or doubled: {found.lost}; answers 500: {found.faults}"
    )
    print(f"  {found.ratio:.2f} of the time of verifying alone, {1000 * found.alone:.1f} ms of CPU a ballot")
    print(
        f"  a tablet waited: median {statistics.median(waited):.2f} s, "
        f"p95 {waited[int(len(waited) * 0.95) - 1]:.2f} s, longest {waited[-1]:.2f} s; asked again: {found.again}"
    )
    print(
        f"  memory {found.memory_mb:.0f} MB ({found.counted_whole_mb:.0f} with shared pages counted in each process)"
    )


def main() -> None:
    """Measure, print, write the rows."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--national", action="store_true")
    options.add_argument("--people", type=int)
    options.add_argument("--spread", type=float)
    chosen = options.parse_args()
    people = chosen.people or (NATIONAL if chosen.national else PEOPLE)
    spread = chosen.spread if chosen.spread is not None else (NATIONAL_SECONDS if chosen.national else 0.0)
    print(f"{people} deputies, ballots posted over {spread:.0f} s")
    found = measure(people, spread)
    show(found)
    if people == PEOPLE and not spread:
        write(rows(found))
    if found.lost:
        raise SystemExit(1)


def rows(found: Rush) -> dict[str, Row]:
    """Return the rows of the results."""
    where = f"{found.people} at once over HTTP, tablets on the same 2 cores"
    most = f"all processes from sign-in to receipt, shared pages once; in each {found.counted_whole_mb:.0f}"
    no_target = "reported apart, held against a minute"
    return {
        "rush_last_receipt_seconds": Row(round(found.last_receipt, 2), "s", TARGET_SECONDS, "lower", where),
        "rush_ratio": Row(
            round(found.ratio, 2),
            "ratio",
            RATIO,
            "lower",
            f"{1000 * found.alone:.1f} ms of CPU to verify one",
        ),
        "rush_lost": Row(found.lost, "ballots", 0, "lower", "receipts against the box, both ways"),
        "rush_faults": Row(found.faults, "answers 500", 0, "lower", "sign-ins, draws and casts together"),
        "rush_memory_mb": Row(round(found.memory_mb, 1), "MB", TARGET_MB, "lower", most),
        "rush_draws_seconds": Row(round(found.draws, 2), "s", MINUTE, "lower", f"{where}; {no_target}"),
        "rush_sign_ins_seconds": Row(round(found.sign_ins, 2), "s", SIGN_INS_SECONDS, "lower", where),
    }


if __name__ == "__main__":
    main()
