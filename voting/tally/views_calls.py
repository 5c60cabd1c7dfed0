"""The JSON calls of counting (protocol, "On the wire"): shares, the outcome's text and signatures, the bundle."""

from __future__ import annotations

from flask import Response

from voting.belenios import shape
from voting.core.access import allow, public
from voting.core.calls import Call, call_fields
from voting.core.db import transaction
from voting.people.access import current_actor, current_actor_or_none
from voting.people.rules import Role
from voting.tally import actions, published
from voting.tally.views_base import blueprint, download, tell


@blueprint.post("/ballots/<uuid>/share")
@allow(Role.SCRUTINEER)
def share(uuid: str) -> Call:
    digest, partial = call_fields("digest", "partial")
    with transaction():
        run = actions.hand_in_share(current_actor(), uuid, shape.text(digest), shape.text(partial))
        opened, meeting_id = run.counts is not None, run.meeting_id
    tell(uuid, meeting_id)
    return Response('{"opened":true}' if opened else '{"opened":false}', content_type="application/json")


@blueprint.get("/ballots/<uuid>/outcome.json")
@allow(Role.SCRUTINEER)
def outcome(uuid: str) -> Call:
    """The exact text that is signed, byte for byte."""
    return Response(actions.outcome_text(current_actor(), uuid).encode(), content_type="application/json")


@blueprint.post("/ballots/<uuid>/outcome-signature")
@allow(Role.SCRUTINEER)
def outcome_signature(uuid: str) -> Call:
    (signature,) = call_fields("signature")
    with transaction():
        meeting_id = actions.sign_outcome(current_actor(), uuid, signature).meeting_id
    tell(uuid, meeting_id)
    return Response('{"signed":true}', content_type="application/json")


@blueprint.get("/ballots/<uuid>/bundle.zip")
@public
def bundle(uuid: str) -> Call:
    """The public record; where the rules keep counts off the public page, for those who took part."""
    return download(published.bundle_for(current_actor_or_none(), uuid), "application/zip", f"{uuid}.zip")
