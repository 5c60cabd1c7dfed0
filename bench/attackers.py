"""Who does his worst from outside while the hall votes. Each holds himself to a tenth of a core.

Run: python -m bench.attackers KIND PORT CODE UUID, until it is ended. UUID: of the open ballot; for the downloads, of one that
is announced. Traffic goes to 127.0.0.1 alone.
"""

from __future__ import annotations

import http.client
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import urlencode

from bench.tablets import CSRF, ask

SHARE = 0.1
LONGEST_SECONDS = 600.0
FLOOD, HALVES, DOWNLOADERS, LOCKERS = 40, 420, 20, 8


class Share:
    """Keeps this process below its share of one core: whoever passes here waits while it has used more."""

    def __init__(self) -> None:
        self._cpu, self._wall = time.process_time(), time.monotonic()

    def wait(self) -> None:
        """Sleep until the share allows the next step."""
        while time.process_time() - self._cpu > SHARE * (time.monotonic() - self._wall) + 0.05:
            time.sleep(0.02)


def sign_in(port: int, code: str, number: int, pin: str) -> None:
    """Try one PIN for one deputy, as a browser outside the hall."""
    path = f"/j/{code}/deputy/sign-in"
    page = ask(port, "GET", path)
    found = CSRF.search(page.text)
    if found is None:
        return
    cookies = "; ".join(f"{name}={value}" for name, value in page.cookies.items())
    form = urlencode({"number": f"{number:03d}", "pin": pin, "csrf_token": found[1]})
    ask(port, "POST", path, form, {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies})


def flood(share: Share, port: int, code: str, _uuid: str, who: int) -> None:
    """Sign in as nobody, again and again: every try makes the program hash."""
    share.wait()
    sign_in(port, code, 9_000 + who, "135792")


def lock_out(share: Share, port: int, code: str, _uuid: str, who: int, at: list[int]) -> None:
    """Try a wrong PIN for one deputy after the other, so that none can sign in any more."""
    share.wait()
    at[0] += 1
    sign_in(port, code, at[0] % 341 + 1, f"{135_792 + who}")


def half_sent(share: Share, port: int, _code: str, uuid: str, _who: int) -> None:
    """Begin to send a ballot, and never go on."""
    share.wait()
    with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
        line.sendall(f"POST /booth/{uuid} HTTP/1.1\r\nHost: x\r\nContent-Length: 20000\r\n\r\n{{".encode())
        line.recv(1000)


def download(share: Share, port: int, code: str, uuid: str, _who: int) -> None:
    """Fetch a record of a vote, which is the costliest of all to make, and the costliest public pages."""
    record = f"/ballots/{uuid}/bundle.zip"
    for path in (record, "/", record, f"/j/{code}/", record, f"/j/{code}/projects"):
        share.wait()
        ask(port, "GET", path)


KINDS: dict[str, tuple[int, Callable[..., None]]] = {
    "flood": (FLOOD, flood),
    "half-sent": (HALVES, half_sent),
    "downloads": (DOWNLOADERS, download),
    "lock-out": (LOCKERS, lock_out),
}


def main(kind: str, port: int, code: str, uuid: str) -> None:
    """Attack with as many threads as the kind has, for ten minutes at most."""
    number, deed = KINDS[kind]
    share, until = Share(), time.monotonic() + LONGEST_SECONDS
    more = ([0],) if deed is lock_out else ()

    def again(who: int) -> None:
        while time.monotonic() < until:
            with suppress(OSError, http.client.HTTPException):
                deed(share, port, code, uuid, who, *more)

    hands = [threading.Thread(target=again, args=(who,), daemon=True) for who in range(number)]
    for one in hands:
        one.start()
    for one in hands:
        one.join()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4])
