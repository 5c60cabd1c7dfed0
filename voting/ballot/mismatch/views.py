"""The calls by which a scrutineer's device says that something differs, and takes it back."""

from __future__ import annotations

from flask import current_app, jsonify

from voting.ballot.blueprint import blueprint
from voting.ballot.ceremony.models import find_ceremony
from voting.ballot.mismatch import actions
from voting.ballot.mismatch.rules import Compared
from voting.belenios import shape
from voting.core.access import allow
from voting.core.calls import Call, call_fields
from voting.core.db import transaction
from voting.core.errors import NotFound
from voting.people.access import current_actor
from voting.people.rules import Role


@blueprint.post("/ceremony/<int:ceremony_id>/mismatch")
@allow(Role.SCRUTINEER)
def say_mismatch(ceremony_id: int) -> Call:
    compared, uuid = _told()
    with transaction():
        actions.say(current_actor(), ceremony_id, compared, uuid)
    return _tell(ceremony_id, standing=True)


@blueprint.post("/ceremony/<int:ceremony_id>/mismatch/taken-back")
@allow(Role.SCRUTINEER)
def take_mismatch_back(ceremony_id: int) -> Call:
    compared, uuid = _told()
    with transaction():
        actions.take_back(current_actor(), ceremony_id, compared, uuid)
    return _tell(ceremony_id, standing=False)


def _told() -> tuple[Compared, str | None]:
    """Return what a device compares; no ballot is null. Errors: Malformed, NotFound."""
    compared, uuid = call_fields("compared", "ballot")
    try:
        return Compared(shape.text(compared)), None if uuid is None else shape.text(uuid)
    except ValueError:
        raise NotFound("没有这项核对。") from None


def _tell(ceremony_id: int, *, standing: bool) -> Call:
    """Alarm the console and the other devices."""
    meeting_id = find_ceremony(ceremony_id, current_actor().jurisdiction_id).meeting_id
    live = current_app.extensions["live"]
    for channel in (f"ceremony:{ceremony_id}", f"meeting:{meeting_id}"):
        live.publish(channel, {"ceremony": ceremony_id})
    return jsonify(standing=standing)
