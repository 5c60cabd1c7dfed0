"""Serve the program itself to a headless Chromium: one thread per request, on 127.0.0.1.

A page asks until it is closed, so that something is on its way whenever a test ends. No request outlives the server:
one that did would open the database of the test before, and leave its connection to the next test.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from flask import Flask
from playwright.sync_api import BrowserContext
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.js.serve import serving
from voting.core.db import transaction
from voting.people import actions
from voting.people.rules import Actor

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PATIENCE_SECONDS = 300


class _Silent(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing: a log of the booth would be a leak, and noise here."""


class AtWork:
    """Counts the requests that the program is at: until it has its answer, whether or not somebody takes that."""

    def __init__(self, program: WSGIApplication) -> None:
        self._program = program
        self._number, self._over = 0, False
        self._turned = threading.Condition()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        self._count(1)
        try:
            return self._program(environ, start_response)
        finally:
            self._count(-1)

    def _count(self, further: int) -> None:
        with self._turned:
            if self._over and further > 0:
                raise ConnectionAbortedError("it came in on a line that was opened before the end")
            self._number += further
            self._turned.notify_all()

    def end(self) -> None:
        """Take nothing more, and wait until nothing is left to do."""
        with self._turned:
            self._over = True
            assert self._turned.wait_for(lambda: self._number == 0, PATIENCE_SECONDS), self._number


@contextlib.contextmanager
def running(app: Flask) -> Iterator[str]:
    """Run the program; yields its address. Whoever asked is answered when it ends."""
    program = AtWork(app)
    server = make_server("127.0.0.1", 0, program, threaded=True, request_handler=_Silent)
    server.daemon_threads = True  # type: ignore[attr-defined]  # event streams never end by themselves
    try:
        with serving(server) as address:
            yield address
    finally:
        server.server_close()
        program.end()


def sign_in(context: BrowserContext, address: str, actor: Actor) -> None:
    """Give a browser a session of the actor, without the form."""
    assert actor.account_id is not None
    with transaction():
        token = actions.start_session(actor.account_id)
    context.add_cookies([{"name": "signed_in", "value": token, "url": address}])
