"""Serve the program itself to a headless Chromium: one thread per request, on 127.0.0.1."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from flask import Flask
from playwright.sync_api import BrowserContext
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.js.serve import serving
from voting.core.db import transaction
from voting.people import actions
from voting.people.rules import Actor


class _Silent(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing: a log of the booth would be a leak, and noise here."""


@contextlib.contextmanager
def running(app: Flask) -> Iterator[str]:
    """Run the program; yields its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Silent)
    server.daemon_threads = True  # type: ignore[attr-defined]  # event streams never end by themselves
    try:
        with serving(server) as address:
            yield address
    finally:
        server.server_close()


def sign_in(context: BrowserContext, address: str, actor: Actor) -> None:
    """Give a browser a session of the actor, without the form."""
    assert actor.account_id is not None
    with transaction():
        token = actions.start_session(actor.account_id)
    context.add_cookies([{"name": "signed_in", "value": token, "url": address}])
