"""PINs at the desk: reset and unlocked by two persons, the chair and the congress above among them; none is stuck."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.caller import Browser
from tests.factories import PIN, account, actor_of, deputies, place, sign_in
from tests.hall.factories import console
from voting.audit.models import Entry
from voting.confirmation.models import Confirmation
from voting.congress.place.queries import place_by_id
from voting.congress.term.models import Deputy
from voting.core.clock import now
from voting.core.db import db, transaction
from voting.people.models import Account, InsideTries
from voting.people.rules import Level, Place, Role

pytestmark = pytest.mark.database


@pytest.fixture(autouse=True)
def _each_request_alone(app: Flask) -> None:
    app.test_client_class = Browser


@pytest.fixture
def county(city: Place) -> Place:
    return place(code="140921", name="定襄县", level=Level.COUNTY, under=city)


@pytest.fixture
def township(county: Place) -> Place:
    return place(code="140921100", name="晋昌镇", level=Level.TOWNSHIP, under=county)


@pytest.fixture
def deputy(township: Place) -> Deputy:
    return deputies(township, 1)[0]


@pytest.fixture
def official(app: Flask, township: Place) -> FlaskClient:
    """The one official of the township."""
    return sign_in(app.test_client(), account(township, Role.STAFF))


def here(at: Place) -> str:
    return f"/j/{at.code}/congress"


def number_of() -> int:
    return db.session.scalars(select(Confirmation.number)).one()


def ask(official: FlaskClient, township: Place, deputy: Deputy, what: str = "pin-reset") -> int:
    answer = official.post(f"{here(township)}/deputies/{deputy.id}/{what}")
    assert answer.status_code == 303
    return number_of()


def signed_in(app: Flask, at: Place, pin: str) -> int:
    fields = {"number": "001", "pin": pin}
    return app.test_client().post(f"/j/{at.code}/deputy/sign-in", data=fields).status_code


def pin_in(page: str) -> str:
    found = re.search(r'class="code">(\d{6})<', page)
    assert found is not None
    return found[1]


def lock(deputy: Deputy) -> None:
    """Shut a deputy out, in the hall and elsewhere."""
    until = now() + timedelta(minutes=14)
    with transaction():
        row = db.session.get_one(Account, actor_of(deputy).account_id)
        row.locked_until = until
        tried = InsideTries(jurisdiction_id=row.jurisdiction_id, account_id=row.id, locked_until=until)
        db.session.add(tried)


def test_the_chair_confirms_what_the_one_official_asks_for(
    app: Flask, township: Place, deputy: Deputy, official: FlaskClient
) -> None:
    number = ask(official, township, deputy)
    chair = sign_in(app.test_client(), account(township, Role.CHAIR))
    page = chair.get(f"{here(township)}/pin-resets")
    assert "核对无误，确认重置" in page.text
    shown = chair.post(f"{here(township)}/pin-resets/{number}/confirm")
    assert shown.status_code == 200
    assert signed_in(app, township, pin_in(shown.text)) == 303
    assert official.post(f"{here(township)}/pin-resets/{number}/confirm").status_code == 409


def test_the_office_of_the_county_confirms_and_the_journal_of_the_township_says_so(
    app: Flask, county: Place, township: Place, deputy: Deputy, official: FlaskClient
) -> None:
    number = ask(official, township, deputy)
    second = account(county, Role.STAFF)
    client = sign_in(app.test_client(), second)
    assert "下级人大请求确认的重置" in client.get(f"{here(county)}/pin-resets").text
    below = f"{here(county)}/pin-resets/below/{township.code}/{number}"
    shown = client.post(f"{below}/confirm")
    assert shown.status_code == 200
    assert signed_in(app, township, pin_in(shown.text)) == 303
    line = db.session.query(Entry).filter_by(event="congress:pin_reset:confirmed").one()
    assert (line.jurisdiction_id, line.account_id) == (township.id, second.account_id)


def test_the_office_of_the_county_lifts_a_lock_as_it_confirms_a_reset(
    app: Flask, county: Place, township: Place, deputy: Deputy, official: FlaskClient
) -> None:
    lock(deputy)
    number = ask(official, township, deputy, "pin-unlock")
    second = account(county, Role.STAFF)
    client = sign_in(app.test_client(), second)
    assert "下级人大请求确认的解锁" in client.get(f"{here(county)}/pin-resets").text
    below = f"{here(county)}/pin-unlocks/below/{township.code}/{number}"
    assert sign_in(app.test_client(), account(county, Role.CHAIR)).post(f"{below}/confirm").status_code == 403
    assert client.post(f"{below}/confirm").status_code == 303
    assert signed_in(app, township, PIN) == 303
    line = db.session.query(Entry).filter_by(event="congress:pin_unlock:confirmed").one()
    assert (line.jurisdiction_id, line.account_id) == (township.id, second.account_id)
    assert client.post(f"{below}/withdraw").status_code == 409


@pytest.mark.parametrize(
    "second",
    [
        ("city", Role.STAFF, 404),  # not directly above
        ("county", Role.CHAIR, 403),
        ("county", Role.OVERSIGHT, 403),
        ("neighbour", Role.STAFF, 404),
    ],
)
def test_nobody_else_above_or_beside_confirms(
    app: Flask, city: Place, county: Place, deputy: Deputy, second: tuple[str, Role, int]
) -> None:
    who, role, status = second
    township = place_of_deputy(deputy)
    lock(deputy)
    official = sign_in(app.test_client(), account(township, Role.STAFF))
    beside = place(code="140922", name="五台县", level=Level.COUNTY, under=city)
    at = {"city": city, "county": county, "neighbour": beside}[who]
    client = sign_in(app.test_client(), account(at, role))
    for kind in ("pin-reset", "pin-unlock"):
        answer = official.post(f"{here(township)}/deputies/{deputy.id}/{kind}")
        assert answer.status_code == 303
        for deed in ("confirm", "withdraw"):
            below = f"{here(at)}/{kind}s/below/{township.code}/1/{deed}"
            assert client.post(below).status_code == status
    assert db.session.query(Confirmation).filter_by(state="asked").count() == 2


def place_of_deputy(deputy: Deputy) -> Place:
    return place_by_id(deputy.jurisdiction_id)


def test_a_lock_is_lifted_by_two_persons_and_the_pin_stays(
    app: Flask, township: Place, deputy: Deputy, official: FlaskClient
) -> None:
    lock(deputy)
    assert signed_in(app, township, PIN) == 429
    assert "发起解锁" in official.get(f"{here(township)}/deputies/{deputy.id}").text
    number = ask(official, township, deputy, "pin-unlock")
    confirm = f"{here(township)}/pin-unlocks/{number}/confirm"
    assert official.post(confirm).status_code == 403
    chair = sign_in(app.test_client(), account(township, Role.CHAIR))
    assert "核对无误，确认解锁" in chair.get(f"{here(township)}/pin-resets").text
    assert chair.post(confirm).status_code == 303
    assert signed_in(app, township, PIN) == 303
    assert [row.locked_until for row in db.session.query(InsideTries)] == [None]
    assert chair.post(confirm).status_code == 409


def test_nobody_is_unlocked_who_is_not_locked(township: Place, deputy: Deputy, official: FlaskClient) -> None:
    answer = official.post(f"{here(township)}/deputies/{deputy.id}/pin-unlock")
    assert answer.status_code == 409
    assert "没有锁定" in answer.text
    assert "发起解锁" not in official.get(f"{here(township)}/deputies/{deputy.id}").text


def test_an_unlocking_can_be_taken_back_and_a_neighbour_finds_none(
    app: Flask, county: Place, township: Place, deputy: Deputy, official: FlaskClient
) -> None:
    lock(deputy)
    number = ask(official, township, deputy, "pin-unlock")
    other = sign_in(app.test_client(), account(county, Role.STAFF))
    assert other.post(f"{here(county)}/pin-unlocks/{number}/withdraw").status_code == 404
    assert official.post(f"{here(township)}/pin-unlocks/{number}/withdraw").status_code == 303
    assert signed_in(app, township, PIN) == 429


def test_a_first_pin_is_used_as_it_is_and_changing_it_is_offered(app: Flask, deputy: Deputy) -> None:
    township = place_of_deputy(deputy)
    with transaction():
        db.session.get_one(Account, actor_of(deputy).account_id).must_change = True
    client = app.test_client()
    fields = {"number": "001", "pin": PIN, "next": f"/j/{township.code}/tablet/"}
    answer = client.post(f"/j/{township.code}/deputy/sign-in", data=fields)
    assert answer.headers["Location"] == f"/j/{township.code}/tablet/"
    page = client.get("/account")
    assert page.status_code == 200
    assert "也可以换成自己的" in page.text
    form = {"old": PIN, "new": "739204", "again": "739204"}
    assert client.post("/account/secret", data=form).status_code == 303
    assert "也可以换成自己的" not in client.get("/account").text


def test_the_console_names_what_waits_for_a_second_person(app: Flask, city: Place) -> None:
    seen = console(app, city)
    assert "等第二人确认" not in seen.page()
    assert seen.first.post(f"{here(city)}/deputies/{seen.deputies[0]}/pin-reset").status_code == 303
    assert "有 1 项个人密码重置或解锁等第二人确认" in seen.second.get(f"{seen.url}/console").text
