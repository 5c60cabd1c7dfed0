"""The JSON calls of a ballot that are not the booth's (protocol, "On the wire")."""

from __future__ import annotations

import secrets
from dataclasses import asdict

from flask import Response, current_app, jsonify, make_response, request

from voting.ballot import actions_close, actions_draw, keys, queries_calls
from voting.ballot.actions_draw import CardRequest
from voting.ballot.handover import scrutineer_index
from voting.ballot.shortlived import Memory
from voting.ballot.views_base import RUNNERS, beat, blueprint
from voting.belenios import shape
from voting.belenios.canonical import b64url, dump, unb64url
from voting.belenios.errors import need_form
from voting.core.access import allow, public
from voting.core.calls import Call, call_fields
from voting.core.db import transaction
from voting.people.access import current_actor
from voting.people.rules import Role

PASS_SECONDS = 600
MOST_CARDS = 500
MOST_DIGITS = 1_300


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
    return _exact(queries_calls.text(uuid, name))


@blueprint.get("/ballots/<uuid>/status.json")
@public
def status(uuid: str) -> Call:
    keys.forget_gone()  # tablets ask every process of the program sooner or later
    return _exact(dump(asdict(queries_calls.status(uuid))))


@blueprint.post("/ballots/<uuid>/draw")
@allow(Role.DEPUTY)
def draw(uuid: str) -> Call:
    keys.forget_gone()
    (blinded,) = call_fields("blinded")
    with transaction():
        signature = actions_draw.draw(current_actor(), uuid, unb64url(shape.text(blinded)))
    beat(uuid)
    return jsonify(signature=b64url(signature))


@blueprint.get("/ballots/<uuid>/sealed.json")
@allow(Role.SCRUTINEER)
def sealed(uuid: str) -> Call:
    ballots = queries_calls.sealed(current_actor(), uuid)
    actions_close.ensure_swept(uuid)
    return _exact(dump(list(ballots)))


@blueprint.get("/ballots/<uuid>/roll-digest.json")
@allow(Role.SCRUTINEER)
def roll_digest(uuid: str) -> Call:
    digest = queries_calls.roll_digest(current_actor(), uuid)
    actions_close.ensure_swept(uuid)
    return jsonify(digest=digest)


@blueprint.post("/ballots/<uuid>/roll-signature")
@allow(Role.SCRUTINEER)
def roll_signature(uuid: str) -> Call:
    (signature,) = call_fields("signature")
    with transaction():
        actions_close.sign_roll(current_actor(), uuid, signature)
    beat(uuid)
    return jsonify(signed=True)


@blueprint.post("/ballots/<uuid>/spot-check")
@allow(Role.SCRUTINEER)
def spot_check(uuid: str) -> Call:
    """Give a scrutineer a pass with which one tablet may open sealed ballots as tests for ten minutes."""
    scrutineer_index(current_actor(), uuid)
    allowed = secrets.token_hex(4)
    memory: Memory = current_app.extensions["booth_memory"]
    memory.put(f"pass:{uuid}:{allowed}", "1", PASS_SECONDS)
    return jsonify({"pass": allowed})


@blueprint.post("/ballots/<uuid>/cards")
@allow(*RUNNERS)
def make_cards(uuid: str) -> Call:
    (listed,) = call_fields("cards")
    batch = []
    asked = shape.items(listed)
    need_form(len(asked) <= MOST_CARDS, f"more than {MOST_CARDS} cards at once")
    for one in asked:
        lookup, blinded = shape.fields(one, "lookup", "blinded")
        batch.append(CardRequest(shape.text(lookup), unb64url(shape.text(blinded))))
    with transaction():
        made = actions_draw.make_cards(current_actor(), uuid, batch)
    return jsonify(cards=made), 201


@blueprint.post("/ballots/<uuid>/cards/hand-out")
@allow(*RUNNERS)
def hand_out_card(uuid: str) -> Call:
    (number,) = call_fields("number")
    with transaction():
        actions_draw.hand_out_card(current_actor(), uuid, shape.text(number))
    beat(uuid)
    return jsonify(handed_out=True), 201


@blueprint.post("/ballots/<uuid>/cards/void")
@allow(*RUNNERS)
def void_card(uuid: str) -> Call:
    lookup, credential, inverse = call_fields("lookup", "credential", "inverse")
    digits = shape.text(inverse)
    need_form(digits.isascii() and digits.isdecimal() and len(digits) <= MOST_DIGITS, "expected a number")
    with transaction():
        actions_draw.void_card(current_actor(), uuid, shape.text(lookup), shape.text(credential), int(digits))
    return jsonify(voided=True)
