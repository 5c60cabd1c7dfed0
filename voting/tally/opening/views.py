"""Routes of the opening: parse, do, show."""

from __future__ import annotations

from flask import Response, jsonify

from voting.ballot import handover as ballot_handover
from voting.belenios import shape
from voting.core.access import allow
from voting.core.calls import Call, call_fields
from voting.core.db import transaction
from voting.core.sentences import said
from voting.people.access import current_actor
from voting.people.rules import Role
from voting.tally.blueprint import blueprint, tell
from voting.tally.opening import actions as opening_actions
from voting.tally.opening import queries as opening_queries


@blueprint.post("/ballots/<uuid>/share")
@allow(Role.SCRUTINEER)
def share(uuid: str) -> Call:
    digest, partial = call_fields("digest", "partial")
    with transaction():
        run = opening_actions.hand_in_share(current_actor(), uuid, shape.text(digest), shape.text(partial))
        opened, meeting_id = run.counts is not None, run.meeting_id
    tell(uuid, meeting_id)
    return Response('{"opened":true}' if opened else '{"opened":false}', content_type="application/json")


@blueprint.get("/ballots/<uuid>/outcome.json")
@allow(Role.SCRUTINEER)
def outcome(uuid: str) -> Call:
    """The exact text that is signed, byte for byte."""
    return Response(
        opening_actions.outcome_text(current_actor(), uuid).encode(), content_type="application/json"
    )


@blueprint.get("/ballots/<uuid>/mine.json")
@allow(Role.SCRUTINEER)
def mine(uuid: str) -> Call:
    """What stands from the reader's own seat, and whose consent the box waits for, in words."""
    part = opening_queries.own_part(current_actor(), uuid)
    waits = said(part.waits.sentence, part.waits.values) if part.waits is not None else ""
    return jsonify(lent=part.lent, signed=part.signed, waits=waits)


@blueprint.get("/ballots/<uuid>/partials.json")
@allow(Role.SCRUTINEER)
def partials(uuid: str) -> Call:
    """The partial decryptions that opened the box, for devices that count on their own."""
    raw = opening_actions.partials_text(current_actor(), uuid)
    return Response(raw.encode(), content_type="application/json")


@blueprint.post("/ballots/<uuid>/statement")
@allow(Role.SCRUTINEER)
def statement(uuid: str) -> Call:
    """What a scrutineer's device says of a closed ballot, signed: roll, sample or outcome."""
    text, signature = call_fields("text", "signature")
    with transaction():
        run = opening_actions.state(current_actor(), uuid, shape.text(text), signature)
        meeting_id = run.meeting_id if run else ballot_handover.meeting_id_of(uuid)
    tell(uuid, meeting_id)
    return Response('{"signed":true}', content_type="application/json")
