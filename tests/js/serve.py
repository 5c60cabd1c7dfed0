"""Serve the repository's files to a browser on 127.0.0.1; never runs the program itself."""

from __future__ import annotations

import contextlib
import functools
import threading
from collections.abc import Iterator
from http.server import HTTPServer, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).parents[2]

END_SECONDS = 0.02
"""How often a server looks whether it shall end; by itself it would keep each test waiting for half a second."""


class _Files(SimpleHTTPRequestHandler):
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {".mjs": "text/javascript"}

    def do_GET(self) -> None:
        if self.path == "/empty":
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>empty</title>")
        else:
            super().do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing: the test's own output is enough."""


@contextlib.contextmanager
def served() -> Iterator[str]:
    """Serve the repository; yields the address."""
    handler = functools.partial(_Files, directory=str(ROOT))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, serving(server) as address:
        yield address


@contextlib.contextmanager
def serving(server: HTTPServer) -> Iterator[str]:
    """Let a server answer in a thread of its own; yields its address."""
    thread = threading.Thread(target=server.serve_forever, args=(END_SECONDS,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
