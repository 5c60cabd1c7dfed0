"""What is taken out of a request to the booth before anything can read it: who sends it, and from where."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from voting.core.db import reserved_share

PREFIX = "/booth/"


class WithoutCaller:
    """Take cookies and addresses out of requests to the booth, before anything can read them.

    What is left of them works on the reserved connections: a crowd that signs in keeps no ballot waiting.
    """

    DROPPED = ("HTTP_COOKIE", "HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_USER_AGENT")

    def __init__(self, program: Callable[..., Iterable[bytes]]) -> None:
        self._program = program

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if environ.get("PATH_INFO", "").startswith(PREFIX):
            for name in self.DROPPED:
                environ.pop(name, None)
            environ["REMOTE_ADDR"] = ""
            with reserved_share():
                return self._program(environ, start)
        return self._program(environ, start)
