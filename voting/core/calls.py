"""JSON calls of devices: a body with exact fields up to a size, and the answer to one that does not hold."""

from __future__ import annotations

from flask import Response, jsonify, request
from flask_babel import gettext as _

from voting.belenios import shape
from voting.belenios.canonical import load
from voting.belenios.errors import Malformed, Refused
from voting.core.bodies import MIB

LARGEST_CALL = MIB
Call = Response | tuple[Response, int]


def refused(error: Refused) -> Call:
    """Answer a body whose form (400) or proof (422) is wrong; a blueprint's error handler."""
    malformed = isinstance(error, Malformed)
    sentence = _("送来的内容格式不对。") if malformed else _("校验没有通过。")
    answer = jsonify(error={"code": type(error).__name__, "message": sentence, "reason": error.reason})
    return answer, 400 if malformed else 422


def call_body(most: int = LARGEST_CALL) -> object:
    """Return the JSON body of a call of at most so many bytes; what is larger is cut off unread. Raise Malformed."""
    request.max_content_length = most
    try:
        return load(request.get_data(cache=False).decode())
    except UnicodeDecodeError:
        raise Malformed("not UTF-8") from None


def call_fields(*names: str) -> list[object]:
    """Return the named fields of a JSON body that has exactly these. Raise Malformed."""
    return shape.named(call_body(), *names)
