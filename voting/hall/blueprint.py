"""The blueprint of the hall, and what its views share."""

from __future__ import annotations

import hashlib
import hmac

from flask import Blueprint, current_app, request
from flask import Response as PlainResponse
from werkzeug import Response

from voting.core.errors import NotFound
from voting.core.live import Live

blueprint = Blueprint("hall", __name__, url_prefix="/j/<code>/hall")
KEY_LENGTH = 20
Page = str | Response | tuple[str, int]


def live() -> Live:
    """Return the way to open screens."""
    found = current_app.extensions["live"]
    assert isinstance(found, Live)
    return found


def tell(meeting_id: int, what: str) -> None:
    """Tell the open screens of a meeting to look again; called after the commit."""
    live().publish(f"meeting:{meeting_id}", {"changed": what})


def wants_json() -> bool:
    """Tell whether a script asks, which takes the answer as JSON."""
    return request.accept_mimetypes.best == "application/json"


def screen_key(meeting_id: int) -> str:
    """Return the word in the screen's address: who has the address sees the screen, and needs no sign-in."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(secret, f"hall screen|{meeting_id}".encode(), hashlib.sha256).hexdigest()[:KEY_LENGTH]


def bind_key(meeting_id: int, hour: int) -> str:
    """Return the word in the address that binds tablets, of one hour since 1970: a photograph of it is soon worth nothing."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(secret, f"bind tablets|{meeting_id}|{hour}".encode(), hashlib.sha256).hexdigest()[
        :KEY_LENGTH
    ]


def check_key(meeting_id: int, key: str) -> None:
    """Raise NotFound for a wrong word in a screen's address."""
    if not hmac.compare_digest(key.encode(), screen_key(meeting_id).encode()):
        raise NotFound("没有这块大屏。")


def event_stream(channel: str) -> PlainResponse:
    """Return an endless answer of server-sent events; it holds no database connection while it waits."""
    stream = live().subscribe(channel, lambda: {"changed": "all"})
    answer = PlainResponse(stream, mimetype="text/event-stream")
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Accel-Buffering"] = "no"
    return answer
