"""A real web server on this machine that plays a chat robot: keeps what comes, and answers as a test asks."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

import pytest

HERE = "127.0.0.1"
ALLOWED = frozenset({HERE})
"""What the operator's setting allows in these tests."""


@dataclass(frozen=True)
class Said:
    """What a robot answers."""

    status: int = 200
    body: bytes = b'{"errcode":0,"errmsg":"ok"}'
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Robot:
    """answers: asked for each message; silent: holds the answer back until `let_go`."""

    port: int = 0
    paths: list[str] = field(default_factory=list)
    taken: list[dict[str, Any]] = field(default_factory=list)
    answers: Callable[[], Said] = Said
    silent: bool = False
    asked: Event = field(default_factory=Event)
    let_go: Event = field(default_factory=Event)

    @property
    def url(self) -> str:
        return f"http://{HERE}:{self.port}/send?key=k-e-y"

    @property
    def texts(self) -> list[str]:
        return [
            (one.get("text") or one["content"]).get("content") or one["content"]["text"] for one in self.taken
        ]


WAITS = (
    "channel.mail.SECONDS",
    "channel.web_call.CONNECT_SECONDS",
    "channel.web_call.WHOLE_SECONDS",
    "channel.hosts.NAME_SECONDS",
    "outbox.texting.SENDING_SECONDS",
)


def be_patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take no slow machine for a silent server, nor end a job half done."""
    for name in WAITS:
        monkeypatch.setattr(f"voting.notices.{name}", 600.0)


@contextmanager
def talking() -> Iterator[Robot]:
    """Serve a robot."""
    robot = Robot()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            said = self.rfile.read(int(self.headers["Content-Length"]))
            assert self.headers["Content-Type"].startswith("application/json")
            robot.paths.append(self.path)
            robot.taken.append(json.loads(said))
            robot.asked.set()
            if robot.silent:
                robot.let_go.wait(60)
                return
            answer = robot.answers()
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                self.wfile.write(answer.body)
            except OSError:
                robot.asked.set()

        def log_message(self, *_anything: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer((HERE, 0), Handler)
    server.daemon_threads = True
    robot.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield robot
    finally:
        robot.let_go.set()
        server.shutdown()
        server.server_close()
        thread.join(10)
