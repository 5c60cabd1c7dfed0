"""A server of the tests ends when the program has answered: no request of one test is at work in the next."""

from __future__ import annotations

import threading
import urllib.request
from collections.abc import Callable, Iterator

import pytest
from flask import Flask, Response

from tests.js.live import AtWork, running

pytestmark = pytest.mark.pure
HELD_SECONDS = 0.2


def program(answer: Callable[[], Response]) -> Flask:
    made = Flask("a program")
    made.add_url_rule("/", "answer", answer)
    return made


def asked(url: str) -> threading.Thread:
    """Ask in a thread of its own, as a page does."""
    thread = threading.Thread(target=lambda: urllib.request.urlopen(url, timeout=60).read(1))
    thread.start()
    return thread


def test_a_request_that_is_on_its_way_is_answered_before_the_server_ends() -> None:
    came, go, answered = threading.Event(), threading.Event(), threading.Event()

    def slow() -> Response:
        came.set()
        go.wait(60)
        answered.set()
        return Response("answered")

    with running(program(slow)) as url:
        page = asked(url)
        assert came.wait(60)
        threading.Timer(HELD_SECONDS, go.set).start()
    assert answered.is_set()
    page.join(60)


def test_an_event_stream_does_not_hold_the_server() -> None:
    came, go = threading.Event(), threading.Event()

    def stream() -> Response:
        def endless() -> Iterator[str]:
            came.set()
            yield "data: first\n\n"
            go.wait(60)

        return Response(endless(), mimetype="text/event-stream")

    with running(program(stream)) as url:
        page = asked(url)
        assert came.wait(60)
    assert not go.is_set()
    go.set()
    page.join(60)


def test_what_comes_after_the_end_does_not_reach_the_program() -> None:
    reached: list[str] = []

    def answered() -> Response:
        reached.append("reached")
        return Response("answered")

    gate = AtWork(program(answered))
    gate.end()
    with pytest.raises(ConnectionAbortedError):
        gate({}, lambda *_: lambda _: None)
    assert reached == []
