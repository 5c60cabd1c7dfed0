"""Who attacks from outside locks nobody out of the hall's tablets, and guesses no faster at many than at one."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from cryptography.exceptions import InvalidKey
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.caller import Browser
from tests.factories import PIN, PIN_PHC, account, actor_of, deputies, meeting, sign_in, term
from tests.queries_counted import counted
from voting.audit.models import Entry
from voting.congress.place.models import Jurisdiction
from voting.congress.term.models import Deputy
from voting.core.clock import now
from voting.core.db import db, transaction
from voting.people import secrets, tablets, whence
from voting.people.lock_out_rules import AT_A_TABLET, OUTSIDE, TRIES
from voting.people.models import BoundTablet, InsideTries, OutsideTries, UnknownLogin
from voting.people.rules import Place, Role
from voting.people.whence import attack_at

pytestmark = pytest.mark.database
WRONG = "604815"


@pytest.fixture(autouse=True)
def _nothing_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whence, "refused", whence.Refused())


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was held against a hash; the right PIN holds, without the cost of the function."""
    held: list[str] = []

    class Cheap:
        @staticmethod
        def verify_phc_encoded(given: bytes, stored: str) -> None:
            held.append(given.decode())
            if given.decode() != PIN or stored != PIN_PHC:
                raise InvalidKey

    monkeypatch.setattr(secrets, "Argon2id", Cheap)
    return held


@pytest.fixture
def hall(city: Place) -> tuple[int, list[Deputy]]:
    """A meeting, and its deputies."""
    in_term = term(city)
    people = deputies(city, 3, in_term=in_term)
    return meeting(city, in_term=in_term).id, people


def tablet_of(city: Place, meeting_id: int) -> str:
    """The secret of one tablet more."""
    with transaction():
        return tablets.bind(city.id, meeting_id).secret


def tries(client: FlaskClient, number: str, pin: str = WRONG, tablet: str = "") -> TestResponse:
    fields = {"number": number, "pin": pin, "tablet": tablet}
    return client.post("/j/140900/deputy/sign-in", data=fields)


def attacks(client: FlaskClient, number: str) -> TestResponse:
    """Try as a program does that guesses PINs by the thousand: it reads no pages."""
    fields = {"number": number, "pin": WRONG}
    return client.post("/j/140900/deputy/sign-in", data=fields, headers={"Accept": "application/json"})


