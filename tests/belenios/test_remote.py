"""The laptop's HTTP calls, against a small server on this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar
from urllib.parse import parse_qs

import pytest

from voting.belenios import remote
from voting.belenios.errors import Malformed
from voting.belenios.remote import Server, Unavailable


class Page(BaseHTTPRequestHandler):
    seen: ClassVar[list[tuple[str, str, str]]] = []

    def answer(self, status: int, body: str, cookie: str = "") -> None:
        self.send_response(status)
        if cookie:
            self.send_header("Set-Cookie", cookie)
        raw = body.encode()
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def do_GET(self) -> None:
        if self.path == "/sign-in":
            self.answer(200, '<meta name="csrf-token" content="first">', "session=a; Path=/; HttpOnly")
        elif self.path == "/wrong":
            self.answer(409, '{"error":{"code":"moment","message":"还没有封箱。"}}')
        elif self.path == "/odd":
            self.answer(500, "<h1>no JSON</h1>" if self.headers.get("Cookie") else "[]")
        else:
            self.answer(200, f"{self.path} {self.headers.get('Cookie')}")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.seen.append((self.path, str(self.headers["X-CSRFToken"]), body))
        if self.path == "/sign-in":
            self.answer(200, '<meta name="csrf-token" content="second">')
        elif self.path == "/empty":
            self.answer(204, "")
        else:
            self.answer(200, '{"ok":true}')

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def base() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Page)
    Page.seen.clear()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/ballots/x"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_session_is_kept_and_every_post_carries_the_token(base: str) -> None:
    server = Server(base)
    server.sign_in("监票人", "pass word")
    assert server.get("/page") == "/page session=a"
    assert server.post("/call", {"a": "民"}) == {"ok": True}
    assert server.post("/empty", {}) is None
    (path, token, form), (_, second, body), _ = Page.seen
    assert (path, token, second) == ("/sign-in", "first", "second")
    assert parse_qs(form) == {"login": ["监票人"], "password": ["pass word"], "csrf_token": ["first"]}
    assert body == '{"a":"民"}'


def test_a_refusal_carries_the_servers_sentence(base: str) -> None:
    with pytest.raises(Unavailable, match="还没有封箱") as refused:
        Server(base).get("/wrong")
    assert refused.value.status == 409


def test_an_answer_without_a_sentence_is_a_plain_refusal(base: str) -> None:
    server = Server(base)
    with pytest.raises(Unavailable, match="the server refused"):
        server.get("/odd")
    server.sign_in("a", "b")
    with pytest.raises(Unavailable, match="the server refused"):
        server.get("/odd")


def test_a_page_without_token_and_an_answer_too_long_are_malformed(
    base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = Server(base)
    with pytest.raises(Malformed, match="CSRF"):
        server._csrf("<html>")  # noqa: SLF001
    monkeypatch.setattr(remote, "MOST_BYTES", 3)
    with pytest.raises(Malformed, match="too long"):
        server.get("/page")


def test_a_silent_server_is_unavailable() -> None:
    with pytest.raises(Unavailable) as refused:
        Server("http://localhost:9").get("/")
    assert refused.value.status == 0


@pytest.mark.parametrize(
    "address", ["http://hall.test/", "ftp://hall.test/", "hall.test", "file:///etc/passwd"]
)
def test_only_tls_leaves_this_machine(address: str) -> None:
    with pytest.raises(Malformed, match="https"):
        Server(address)
