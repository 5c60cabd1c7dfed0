"""Half-sent requests hold no thread for long, and nobody else waits for them."""

from __future__ import annotations

import socket
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, suppress

import pytest

from tests.service import PATIENCE_SECONDS, Service

pytestmark = [pytest.mark.database, pytest.mark.slow]

SENDERS = 620
"""More than the server has threads."""
HALVES = {
    "headers": b"POST /sign-in HTTP/1.1\r\nHost: hall\r\nX-Slow: ",
    "body": b"POST /booth/NoSuchBallot11 HTTP/1.1\r\nHost: hall\r\nContent-Type: application/json\r\nContent-Length: 20000\r\n\r\n{",
    "nothing": b"",
}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with Service(tmp_path_factory.mktemp("slow"), verifiers=1) as found:
        yield found


def half_sent(service: Service, start: bytes) -> socket.socket:
    """Open a connection and send no more than this."""
    sender = socket.create_connection(("127.0.0.1", service.port), PATIENCE_SECONDS)
    sender.sendall(start)
    return sender


@pytest.mark.parametrize("half", HALVES)
def test_half_sent_requests_stop_nobody_else_and_are_hung_up_on(service: Service, half: str) -> None:
    with ExitStack() as senders:
        slow = [senders.enter_context(half_sent(service, HALVES[half])) for _ in range(SENDERS)]
        began = time.monotonic()
        urllib.request.urlopen(service.url + "/sign-in", timeout=60).close()
        assert time.monotonic() - began < 60
        for sender in slow[::20]:
            with suppress(ConnectionResetError):
                while sender.recv(4096):  # an answer may come first; then the end, not the time-out
                    pass


def test_a_slow_sender_who_goes_on_is_served(service: Service) -> None:
    body = b"login=nobody&password=" + b"x" * 20
    start = b"POST /sign-in HTTP/1.1\r\nHost: hall\r\nConnection: close\r\n"
    start += b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n" % len(body)
    with half_sent(service, start) as sender:
        for sign in body:
            sender.sendall(bytes([sign]))
            time.sleep(0.05)
        assert sender.recv(12).startswith(b"HTTP/1.1 ")