@pytest.mark.slow
def test_all_deputies_attacked_from_outside_sign_in_on_the_halls_tablets(
    app: Flask, city: Place, hashed: list[str]
) -> None:
    in_term = term(city)
    people = deputies(city, 327, in_term=in_term)
    at = meeting(city, in_term=in_term)
    outside = app.test_client()
    with time_machine.travel(now(), tick=False) as clock:
        began, answers = now(), []
        for number in range(TRIES * 327):
            answers.append(attacks(outside, people[number // TRIES].number).status_code)
            clock.shift(timedelta(seconds=143 / (TRIES * 327)))
        secret = [tablet_of(city, at.id) for _ in range(12)]
        inside = [
            tries(app.test_client(), one.number, PIN, secret[n % 12]).status_code
            for n, one in enumerate(people)
        ]
        attack = attack_at(city.id)
    assert inside == [303] * 327
    read = answers.count(422)
    assert read <= OUTSIDE.most + timedelta(seconds=143) // OUTSIDE.back
    assert len(hashed) == read + 327  # the others were refused before anything was computed
    assert attack is not None
    assert attack.since == began
    assert attack.count > 1500  # of 1635: what was refused in the last second is not written yet
    assert db.session.query(BoundTablet).filter_by(used=True).count() == 12


def test_the_staffs_sign_in_is_no_way_round_the_congresss_allowance(
    client: FlaskClient, hall: tuple[int, list[Deputy]], hashed: list[str]
) -> None:
    for _ in range(OUTSIDE.most):
        client.post("/sign-in", data={"login": "140900:999", "password": WRONG})
    answer = client.post("/sign-in", data={"login": "140900:001", "password": PIN})
    assert answer.status_code == 429
    assert "会场以外" in answer.text
    assert tries(client, "001", PIN).status_code == 429
    assert len(hashed) == OUTSIDE.most


def test_staff_and_other_congresses_are_not_held_up_by_an_attack_on_one(
    client: FlaskClient, city: Place, hall: tuple[int, list[Deputy]]
) -> None:
    account(city, Role.STAFF, login="clerk")
    with transaction():
        db.session.add(OutsideTries(jurisdiction_id=city.id, spent=OUTSIDE.most, spent_at=now()))
    assert tries(client, "001", PIN).status_code == 429
    assert client.post("/sign-in", data={"login": "clerk", "password": "wrong horse 9"}).status_code == 422
    assert client.post("/j/140900/deputy/sign-in", data={"number": "", "pin": ""}).status_code == 422


def test_a_tablets_tries_neither_lock_it_at_once_nor_are_they_without_end(
    client: FlaskClient, city: Place, hall: tuple[int, list[Deputy]], hashed: list[str]
) -> None:
    mine, other = (tablet_of(city, hall[0]) for _ in range(2))
    with time_machine.travel(now(), tick=False) as clock:
        first = [tries(client, f"{n + 900}", tablet=mine).status_code for n in range(AT_A_TABLET.most + 1)]
        assert first == [422] * AT_A_TABLET.most + [429]
        assert "换一台平板" in tries(client, "001", PIN, mine).text
        assert tries(client, "001", PIN, other).status_code == 303
        clock.shift(AT_A_TABLET.back)
        assert tries(client, "001", PIN, mine).status_code == 303
    assert attack_at(city.id) is None
    assert db.session.query(OutsideTries).count() == 0


def test_five_wrong_pins_in_the_hall_lock_the_deputy_there_and_nobody_else(
    client: FlaskClient, city: Place, hall: tuple[int, list[Deputy]], hashed: list[str]
) -> None:
    mine, other = (tablet_of(city, hall[0]) for _ in range(2))
    assert [tries(client, "001", tablet=mine).status_code for _ in range(TRIES)] == [422] * TRIES
    assert tries(client, "001", PIN, other).status_code == 429
    assert tries(client, "001", PIN).status_code == 303  # the counts are apart
    assert tries(client, "002", PIN, mine).status_code == 303
    assert [
        row.facts["inside"] for row in db.session.query(Entry).filter_by(event="people:account:locked")
    ] == [True]


def test_a_lock_from_outside_does_not_hold_at_a_tablet(
    client: FlaskClient, city: Place, hall: tuple[int, list[Deputy]], hashed: list[str]
) -> None:
    assert [tries(client, "001").status_code for _ in range(TRIES + 1)] == [422] * TRIES + [429]
    assert tries(client, "001", PIN, tablet_of(city, hall[0])).status_code == 303
    assert tries(client, "001", PIN).status_code == 429


@pytest.mark.parametrize("secret", ["invented", "released", "of a neighbour"])
def test_a_secret_that_is_of_no_tablet_here_counts_as_outside(
    client: FlaskClient, city: Place, hall: tuple[int, list[Deputy]], hashed: list[str], secret: str
) -> None:
    shown = "invented"
    if secret != "invented":
        shown = tablet_of(city, hall[0])
        with transaction():
            if secret == "released":
                tablets.release(hall[0])
            else:
                row = db.session.query(BoundTablet).one()
                row.jurisdiction_id = place_beside(city)
    assert tries(client, "001", tablet=shown).status_code == 422
    assert db.session.get_one(OutsideTries, city.id).spent == 1


def place_beside(city: Place) -> int:
    """Another congress, made within the caller's transaction."""
    row = Jurisdiction(code="140921", name="定襄县", kind=city.level, level=city.level, parent_id=None)
    row.path = "99"
    db.session.add(row)
    db.session.flush()
    return row.id


@pytest.mark.parametrize("where", ["outside", "at a tablet"])
def test_a_number_that_nobody_bears_costs_what_one_costs_that_somebody_does(
    client: FlaskClient, city: Place, hall: tuple[int, list[Deputy]], hashed: list[str], where: str
) -> None:
    mine = tablet_of(city, hall[0]) if where == "at a tablet" else ""
    found = []
    for number in ("001", "999"):
        tries(client, number, tablet=mine)
        with counted() as sent:
            answer = tries(client, number, tablet=mine)
        found.append((answer.status_code, sorted(statement.split()[0].upper() for statement in sent)))
    assert found[0] == found[1]


def test_counters_of_unknown_logins_expire(
    client: FlaskClient, city: Place, hall: tuple[int, list[Deputy]], hashed: list[str]
) -> None:
    tries(client, "999")
    tries(client, "998")
    assert db.session.query(UnknownLogin).count() == 2
    with time_machine.travel(now() + timedelta(minutes=61)):
        tries(client, "997")
        tries(client, "001", PIN)
        assert db.session.query(UnknownLogin).count() == 1


def test_a_wrong_old_pin_counts_inside_and_a_lock_from_outside_keeps_nobody_from_changing_his(
    app: Flask, city: Place, hall: tuple[int, list[Deputy]]
) -> None:
    client = sign_in(Browser(app), actor_of(hall[1][0]))
    for _ in range(TRIES):
        tries(app.test_client(), "001")
    form = {"old": WRONG, "new": "739204", "again": "739204"}
    assert client.post("/account/secret", data=form).status_code == 422
    assert [row.failed_tries for row in db.session.query(InsideTries)] == [1]
    assert client.post("/account/secret", data=form | {"old": PIN}).status_code == 303
    assert [row.failed_tries for row in db.session.query(InsideTries)] == [0]
