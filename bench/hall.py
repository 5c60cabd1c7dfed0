"""How soon 300 viewers of the hall screen see a change: `live_p95_ms`, on a real server over loopback.

One gunicorn process with threads, as in the hall; 300 open streams of server-sent events from one selector loop;
a deputy is checked in over HTTP and each viewer's first byte of news is timed, from the clerk's click on.
Run: .venv/bin/python -m bench.hall
"""

from __future__ import annotations

import argparse
import http.client
import selectors
import socket
import statistics
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from bench.report import Row, write
from tests import factories
from tests.service import Service
from voting.core.db import Table, db, transaction
from voting.hall.blueprint import screen_key
from voting.people.actions import start_session
from voting.people.rules import Role

TARGET_MS = 100
ROUNDS = 20
OPENING_SECONDS = 60
NEWS = b'data: {"changed"'


@dataclass
class Seeded:
    """What the measuring side needs to know. token: a signed-in clerk's cookie."""

    meeting_id: int
    key: str
    token: str
    deputies: list[int] = field(default_factory=list)


def seed(service: Service) -> Seeded:
    """Make a congress, a meeting and a clerk in the service's database."""
    app = service.app()
    with app.app_context():
        Table.metadata.create_all(db.engine)
        city = factories.place()
        in_term = factories.term(city)
        rows = factories.deputies(city, ROUNDS + 1, in_term=in_term, delegations=3)
        meeting = factories.meeting(city, in_term=in_term)
        clerk = factories.account(city, Role.STAFF)
        assert clerk.account_id is not None
        with transaction():
            token = start_session(clerk.account_id)
        found = Seeded(meeting.id, screen_key(meeting.id), token, [row.id for row in rows])
        db.session.remove()
        db.engine.dispose()
    return found


def listen(port: int, seeded: Seeded, count: int) -> list[socket.socket]:
    """Open `count` streams and wait until each has had its first message."""
    path = f"/j/140900/hall/screens/{seeded.meeting_id}/{seeded.key}/live"
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/event-stream\r\n\r\n".encode()
    streams = []
    for _ in range(count):
        stream = socket.create_connection(("127.0.0.1", port))
        stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        stream.sendall(request)
        streams.append(stream)
    if len(news_times(streams, OPENING_SECONDS)) < count:
        raise SystemExit("not every viewer could listen")
    return streams


def news_times(streams: list[socket.socket], patience: float) -> list[float]:
    """Return the moment at which each stream received a message, for those that did within `patience` seconds."""
    found: list[float] = []
    until = time.perf_counter() + patience
    with selectors.DefaultSelector() as waiting:
        for stream in streams:
            waiting.register(stream, selectors.EVENT_READ)
        while len(found) < len(streams) and time.perf_counter() < until:
            for key, _ in waiting.select(timeout=0.2):
                assert isinstance(key.fileobj, socket.socket)
                if NEWS in key.fileobj.recv(65536):
                    found.append(time.perf_counter())
                    waiting.unregister(key.fileobj)
    return found


def check_in(port: int, seeded: Seeded, deputy: int, csrf: tuple[str, str]) -> float:
    """Check a deputy in at the desk; return the moment at which the answer came, which is after the commit."""
    cookie, token = csrf
    call = http.client.HTTPConnection("127.0.0.1", port)
    call.request(
        "POST",
        f"/j/140900/hall/meetings/{seeded.meeting_id}/check-in/{deputy}",
        urlencode({"csrf_token": token}),
        {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"},
    )
    answer = call.getresponse()
    answer.read()
    moment = time.perf_counter()
    if answer.status != http.client.OK:
        raise SystemExit(f"check-in answered {answer.status}")
    call.close()
    return moment


def open_desk(port: int, seeded: Seeded) -> tuple[str, str]:
    """Fetch the desk once; return the cookies and the token against forgery."""
    call = http.client.HTTPConnection("127.0.0.1", port)
    path = f"/j/140900/hall/meetings/{seeded.meeting_id}/check-in"
    call.request("GET", path, headers={"Cookie": f"signed_in={seeded.token}"})
    answer = call.getresponse()
    page = answer.read().decode()
    session = (answer.getheader("Set-Cookie") or "").split(";")[0]
    token = page.split('name="csrf-token" content="')[1].split('"')[0]
    return f"signed_in={seeded.token}; {session}", token


def measure(viewers: int) -> dict[str, float]:
    """Return milliseconds from the start of a check-in to the news at every viewer, over all rounds."""
    with tempfile.TemporaryDirectory() as folder:
        service = Service(Path(folder))
        seeded = seed(service)
        service.start()
        try:
            csrf = open_desk(service.port, seeded)
            streams = listen(service.port, seeded, viewers)
            delays, missed = [], 0
            for deputy in seeded.deputies[:ROUNDS]:
                started = time.perf_counter()
                check_in(service.port, seeded, deputy, csrf)
                heard = news_times(streams, 5)
                missed += viewers - len(heard)
                delays += [1000 * (moment - started) for moment in heard]
                time.sleep(0.2)
            memory = resident_mib(service.pid)
        finally:
            service.stop()
    delays.sort()
    return {
        "p50": statistics.median(delays),
        "p95": delays[int(len(delays) * 0.95) - 1],
        "max": delays[-1],
        "missed": missed,
        "memory_mib": memory,
    }


def resident_mib(arbiter: int) -> float:
    """Return the resident memory of gunicorn and its children in MiB."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        except OSError:
            continue
        pid, parent = int(fields["Pid"]), int(fields["PPid"])
        if arbiter in {pid, parent}:
            total += int(fields.get("VmRSS", "0 kB").split()[0])
    return total / 1024


def main() -> None:
    """Measure, print, write the row."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--viewers", type=int, default=300)
    viewers = options.parse_args().viewers
    found = measure(viewers)
    for name, value in found.items():
        print(f"  {name:12} {value:10.1f}")
    peer = f"{viewers} viewers, {ROUNDS} check-ins over HTTP, one gunicorn process on loopback"
    write({"live_p95_ms": Row(round(found["p95"], 1), "ms", TARGET_MS, "lower", peer)})


if __name__ == "__main__":
    main()
