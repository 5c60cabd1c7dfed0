"""Routes of photographs: parse, do, show."""

from __future__ import annotations

from flask import send_file
from werkzeug import Response

from voting.core.access import public
from voting.core.storage import storage
from voting.people.access import current_actor_or_none, here
from voting.supervision.blueprint import blueprint
from voting.supervision.photo import queries as photo_queries


@blueprint.get("/photos/<int:commitment_id>/<name>")
@public
def photo(code: str, commitment_id: int, name: str) -> Response:
    found = photo_queries.photo_file(here(), current_actor_or_none(), commitment_id, name)
    answer = send_file(storage().path_of(found.name), mimetype="image/jpeg", max_age=86400)
    if not found.shown:
        answer.headers["Cache-Control"] = "private, no-store"  # nobody else at this device, and no proxy
    return answer
