"""The calls of a ceremony, by which scrutineers' devices make the key; and its page."""

from __future__ import annotations

from flask import current_app, jsonify, render_template

from voting.ballot.blueprint import Page, blueprint
from voting.ballot.ceremony import actions, queries
from voting.ballot.ceremony import queries as ceremony_queries
from voting.ballot.ceremony.models import find_ceremony
from voting.ballot.sealed import tokens
from voting.belenios import shape
from voting.core.access import allow
from voting.core.calls import Call, call_fields
from voting.core.db import transaction
from voting.people.access import current_actor, here
from voting.people.rules import LEAD, Role


@blueprint.get("/j/<code>/ceremony/<int:ceremony_id>")
@allow(Role.SCRUTINEER, *LEAD)
def ceremony_page(code: str, ceremony_id: int) -> Page:
    page = queries.ceremony_page(here(), current_actor(), ceremony_id)
    return render_template("ballot/ceremony/ceremony.html", page=page)


@blueprint.get("/ceremony/<int:ceremony_id>/state.json")
@allow(Role.SCRUTINEER)
def ceremony_state(ceremony_id: int) -> Call:
    return jsonify(ceremony_queries.ceremony_state(current_actor(), ceremony_id))


@blueprint.post("/ceremony/<int:ceremony_id>/round/1")
@allow(Role.SCRUTINEER)
def certify(ceremony_id: int) -> Call:
    (cert,) = call_fields("cert")
    with transaction():
        actions.certify(current_actor(), ceremony_id, cert)
    return _told(ceremony_id)


@blueprint.post("/ceremony/<int:ceremony_id>/round/2")
@allow(Role.SCRUTINEER)
def deal(ceremony_id: int) -> Call:
    coefexps, signature, sealed = call_fields("coefexps", "signature", "sealed_shares")
    dealt = {"coefexps": coefexps, "signature": signature, "sealed_shares": sealed}
    with transaction():
        actions.deal(current_actor(), ceremony_id, dealt)
    return _told(ceremony_id)


@blueprint.post("/ceremony/<int:ceremony_id>/round/3")
@allow(Role.SCRUTINEER)
def finish(ceremony_id: int) -> Call:
    (key,) = call_fields("verification_key")
    with transaction():
        actions.finish(current_actor(), ceremony_id, key)
    tokens.ahead.start()  # the issuing key will be wanted soon
    return _told(ceremony_id)


@blueprint.post("/ceremony/<int:ceremony_id>/confirm")
@allow(Role.SCRUTINEER)
def confirm(ceremony_id: int) -> Call:
    fingerprint, compared_with = call_fields("fingerprint", "compared_with")
    with transaction():
        actions.confirm(current_actor(), ceremony_id, shape.text(fingerprint), shape.number(compared_with))
    return _told(ceremony_id)


def _told(ceremony_id: int) -> Call:
    """Tell the other devices and the console to look again; answer with the new state."""
    actor = current_actor()
    meeting_id = find_ceremony(ceremony_id, actor.jurisdiction_id).meeting_id
    live = current_app.extensions["live"]
    for channel in (f"ceremony:{ceremony_id}", f"meeting:{meeting_id}"):
        live.publish(channel, {"ceremony": ceremony_id})
    return jsonify(ceremony_queries.ceremony_state(actor, ceremony_id))
