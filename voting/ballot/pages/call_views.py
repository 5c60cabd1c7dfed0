"""The JSON calls of a ballot that are not the booth's (docs/protocol.md, "On the wire")."""

from __future__ import annotations

import secrets
from dataclasses import asdict

from flask import Response, current_app, jsonify, make_response, request

from voting.ballot.blueprint import blueprint
from voting.ballot.ceremony.facts import scrutineer_index
from voting.ballot.close import actions as close_actions
from voting.ballot.pages import calls as pages_page_calls
from voting.ballot.sealed import keys, marks
from voting.ballot.sealed.shortlived import Memory
from voting.belenios.canonical import dump
from voting.core.access import allow, public
from voting.core.calls import Call
from voting.people.access import current_actor
from voting.people.rules import Role

PASS_SECONDS = 600


def _exact(raw: str) -> Response:
    """Answer an exact text; a tablet that has it already gets 304."""
    answer = make_response(raw.encode())
    answer.content_type = "application/json"
    answer.headers["Cache-Control"] = "no-cache"
    answer.add_etag()
    answer.make_conditional(request)
    return answer


@blueprint.get("/ballots/<uuid>/<any(election, rules, trustees, issuer):name>.json")
@public
def document(uuid: str, name: str) -> Call:
    return _exact(pages_page_calls.text(uuid, name))


@blueprint.get("/ballots/<uuid>/status.json")
@public
def status(uuid: str) -> Call:
    keys.forget_gone()  # tablets ask every process of the program sooner or later
    return _exact(dump(asdict(pages_page_calls.status(uuid))))


@blueprint.get("/ballots/<uuid>/sealed.json")
@allow(Role.SCRUTINEER)
def sealed(uuid: str) -> Call:
    ballots = pages_page_calls.sealed(current_actor(), uuid)
    close_actions.ensure_swept(uuid)
    return _exact(dump(list(ballots)))


@blueprint.get("/ballots/<uuid>/tokens.json")
@allow(Role.SCRUTINEER)
def tokens(uuid: str) -> Call:
    return _exact(pages_page_calls.tokens(current_actor(), uuid))


@blueprint.get("/ballots/<uuid>/roll.json")
@allow(Role.SCRUTINEER)
def roll_text(uuid: str) -> Call:
    raw = pages_page_calls.roll_text(current_actor(), uuid)
    close_actions.ensure_swept(uuid)
    return _exact(raw)


@blueprint.post("/ballots/<uuid>/spot-check")
@allow(Role.SCRUTINEER)
def spot_check(uuid: str) -> Call:
    """Give a scrutineer a pass with which one tablet may open sealed ballots as tests for ten minutes."""
    scrutineer_index(current_actor(), uuid)
    allowed = secrets.token_hex(4)
    memory: Memory = current_app.extensions["booth_memory"]
    memory.put(marks.name(uuid, "pass", allowed), "1", PASS_SECONDS)
    return jsonify({"pass": allowed})
