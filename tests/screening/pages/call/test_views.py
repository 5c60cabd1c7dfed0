from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from tests.conftest import rows
from tests.factories import account, sign_in
from tests.screening.factories import YEAR, call, staff
from voting.core.clock import today
from voting.people.rules import Actor, Place, Role

BASE = "/j/140900/screening/call"


def form(**changes: object) -> dict[str, object]:
    last = today() + timedelta(days=30)
    good: dict[str, object] = {
        "year": YEAR,
        "notice": "现公开征集民生实事项目建议。",
        "opens_on": today().isoformat(),
        "closes_on": last.isoformat(),
        "channels": ["online", "letter"],
    }
    return {**good, **changes}


@pytest.fixture
def desk(client: FlaskClient, city: Place) -> FlaskClient:
    return sign_in(client, staff(city))


def test_a_call_is_drafted_opened_extended_and_closed(desk: FlaskClient) -> None:
    assert desk.post(BASE, data=form()).status_code == 303
    page = desk.get(BASE).text
    assert "条件都已具备" in page
    assert "现公开征集民生实事项目建议。" in page
    assert desk.post(f"{BASE}/{YEAR}/open").status_code == 303
    later = (today() + timedelta(days=60)).isoformat()
    assert desk.post(f"{BASE}/{YEAR}/extend", data={"closes_on": later}).status_code == 303
    assert desk.post(f"{BASE}/{YEAR}/close").status_code == 303
    assert rows("SELECT state, closes_on FROM screening_call") == [("closed", later)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"year": ""},
        {"year": "1999"},
        {"year": "x"},
        {"notice": "短"},
        {"opens_on": "昨天"},
        {"closes_on": "2000-01-01"},
        {"channels": []},
        {"channels": ["pigeon"]},
        {"contact": "长" * 201},
    ],
    ids=str,
)
def test_a_wrong_draft_is_told_and_kept(desk: FlaskClient, wrong: dict[str, object]) -> None:
    answer = desk.post(BASE, data=form(**{"notice": "这是写了一半的征集公告。", **wrong}))
    assert answer.status_code == 422
    assert "要改" in answer.text
    assert "这是写了一半的征集公告。" in answer.text or "notice" in wrong
    assert rows("SELECT count(*) FROM screening_call") == [(0,)]


def test_steps_out_of_turn_are_the_wrong_moment(desk: FlaskClient) -> None:
    assert desk.post(f"{BASE}/{YEAR}/open").status_code == 404
    desk.post(BASE, data=form())
    assert desk.post(f"{BASE}/{YEAR}/close").status_code == 409
    desk.post(f"{BASE}/{YEAR}/open")
    assert desk.post(f"{BASE}/{YEAR}/open").status_code == 409
    assert desk.post(BASE, data=form()).status_code == 409


def test_an_extension_to_an_earlier_day_is_refused(desk: FlaskClient, city: Place) -> None:
    call(city)
    assert desk.post(f"{BASE}/{YEAR}/extend", data={"closes_on": today().isoformat()}).status_code == 422
    assert desk.post(f"{BASE}/{YEAR}/extend", data={"closes_on": ""}).status_code == 422


@pytest.mark.parametrize("path", ["", f"/{YEAR}/open", f"/{YEAR}/close", f"/{YEAR}/extend"])
def test_only_the_places_own_staff_move_the_call(
    client: FlaskClient, city: Place, county: Place, path: str
) -> None:
    call(city, opened=False)
    assert client.post(BASE + path, data=form()).status_code == 401  # asked to sign in, with what was sent
    for at, role, status in (
        (county, Role.STAFF, 404),
        (city, Role.OVERSIGHT, 403),
        (city, Role.DEPUTY, 403),
    ):
        assert sign_in(client, account(at, role)).post(BASE + path, data=form()).status_code == status
    assert rows("SELECT state FROM screening_call") == [("drafted",)]


def test_another_place_keeps_its_own_call(client: FlaskClient, city: Place, county: Place) -> None:
    call(city)
    desk: FlaskClient = sign_in(client, clerk_of(county))
    assert desk.post(f"/j/140921/screening/call/{YEAR}/close").status_code == 404
    assert rows("SELECT state FROM screening_call") == [("opened",)]


def clerk_of(at: Place) -> Actor:
    return account(at, Role.STAFF)
