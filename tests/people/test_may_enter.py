from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import account, place, sign_in
from voting.people.access import may_enter
from voting.people.rules import Level, Place, Role

DESK, MINE, HOME, ACCOUNT = "supervision.desk", "supervision.mine", "portal.home", "people.account"


@pytest.mark.parametrize(
    ("role", "entered"),
    [
        (Role.STAFF, {DESK, HOME, ACCOUNT}),
        (Role.SUPERVISION, {DESK, HOME, ACCOUNT}),
        (Role.UNIT, {MINE, HOME, ACCOUNT}),
        (Role.DEPUTY, {HOME, ACCOUNT}),
    ],
)
def test_menus_offer_what_the_gate_lets_in(
    client: FlaskClient, city: Place, role: Role, entered: set[str]
) -> None:
    sign_in(client, account(city, role))
    with client:
        client.get(f"/j/{city.code}/")
        assert {one for one in (DESK, MINE, HOME, ACCOUNT) if may_enter(one)} == entered


def test_nobody_is_offered_but_what_is_public(client: FlaskClient, city: Place) -> None:
    with client:
        client.get(f"/j/{city.code}/")
        assert [one for one in (DESK, MINE, HOME, ACCOUNT) if may_enter(one)] == [HOME]


def test_staff_of_one_place_are_offered_nothing_at_another(
    client: FlaskClient, city: Place, app: Flask
) -> None:
    other = place(code="140921", name="定襄县", level=Level.COUNTY, under=city)
    sign_in(client, account(city, Role.STAFF))
    with client:
        client.get(f"/j/{other.code}/")
        assert not may_enter(DESK)
