"""A scrutineer's place taken by another of the list, from the ballot room's page."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.ballot.factories import Hall, appoint, hall
from tests.factories import account, sign_in
from voting.ballot.ceremony.models import Ceremony, ceremony_done, trustees_of
from voting.congress.place.rules import Post
from voting.core.db import db
from voting.people.rules import Actor, Place, Role

ROOM = "/j/140900/ballots"


def with_reserve(city: Place) -> tuple[Hall, Actor, int]:
    at = hall(city, 2, size=3, threshold=2)
    ceremony = ceremony_done(at.meeting_id, rehearsal=False)
    assert ceremony is not None
    reserve = account(city, Role.SCRUTINEER)
    appoint(city, at.meeting_id, Post.SCRUTINEER, reserve)
    return at, reserve, ceremony.id


def sent(reserve: Actor, reason: str = "设备损坏") -> dict[str, str]:
    return {"index": "3", "account_id": str(reserve.account_id), "reason": reason}


def test_the_room_offers_the_reserves_and_one_takes_a_place(client: FlaskClient, city: Place) -> None:
    at, reserve, ceremony_id = with_reserve(city)
    sign_in(client, at.secretary)
    page = client.get(ROOM).text
    assert "更换监票人，重新生成钥匙" in page
    assert f">{reserve.name}</option>" in page
    answer = client.post(f"/j/140900/ceremony/{ceremony_id}/replace", data=sent(reserve))
    assert answer.status_code == 303
    latest = max(db.session.query(Ceremony.id).all())[0]
    assert [seat.account_id for seat in trustees_of(latest)][2] == reserve.account_id
    assert f'value="{reserve.account_id}">' not in client.get(ROOM).text


def test_without_a_reason_nothing_changes_and_nothing_is_lost(client: FlaskClient, city: Place) -> None:
    at, reserve, ceremony_id = with_reserve(city)
    sign_in(client, at.secretary)
    answer = client.post(f"/j/140900/ceremony/{ceremony_id}/replace", data=sent(reserve, reason=""))
    assert answer.status_code == 422
    assert "请写明理由" in answer.text


def test_the_chair_replaces_nobody(client: FlaskClient, city: Place) -> None:
    _at, reserve, ceremony_id = with_reserve(city)
    sign_in(client, account(city, Role.CHAIR))
    assert "更换监票人，重新生成钥匙" not in client.get(ROOM).text
    assert client.post(f"/j/140900/ceremony/{ceremony_id}/replace", data=sent(reserve)).status_code == 403
