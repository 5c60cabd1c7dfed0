"""The blueprint of the hall, and what its views share."""

from __future__ import annotations

from flask import Blueprint, current_app, request
from werkzeug import Response

from voting.core.live import Live
from voting.people.rules import Role

blueprint = Blueprint("hall", __name__, url_prefix="/j/<code>/hall")
DESK = (Role.STAFF, Role.SECRETARIAT)
LEAD = (Role.STAFF, Role.SECRETARIAT, Role.CHAIR)
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
