"""A scrutineer says that it differs: one fact, one journal line, on the console in red until he takes it back."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.ballot import factories
from tests.ballot.ceremony.test_ceremony import begun, devices, rounds
from tests.ballot.play import Device, call
from tests.factories import account, sign_in
from voting.audit.models import Entry
from voting.ballot.ceremony import actions as ceremony_actions
from voting.ballot.ceremony.models import find_ceremony
from voting.ballot.mismatch.facts import standing
from voting.ballot.mismatch.rules import Compared
from voting.ballot.order.models import find_ballot
from voting.core.db import db, transaction
from voting.demonstration import vote
from voting.people.rules import Place, Role

pytestmark = pytest.mark.database
KEY = {"compared": "key", "ballot": None}


def lines(name: str) -> int:
    return db.session.scalar(select(func.count()).where(Entry.event == name)) or 0


def compared(app: Flask, city: Place) -> tuple[int, list[Device], int]:
    ceremony, scrutineers, _secretary = begun(city)
    made = devices(app, ceremony, scrutineers)
    rounds(made, "certify", "deal", "finish")
    return ceremony, made, find_ceremony(ceremony, city.id).meeting_id


def test_what_differs_stands_once_with_who_and_when_until_he_takes_it_back(app: Flask, city: Place) -> None:
    _ceremony, made, meeting_id = compared(app, city)
    name = made[1].state()["names"][1]
    for _ in range(2):
        assert made[1].post("mismatch", KEY) == (200, {"standing": True})
    (one,) = standing(meeting_id)
    assert (one.name, one.index, one.compared, one.ballot) == (name, 2, Compared.KEY, "")
    assert lines("ballot:mismatch:said") == 1
    assert made[0].post("mismatch/taken-back", KEY)[0] == 404
    assert made[1].post("mismatch/taken-back", KEY) == (200, {"standing": False})
    assert standing(meeting_id) == ()
    assert lines("ballot:mismatch:taken_back") == 1


def test_a_key_that_is_given_up_alarms_no_more(app: Flask, city: Place) -> None:
    ceremony, made, meeting_id = compared(app, city)
    made[0].post("mismatch", KEY)
    with transaction():
        ceremony_actions.fail(account(city, Role.SECRETARIAT), ceremony, reason="核对码不一致")
    assert standing(meeting_id) == ()


def test_it_is_refused_before_there_is_anything_to_compare_and_from_others(app: Flask, city: Place) -> None:
    ceremony, scrutineers, secretary = begun(city)
    (first, *_rest) = devices(app, ceremony, scrutineers)
    assert first.post("mismatch", KEY)[0] == 409
    assert first.post("mismatch", {"compared": "key"})[0] == 400
    assert first.post("mismatch", {"compared": "hall", "ballot": None})[0] == 404
    assert first.post("mismatch", {"compared": "box", "ballot": None})[0] == 404
    assert first.post("mismatch", {"compared": "box", "ballot": "8kQ2mVpX4rTnZd"})[0] == 404
    path = f"/ceremony/{ceremony}/mismatch"
    stranger = sign_in(app.test_client(), account(city, Role.SCRUTINEER))
    assert call(stranger, "POST", path, KEY)[0] == 403
    assert call(sign_in(app.test_client(), secretary), "POST", path, KEY)[0] == 403


def test_a_box_that_differs_is_named_with_its_ballot(app: Flask, city: Place) -> None:
    at = factories.open_ballot(city)
    ballot = find_ballot(at.uuid)
    client = sign_in(app.test_client(), at.scrutineers[0])
    path, body = f"/ceremony/{ballot.ceremony_id}/mismatch", {"compared": "box", "ballot": at.uuid}
    assert call(client, "POST", path, body)[0] == 409
    vote.close(at.secretary, at.uuid)
    assert call(client, "POST", path, body)[0] == 200
    (one,) = standing(at.meeting_id)
    assert (one.ballot, one.ballot_uuid) == (find_ballot(at.uuid).title, at.uuid)
