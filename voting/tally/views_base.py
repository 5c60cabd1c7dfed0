"""The blueprint of counting, and what its views share."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, current_app, jsonify, request
from flask_babel import gettext as _
from werkzeug import Response as AnyResponse

from config import Settings
from voting.belenios.canonical import load
from voting.belenios.errors import Malformed, Refused
from voting.core.live import Live
from voting.people.rules import Place, Role

blueprint = Blueprint("tally", __name__)
OFFICE = (Role.STAFF, Role.SECRETARIAT)
ROOM = (Role.STAFF, Role.SECRETARIAT, Role.CHAIR, Role.SCRUTINEER, Role.TELLER)
READERS = (*ROOM, Role.AUDITOR, Role.OVERSIGHT)
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
    return settings.data / "templates" / place.code


def download(content: bytes, kind: str, name: str, *, inline: bool = False) -> Response:
    """Answer with a file; name: ASCII."""
    answer = Response(content, mimetype=kind)
    how = "inline" if inline else "attachment"
    answer.headers["Content-Disposition"] = f'{how}; filename="{name}"'
    return answer
