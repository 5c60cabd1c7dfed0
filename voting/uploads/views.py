"""Routes of pictures on their way: send one, look at it, take it back."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request, url_for

from voting.core.access import allow
from voting.core.bodies import takes_files
from voting.core.db import transaction
from voting.core.errors import RuleBroken
from voting.people.access import current_actor
from voting.people.rules import SUPERVISORS, Role
from voting.uploads import actions, queries
from voting.uploads.forms import received

blueprint = Blueprint("uploads", __name__, url_prefix="/j/<code>/uploads")
SENDERS = (Role.UNIT, *SUPERVISORS, Role.STAFF, Role.DEPUTY)


@blueprint.post("")
@allow(*SENDERS)
@takes_files
def receive(code: str) -> tuple[Response, int]:
    file = request.files.get("file")
    if file is None or not file.filename:
        raise RuleBroken("没有收到照片，请重新选择。")
    kept = received(current_actor(), request.form.get("form", ""), file)
    return jsonify(id=kept.id, url=url_for("uploads.picture", code=code, upload_id=kept.id)), 201


@blueprint.get("/<upload_id>")
@allow(*SENDERS)
def picture(code: str, upload_id: str) -> Response:
    answer = Response(queries.picture(current_actor(), upload_id), mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


@blueprint.delete("/<upload_id>")
@allow(*SENDERS)
def drop(code: str, upload_id: str) -> tuple[str, int]:
    with transaction():
        actions.drop(current_actor(), upload_id)
    return "", 204
