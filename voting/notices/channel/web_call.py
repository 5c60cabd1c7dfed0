"""One POST to a web server whose address was checked: TLS, no redirect, no proxy, limits of time and size. Knows no person."""

from __future__ import annotations

import http.client
import io
import re
import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from voting.notices.channel.hosts import Target, checked
from voting.notices.channel.mail import Away, Unanswered

JSON = "application/json; charset=utf-8"
CONNECT_SECONDS, WHOLE_SECONDS = 3.0, 6.0
"""How long until a connection with TLS stands (each of the two), and until the whole answer is there."""
MOST_ANSWER = 64 * 1024
"""Bytes of an answer that are read; robots say less than one thousand."""
LENGTH = re.compile(rb"^content-length:[ \t]*([0-9]{1,9})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class WebAnswer:
    """What a server said. rest: seconds that it asks to wait (Retry-After), None where it names none."""

    status: int
    body: bytes
    rest: int | None


def post(
    target: Target, body: bytes, content_type: str = JSON, headers: Mapping[str, str] | None = None
) -> WebAnswer:
    """Send a body and return the answer, whatever its status. Errors: RuleBroken for a private host, Away, Unanswered."""
    until, head = time.monotonic() + WHOLE_SECONDS, _head(target, len(body), content_type, headers or {})
    with _connected(target, checked(target)) as line:
        try:
            line.settimeout(_left(until))
            line.sendall(head + body)
            data = _read(line, until)
            return _parsed(data)
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise Unanswered(type(error).__name__) from error


def _head(target: Target, length: int, content_type: str, headers: Mapping[str, str]) -> bytes:
    """Return the head of a request. headers: one line each, checked by who let them in (`sms_template.HEADER`)."""
    lines = (
        f"POST {target.path} HTTP/1.1",
        f"Host: {target.named}",
        f"Content-Type: {content_type}",
        f"Content-Length: {length}",
        "Accept: application/json",
        "Connection: close",
        *(f"{name}: {value}" for name, value in headers.items()),
    )
    return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")


@contextmanager
def _connected(target: Target, address: str) -> Iterator[socket.socket]:
    """Connect to the very address that was checked; the certificate must be the name's."""
    try:
        line = socket.create_connection((address, target.port), timeout=CONNECT_SECONDS)
    except OSError as error:
        raise Away(type(error).__name__) from error
    with line:
        if target.scheme == "http":
            yield line
            return
        try:
            safe = ssl.create_default_context().wrap_socket(line, server_hostname=target.host)
        except (OSError, ValueError) as error:
            raise Away(type(error).__name__) from error
        with safe:
            yield safe


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _read(line: socket.socket, until: float) -> bytes:
    """Read an answer to its end. Errors: TimeoutError when the whole takes too long, ValueError when it is too much."""
    data = bytearray()
    while not _is_whole(data):
        line.settimeout(_left(until))
        part = line.recv(16 * 1024)
        if not part:
            break
        data += part
        if len(data) > MOST_ANSWER:
            raise ValueError
    return bytes(data)


def _is_whole(data: bytearray) -> bool:
    """Tell whether an answer that says its length is all there: some servers keep the line open."""
    head, end, rest = bytes(data).partition(b"\r\n\r\n")
    said = LENGTH.search(head) if end else None
    return said is not None and len(rest) >= int(said[1])


class _Kept:
    """What was read, as http.client asks a socket for it."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def makefile(self, _mode: str) -> io.BytesIO:
        return io.BytesIO(self._data)


def _parsed(data: bytes) -> WebAnswer:
    answer = http.client.HTTPResponse(_Kept(data), method="POST")  # type: ignore[arg-type]  # it asks for makefile alone
    answer.begin()
    rest = answer.getheader("Retry-After", "")
    return WebAnswer(answer.status, answer.read(), int(rest) if re.fullmatch("[0-9]{1,6}", rest) else None)
