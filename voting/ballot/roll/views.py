"""Routes of the roll: parse, do, show."""

from __future__ import annotations

from flask import jsonify, render_template

from voting.ballot.blueprint import Page, beat, blueprint
from voting.ballot.roll import actions as roll_actions
from voting.ballot.roll import queries
from voting.ballot.roll.actions import TokenRequest
from voting.ballot.sealed import keys
from voting.belenios import shape
from voting.belenios.canonical import b64url, unb64url
from voting.belenios.errors import need_form
from voting.core.access import allow
from voting.core.calls import Call, call_fields
from voting.core.db import transaction
from voting.people.access import current_actor, here
from voting.people.rules import LEAD, Role


@blueprint.get("/j/<code>/ballots/<uuid>/roll")
@allow(*LEAD, Role.DEPUTY, Role.SCRUTINEER, Role.AUDITOR)
def roll_list(code: str, uuid: str) -> Page:
    return render_template(
        "ballot/roll/roll.html", page=queries.roll_page(here(), uuid, from_home=current_actor().from_home)
    )


@blueprint.post("/ballots/<uuid>/draw")
@allow(Role.DEPUTY)
def draw(uuid: str) -> Call:
    keys.forget_gone()
    (blinded,) = call_fields("blinded")
    with transaction():
        signature = roll_actions.draw(current_actor(), uuid, unb64url(shape.text(blinded)))
    beat(uuid)
    return jsonify(signature=b64url(signature))


MOST_BALLOTS = 8


@blueprint.post("/ballots/draw")
@allow(Role.DEPUTY)
def draw_all() -> Call:
    """Sign for all ballots that are handed out together: one identification, one transaction, a token for each."""
    keys.forget_gone()
    (listed,) = call_fields("draws")
    asked = shape.items(listed)
    need_form(len(asked) <= MOST_BALLOTS, f"more than {MOST_BALLOTS} ballots at once")
    pairs = [shape.fields(one, "uuid", "blinded") for one in asked]
    wanted = [TokenRequest(shape.text(uuid), unb64url(shape.text(blinded))) for uuid, blinded in pairs]
    with transaction():
        signatures = roll_actions.draw_all(current_actor(), wanted)
    for one in wanted:
        beat(one.uuid)
    return jsonify(signatures=[b64url(signature) for signature in signatures])
