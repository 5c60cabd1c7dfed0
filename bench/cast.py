"""What casting costs beside verification: HTTP, token, group check, durable storage, receipt.

Run: .venv/bin/python -m bench.cast [NUMBER]
cast_overhead: CPU seconds of the program and its verifiers for NUMBER casts over HTTP, against the CPU seconds of verifying
the same ballots alone in the same run, in per cent on top. 15 options, 0 to 10; the client is a process of its own and
is not counted. SQLite with synchronous=FULL, one verifier, so that "per second and core" is what is measured.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import report
from bench.stand import Stand, stand
from tests.ballot.play import Tablet
from voting.ballot.sealed import box
from voting.belenios import ballot
from voting.belenios.canonical import dump
from voting.belenios.election import Election
from voting.core.db import db
from voting.demonstration import vote

NUMBER = 60
OPTIONS, SEATS = 15, 10
TICKS = os.sysconf("SC_CLK_TCK")

CLIENT = """
import http.client, json, sys
port, path, file = int(sys.argv[1]), sys.argv[2], sys.argv[3]
connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
statuses = []
for body in json.load(open(file)):
    connection.request("POST", path, body, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    answer.read()
    statuses.append(answer.status)
print(json.dumps(statuses))
"""


def spent() -> float:
    """Return the CPU seconds of this process and of its verifiers."""
    total = time.process_time()
    for process in multiprocessing.active_children():
        fields = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
        total += (int(fields[11]) + int(fields[12])) / TICKS
    return total


def bodies(at: Stand, number: int) -> tuple[list[str], list[str]]:
    """Draw and seal for so many deputies; returns the sealed ballots and the bodies that cast them."""
    raws, made = [], []
    for n in range(number):
        tablet = Tablet(at.app, at.hall.uuid, at.hall.deputies[n])
        if tablet.draw()[0] != 200:
            raise SystemExit("a tablet could not draw")
        raw = tablet.seal(vote.paper({(n + k) % OPTIONS for k in range(n % (SEATS + 1))}, OPTIONS))
        raws.append(raw)
        made.append(dump(tablet.body(raw)))
    return raws, made


def cast_all(at: Stand, made: list[str]) -> float:
    """Post every body from another process; returns our CPU seconds."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(made, file)
        file.flush()
        before = spent()
        command = [sys.executable, "-c", CLIENT, str(at.port), f"/booth/{at.hall.uuid}", file.name]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        after = spent()
    if set(json.loads(told)) != {201}:
        raise SystemExit(f"not every ballot was taken: {told}")
    return after - before


def verify_all(election: Election, raws: list[str]) -> float:
    """Verify every ballot in this process; returns the CPU seconds."""
    before = time.process_time()
    for raw in raws:
        ballot.check(election, raw)
    return time.process_time() - before


def main(number: int) -> None:
    """Measure and write the row."""
    with stand(number + 1, verifiers=1, projects=OPTIONS, seats=SEATS) as at, at.app.app_context():
        raws, made = bodies(at, number + 1)
        election = Election.parse(Tablet(at.app, at.hall.uuid).text("election"))
        cast_all(at, made[:1])  # builds the tables in the worker and here
        verify_all(election, raws[:1])
        half = number // 2
        alone = verify_all(election, raws[1 : half + 1])
        over_http = cast_all(at, made[1:])
        alone += verify_all(election, raws[half + 1 :])
        db.session.rollback()
        stored = box.count(at.hall.uuid)
    if stored != number + 1:
        raise SystemExit(f"{stored} ballots stored of {number + 1}")
    print(
        f"{number} ballots: verified alone {1000 * alone / number:.1f} ms, cast {1000 * over_http / number:.1f} ms of CPU each"
    )
    overhead = 100 * (over_http / alone - 1)
    peer = f"verification alone, {1000 * alone / number:.1f} ms of CPU a ballot"
    report.write({"cast_overhead": report.Row(round(overhead, 1), "%", 20.0, "lower", peer)})


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else NUMBER)
