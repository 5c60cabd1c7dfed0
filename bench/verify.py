"""How fast we verify, beside Debian's belenios-tool 2.0, on the same archive in the same run.

Run: .venv/bin/python -m bench.verify [--small]
verify_ratio: CPU time for one archive on one core. record_ratio: wall time for 400 ballots, ours on two processes.
The runs alternate, and medians are compared, so that what else the machine does falls on both.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench import report
from tests.belenios import factories
from voting.belenios import ballot, record
from voting.belenios.election import Election

OPTIONS, SEATS = 15, 10
ONE_CORE, WHOLE = 100, 400
ROUNDS = 3


@dataclass(frozen=True)
class Spent:
    """Seconds that one run of a program took."""

    cpu: float
    wall: float


def make_archive(folder: Path, number: int) -> Path:
    """Seal, count and write a record of 15 options, 0 to 10, under 2 of 3 scrutineers."""
    made = factories.make_election("choose", OPTIONS, SEATS)
    ballots, _ = factories.seal_many(made, number)
    found = factories.make_record(made, factories.ceremony(), ballots)
    folder.mkdir()
    path = folder / f"{made.uuid}.bel"
    path.write_bytes(record.write(found, factories.MOMENT))
    return path


def run(command: list[str], cores: set[int]) -> Spent:
    """Run a program on these cores; it must accept the archive."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    every = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)  # inherited by the program
    start = time.perf_counter()
    status = subprocess.run(command, capture_output=True, check=False).returncode
    wall = time.perf_counter() - start
    os.sched_setaffinity(0, every)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if status != 0:
        raise SystemExit(f"{command[0]} did not accept the archive")
    return Spent(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall)


def side_by_side(path: Path, cores: set[int], rounds: int) -> tuple[list[Spent], list[Spent]]:
    """Alternate our verifier and the tool on one archive; the tool only ever uses one core."""
    tool = shutil.which("belenios-tool")
    if tool is None:
        raise SystemExit("belenios-tool is not installed: apt install belenios-tool")
    ours = [sys.executable, "-m", "voting.belenios.verify", str(path)]
    theirs = [tool, "election", "verify", "--dir", str(path.parent)]
    mine, others = [], []
    for _ in range(rounds):
        mine.append(run(ours, cores))
        others.append(run(theirs, cores))
    return mine, others


def median(spent: list[Spent], of: Callable[[Spent], float]) -> float:
    return statistics.median(map(of, spent))


def alone(number: int = 30) -> float:
    """Measure checking one ballot inside a process that has its tables, in milliseconds of CPU."""
    made: Election = factories.make_election("choose", OPTIONS, SEATS)
    rng = random.Random(2)
    some = [
        ballot.seal(made, ballot.new_credential()[0], factories.choices(made, rng)) for _ in range(number)
    ]
    start = time.process_time()
    for raw in some:
        ballot.check(made, raw)
    return (time.process_time() - start) / number * 1e3


def main(arguments: list[str]) -> None:
    small = "--small" in arguments
    one, whole, rounds = (10, 20, 1) if small else (ONE_CORE, WHOLE, ROUNDS)
    every = sorted(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory() as folder:
        path = make_archive(Path(folder) / "one", one)
        mine, theirs = side_by_side(path, {every[0]}, rounds)
        print(
            f"{one} ballots, one core, CPU: ours {median(mine, cpu):.2f} s, tool {median(theirs, cpu):.2f} s"
        )
        single = median(mine, cpu) / median(theirs, cpu)
        path = make_archive(Path(folder) / "whole", whole)
        mine, theirs = side_by_side(path, set(every[:2]), 1 if small else 2)
        print(
            f"{whole} ballots, wall: ours {median(mine, wall):.2f} s on two, tool {median(theirs, wall):.2f} s"
        )
        double = median(mine, wall) / median(theirs, wall)
    print(f"one ballot alone: {alone():.1f} ms of CPU")
    if small:
        print(f"small run, nothing written: {single:.3f}, {double:.3f}")
        return
    peer = f"belenios-tool 2.0, {one} ballots of {OPTIONS} options, one core, CPU time"
    both = f"belenios-tool 2.0, {whole} ballots, ours on two processes, wall time"
    report.write(
        {
            "verify_ratio": report.Row(single, "ratio", 0.42, "lower", peer),
            "record_ratio": report.Row(double, "ratio", 0.22, "lower", both),
        }
    )


def cpu(spent: Spent) -> float:
    return spent.cpu


def wall(spent: Spent) -> float:
    return spent.wall


if __name__ == "__main__":
    main(sys.argv[1:])
