"""A deputy's login ends with his office, and comes back with it."""

from __future__ import annotations

from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories import PIN, account, deputies, sign_in
from voting.audit.models import Entry
from voting.congress.term.models import Deputy
from voting.core.db import db
from voting.people.models import Account
from voting.people.rules import Place, Role


def change(client: FlaskClient, row: Deputy, *, in_office: bool) -> int:
    sent = {"delegation_id": row.delegation_id} | ({"in_office": "y"} if in_office else {})
    return client.post(f"/j/140900/congress/deputies/{row.id}", data=sent).status_code


def enters(client: FlaskClient) -> int:
    return client.post("/j/140900/deputy/sign-in", data={"number": "001", "pin": PIN}).status_code


def test_the_login_ends_with_the_office_and_comes_back(client: FlaskClient, city: Place) -> None:
    row = deputies(city, 1)[0]
    seat = client.application.test_client()
    assert enters(seat) == 303
    sign_in(client, account(city, Role.STAFF))
    assert change(client, row, in_office=False) == 303
    assert db.session.scalars(select(Account.closed).where(Account.deputy_id == row.id)).one()
    assert seat.get("/account").status_code == 303
    assert enters(seat) == 422
    assert "不在任的代表不能登录" in client.get(f"/j/140900/congress/deputies/{row.id}").text
    assert change(client, row, in_office=True) == 303
    assert enters(seat) == 303
    lines = db.session.scalars(select(Entry.event).where(Entry.event.startswith("congress:deputy"))).all()
    assert lines == ["congress:deputy:changed"] * 2


def test_who_is_no_office_ends_nobodys(client: FlaskClient, city: Place) -> None:
    row = deputies(city, 1)[0]
    sign_in(client, account(city, Role.CHAIR))
    assert change(client, row, in_office=False) == 403
    assert enters(client.application.test_client()) == 303
