"""Who changes post hands over in one deed: roles, unit, what is open; the account left behind is closed."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.caller import Browser
from tests.factories import account, sign_in, unit
from voting.audit.models import Entry
from voting.core.db import db
from voting.people.models import Account, Grant
from voting.people.rules import Actor, Place, Role


@pytest.fixture(autouse=True)
def as_in_service(app: Flask) -> None:
    """Every request of every client here stands alone."""
    app.test_client_class = Browser


def roles_of(actor: Actor) -> set[Role]:
    return set(db.session.scalars(select(Grant.role).where(Grant.account_id == actor.account_id)))


def hands_over(client: FlaskClient, at: Place, one: Actor, other: Actor | None) -> int:
    to = {"to": str(other.account_id)} if other else {"to": "0"}
    return client.post(f"/j/{at.code}/accounts/{one.account_id}/hand-over", data=to).status_code


def test_roles_and_unit_go_over_and_the_old_account_ends(app: Flask, city: Place) -> None:
    water = unit(city, "市水利局")
    old = account(city, Role.UNIT, Role.SUPERVISION, Role.TELLER, unit=water)
    new = account(city, Role.STATION)
    there = sign_in(app.test_client(), old)
    staff = sign_in(app.test_client(), account(city, Role.STAFF))
    page = staff.get(f"/j/{city.code}/accounts/{old.account_id}/hand-over").text
    assert "责任单位、代表监督小组（市水利局）" in page
    assert hands_over(staff, city, old, new) == 303
    assert roles_of(new) == {Role.STATION, Role.UNIT, Role.SUPERVISION}  # a meeting names its tellers
    assert db.session.get_one(Account, new.account_id).unit_id == water.id
    assert db.session.get_one(Account, old.account_id).closed
    assert there.get("/me").status_code == 303
    mine = sign_in(app.test_client(), new)
    assert mine.get(f"/j/{city.code}/supervision/mine").status_code == 200
    line = db.session.scalars(select(Entry).where(Entry.event == "people:account:handed_over")).one()
    assert line.facts == {
        "account": old.account_id,
        "to": new.account_id,
        "roles": ["supervision", "unit"],
        "unit": water.id,
        "station": None,
    }


def test_nothing_goes_to_who_is_tied_elsewhere_or_nobody(app: Flask, city: Place, county: Place) -> None:
    old = account(city, Role.UNIT, unit=unit(city, "市水利局"))
    other = account(city, Role.UNIT, unit=unit(city, "市交通局"))
    staff = sign_in(app.test_client(), account(city, Role.STAFF))
    assert hands_over(staff, city, old, other) == 422
    assert hands_over(staff, city, old, None) == 422
    assert hands_over(staff, city, old, old) == 422
    assert hands_over(staff, city, old, account(county, Role.UNIT)) == 422
    assert not db.session.get_one(Account, old.account_id).closed


def test_staff_hand_over_neither_their_own_post_nor_one_that_reaches_down(app: Flask, city: Place) -> None:
    clerk, new = account(city, Role.STAFF), account(city, Role.TELLER)
    overseer = account(city, Role.OVERSIGHT)
    staff = sign_in(app.test_client(), clerk)
    assert hands_over(staff, city, clerk, new) == 422
    assert hands_over(staff, city, overseer, new) == 403
    assert hands_over(staff, city, new, clerk) == 422
    assert roles_of(new) == {Role.TELLER}
    admin = sign_in(app.test_client(), account(city, Role.PLATFORM_ADMIN))
    assert hands_over(admin, city, overseer, new) == 303


def test_the_wrong_role_and_a_neighbour_are_refused(app: Flask, city: Place, county: Place) -> None:
    old, new = account(city, Role.UNIT), account(city, Role.TELLER)
    assert hands_over(sign_in(app.test_client(), account(city, Role.CHAIR)), city, old, new) == 403
    assert hands_over(sign_in(app.test_client(), account(county, Role.STAFF)), city, old, new) == 404
    assert hands_over(sign_in(app.test_client(), account(county, Role.STAFF)), county, old, new) == 404
