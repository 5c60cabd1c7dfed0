"""A program of our own for measurements: a temporary database file, a hall with an open ballot, real HTTP."""

from __future__ import annotations

import http.client
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from config import Settings
from tests.ballot.factories import Hall, open_ballot
from tests.factories import place
from voting.app import create_app
from voting.core.db import Table, db


class Silent(WSGIRequestHandler):
    """Serves without a line per request and keeps connections, as gunicorn does in the hall."""

    protocol_version = "HTTP/1.1"

    def log(self, *_args: object, **_more: object) -> None: ...


@dataclass(frozen=True)
class Stand:
    app: Flask
    hall: Hall
    port: int

    def post(self, path: str, body: bytes) -> tuple[int, dict[str, Any]]:
        """Post JSON over a connection of its own; returns status and JSON."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("POST", path, body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()


@contextmanager
def stand(people: int, *, verifiers: int = 2, **ballot: object) -> Iterator[Stand]:
    """Serve a hall of so many deputies with an open ballot; ballot: as tests.ballot.factories.ordered takes it."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            secret_key="x" * 32,
            database_url=f"sqlite:///{folder}/service.db",
            data=Path(folder) / "data",
            demonstration=True,
            behind_tls=False,
            testing=True,
            argon2_memory_kib=64,
            verifiers=verifiers,
        )
        app = create_app(settings)
        with app.app_context():
            Table.metadata.create_all(db.engine)
            hall = open_ballot(place(), people, **ballot)
            db.session.remove()
        server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silent)
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield Stand(app, hall, server.server_port)
        finally:
            server.shutdown()
            app.extensions["verifiers"].stop()
