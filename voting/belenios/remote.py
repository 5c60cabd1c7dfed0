"""The HTTP calls that a scrutineer's laptop makes (protocol, "On the wire"): urllib and a cookie jar, no more.

Trusts nothing that it receives: whoever calls checks it. Never sends a secret but the password at sign-in.
"""

from __future__ import annotations

import http.cookiejar
import re
import urllib.error
import urllib.parse
import urllib.request

from voting.belenios.canonical import dump, load
from voting.belenios.errors import Malformed, Refused, need_form

SECONDS = 60
MOST_BYTES = 64 * 1024 * 1024
_TOKEN = re.compile(r'<meta name="csrf-token" content="([^"]+)">')


class Unavailable(Refused):
    """Stop because the server answered with an error or not at all; `status` is 0 in the latter case."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class Server:
    """A signed-in session with one server."""

    def __init__(self, base: str) -> None:
        parts = urllib.parse.urlsplit(base)
        local = parts.hostname in {"localhost", "127.0.0.1"}
        need_form(
            parts.scheme == "https" or (local and parts.scheme == "http"), "the address is not https://"
        )
        self._base = f"{parts.scheme}://{parts.netloc}"
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(cookies)
        self._token = ""

    def sign_in(self, account: str, password: str) -> None:
        """Sign in as a scrutineer's account.

        Errors: Unavailable, Malformed.
        """
        self._token = self._csrf(self.get("/sign-in"))
        form = {"login": account, "password": password, "csrf_token": self._token}
        page = self._send(
            "/sign-in", urllib.parse.urlencode(form).encode(), "application/x-www-form-urlencoded"
        )
        self._token = self._csrf(page.decode(errors="replace"))

    def get(self, path: str) -> str:
        """Fetch a text.

        Errors: Unavailable.
        """
        return self._send(path, None, "").decode(errors="replace")

    def get_bytes(self, path: str) -> bytes:
        """Fetch a file byte for byte.

        Errors: Unavailable.
        """
        return self._send(path, None, "")

    def post(self, path: str, body: dict[str, object]) -> object:
        """Send JSON and return the JSON of the answer.

        Errors: Unavailable, Malformed.
        """
        answer = self._send(path, dump(body).encode(), "application/json").decode(errors="replace")
        return load(answer) if answer else None

    def _csrf(self, page: str) -> str:
        found = _TOKEN.search(page)
        if found is None:
            raise Malformed("the page carries no CSRF token")
        return found.group(1)

    def _send(self, path: str, body: bytes | None, kind: str) -> bytes:
        request = urllib.request.Request(self._base + path, data=body)  # noqa: S310  https, or http to this machine
        if body is not None:
            request.add_header("Content-Type", kind)
            request.add_header("X-CSRFToken", self._token)
            request.add_header("Referer", self._base + path)  # the server compares it over TLS
        try:
            with self._opener.open(request, timeout=SECONDS) as answer:
                raw: bytes = answer.read(MOST_BYTES + 1)
        except urllib.error.HTTPError as error:
            raise Unavailable(error.code, _reason(error.read(10_000))) from None
        except OSError:
            raise Unavailable(0, "the server does not answer") from None
        need_form(len(raw) <= MOST_BYTES, "the answer is too long")
        return raw


def _reason(raw: bytes) -> str:
    """Read the sentence of an error document, if there is one."""
    try:
        value = load(raw.decode(errors="replace"))
    except Refused:
        return "the server refused"
    error = value.get("error") if isinstance(value, dict) else None
    message = error.get("message") if isinstance(error, dict) else None
    return message if isinstance(message, str) else "the server refused"
