"""The blueprint of the ballot room, and what its views share. The booth has a blueprint of its own."""

from __future__ import annotations

from flask import Blueprint, current_app
from werkzeug import Response as AnyResponse

from voting.ballot.order.models import find_ballot
from voting.ballot.sealed.pulse import pulse
from voting.belenios.errors import Refused
from voting.core.calls import refused

blueprint = Blueprint("ballot", __name__)
Page = str | AnyResponse | tuple[str, int]


blueprint.register_error_handler(Refused, refused)


def beat(uuid: str) -> None:
    """Tell open screens to look at this ballot again; called after the commit."""
    pulse().beat(current_app, uuid, find_ballot(uuid).meeting_id)
