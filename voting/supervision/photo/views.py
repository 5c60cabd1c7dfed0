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
    known = photo_queries.photo_name(here(), current_actor_or_none(), commitment_id, name)
    return send_file(storage().path_of(known), mimetype="image/jpeg", max_age=86400)
