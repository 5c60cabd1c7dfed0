"""The blueprint of the ballot room, and what its views share. The booth has a blueprint of its own."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify, request
from flask_babel import gettext as _
from werkzeug import Response as AnyResponse

from voting.ballot.models import find_ballot
from voting.ballot.pulse import pulse
from voting.belenios.canonical import load
from voting.belenios.errors import Malformed, Refused
from voting.people.rules import Role

blueprint = Blueprint("ballot", __name__)
RUNNERS = (Role.STAFF, Role.SECRETARIAT)
LEAD = (Role.STAFF, Role.SECRETARIAT, Role.CHAIR)
LARGEST_CALL = 1024 * 1024
Page = str | AnyResponse | tuple[str, int]
Call = Response | tuple[Response, int]


@blueprint.errorhandler(Refused)
def _refused(error: Refused) -> Call:
    """Answer a body whose form or proof is wrong."""
    malformed = isinstance(error, Malformed)
    sentence = _("送来的内容格式不对。") if malformed else _("校验没有通过。")
    answer = jsonify(error={"code": type(error).__name__, "message": f"{sentence} ({error.reason})"})
    return answer, 400 if malformed else 422


def call_fields(*names: str) -> list[object]:
    """Return the named fields of a JSON body that has exactly these. Raise Malformed."""
    request.max_content_length = LARGEST_CALL
    try:
        body = load(request.get_data(cache=False).decode())
    except UnicodeDecodeError:
        raise Malformed("not UTF-8") from None
    if not isinstance(body, dict) or set(body) != set(names):
        raise Malformed(f"expected the fields {', '.join(names)}")
    return [body[name] for name in names]


def beat(uuid: str) -> None:
    """Tell open screens to look at this ballot again; called after the commit."""
    pulse().beat(current_app, uuid, find_ballot(uuid).meeting_id)
