"""How large a request may be: more where files are handed in, and nothing cut off without an answer."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from tempfile import SpooledTemporaryFile
from typing import IO, ParamSpec, TypeVar

import flask
from flask import Flask, Response, current_app, request
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import HTTPException

from voting.core.errors import RuleBroken

P = ParamSpec("P")
R = TypeVar("R")
MIB = 1024 * 1024
LARGEST_FILE = 10 * MIB
MOST_TOGETHER = 6 * LARGEST_FILE
"""What a form may carry in files at once, were the browser to send them all in one body."""
LARGEST_BODY = 12 * MIB
MOST_READ = 512 * MIB
"""What is read, and thrown away beyond the limits above, so that the browser hears the answer to it."""
IN_MEMORY = 512 * 1024
CHUNK = 64 * 1024
MARK = "takes_files"


class Sieve(SpooledTemporaryFile[bytes]):
    """A file on its way in, of which no more than `room` bytes are kept. cut: whether more came."""

    def __init__(self, room: int) -> None:
        super().__init__(IN_MEMORY)
        self.room = room
        self.kept = 0
        self.cut = False

    def write(self, data: bytes) -> int:  # type: ignore[override]  # the parser of forms writes bytes alone
        """Keep what there is room for; say that all was taken, so that the next fields are still read."""
        kept = data[: self.room - self.kept]
        self.cut = self.cut or len(kept) < len(data)
        self.kept += len(kept)
        super().write(kept)
        return len(data)


class Request(flask.Request):
    """A request whose files together take no more than MOST_TOGETHER, each no more than LARGEST_FILE.

    A file beyond that is cut and says so (`whole`); the words typed beside it arrive.
    """

    sieve: Sieve | None = None
    spent = 0

    def _get_file_stream(self, *_about: object, **_it: object) -> IO[bytes]:
        """Return where werkzeug writes the next file; it hands them over one after the other."""
        if self.sieve is not None:
            self.spent += self.sieve.kept
        self.sieve = Sieve(max(0, min(LARGEST_FILE, MOST_TOGETHER - self.spent)))
        return self.sieve


def whole(file: FileStorage) -> bytes:
    """Return a file's content; raise RuleBroken when it was larger than what is taken."""
    if getattr(file.stream, "cut", False):
        raise RuleBroken(
            "文件太大：每个不超过 %(each)s MB，一次合计不超过 %(together)s MB。",
            each=LARGEST_FILE // MIB,
            together=MOST_TOGETHER // MIB,
        )
    content: bytes = file.read()
    return content


def takes_files(view: Callable[P, R]) -> Callable[P, R]:
    """Let a view's body be large: its files are bounded one by one instead."""
    setattr(view, MARK, True)
    return view


def install_body_limits(app: Flask) -> None:
    """Widen the limit of the views that take files; read every body to its end before the answer goes out.

    A server that answers and hangs up while the browser still sends gives it "connection reset" in place of
    the page that says what to do.
    """
    app.request_class = Request
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY

    @app.before_request
    def widen() -> None:
        view = current_app.view_functions.get(request.endpoint or "")
        if getattr(view, MARK, False):
            request.max_content_length = MOST_READ

    @app.after_request
    def read_to_the_end(answer: Response) -> Response:
        with suppress(HTTPException, OSError):  # larger than anybody sends by mistake, or gone already
            throw_away()
        return answer


def throw_away() -> None:
    """Read what is left of the body, up to MOST_READ."""
    request.max_content_length = MOST_READ
    ends_by_itself = request.environ.get("wsgi.input_terminated")  # and forgets the limit it broke
    stream = request.environ["wsgi.input"] if ends_by_itself else request.stream
    left = MOST_READ
    while left > 0 and (piece := stream.read(CHUNK)):
        left -= len(piece)
