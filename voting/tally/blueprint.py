"""The blueprint of counting, and what its views share."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, current_app, flash, redirect, url_for
from werkzeug import Response as AnyResponse

from config import Settings
from voting.belenios.errors import Refused
from voting.core.calls import refused
from voting.core.live import Live
from voting.core.own_templates import folder_of
from voting.people.access import here
from voting.people.rules import Place, Role
from voting.tally.run.models import find_run

blueprint = Blueprint("tally", __name__)
ROOM = (Role.STAFF, Role.SECRETARIAT, Role.CHAIR, Role.SCRUTINEER, Role.TELLER)
READERS = (*ROOM, Role.AUDITOR, Role.OVERSIGHT)
Page = str | AnyResponse | tuple[str, int]


blueprint.register_error_handler(Refused, refused)


def tell(uuid: str, meeting_id: int) -> None:
    """Tell open screens that the count of a ballot changed; called after the commit."""
    live = current_app.extensions["live"]
    assert isinstance(live, Live)
    live.publish(f"ballot:{uuid}", {"ballot": uuid})
    live.publish(f"meeting:{meeting_id}", {"ballot": uuid})


def replaced_templates(place: Place) -> Path:
    """Return the folder in which a jurisdiction keeps its own document templates; it may be absent."""
    settings = current_app.extensions["settings"]
    assert isinstance(settings, Settings)
    return folder_of(settings.data, place.code)


def done(code: str, uuid: str, message: str) -> AnyResponse:
    """Tell the screens, say what was done, and go back to the count."""
    tell(uuid, find_run(uuid, here().id).meeting_id)
    flash(message)
    return redirect(url_for("tally.run", code=code, uuid=uuid), 303)
