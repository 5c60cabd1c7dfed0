"""Nobody holds a connection or a transaction while a secret is hashed; who finds no room is told to come again."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import Browser
from tests.factories import PASSWORD, PIN, account, deputies, sign_in
from voting.congress import actions_roster
from voting.congress.roster import Roster, RosterLine
from voting.core.db import RESERVED, db, transaction
from voting.core.errors import Busy
from voting.people import forms, secrets
from voting.people.models import Account
from voting.people.rules import Place, Role

NEW_PIN = "739204"
NEW_PASSWORD = "another horse 7"


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch, app: Flask) -> list[int]:
    """How many connections of the program were out at each hash."""
    app.test_client_class = Browser
    found: list[int] = []

    class Watched(secrets.Turns):
        @contextmanager
        def turn(self) -> Iterator[None]:
            with super().turn(), app.app_context():
                found.append(sum(out(engine) for engine in db.engines.values()))
                yield

    monkeypatch.setattr(secrets, "turns", Watched())
    return found


def out(engine: sa.Engine) -> int:
    assert isinstance(engine.pool, sa.QueuePool)
    return engine.pool.checkedout()


def signs_in(client: FlaskClient, login: str, password: str) -> int:
    return client.post("/sign-in", data={"login": login, "password": password}).status_code


def change(client: FlaskClient, old: str, new: str) -> int:
    return client.post("/account/secret", data={"old": old, "new": new, "again": new}).status_code


def test_signing_in_holds_nothing_while_it_hashes(client: FlaskClient, city: Place, held: list[int]) -> None:
    account(city, Role.STAFF, login="clerk")
    deputies(city, 1)
    held.clear()
    assert signs_in(client, "clerk", PASSWORD) == 303
    assert signs_in(client, "clerk", "wrong horse 9") == 422
    assert signs_in(client, "nobody", PASSWORD) == 422
    for number, pin, status in (("001", PIN, 303), ("001", NEW_PIN, 422), ("999", PIN, 422)):
        form = {"number": number, "pin": pin}
        assert client.post("/j/140900/deputy/sign-in", data=form).status_code == status
    assert held == [0] * 6


def test_changing_a_secret_holds_nothing_while_it_hashes(
    client: FlaskClient, city: Place, held: list[int]
) -> None:
    clerk = account(city, Role.STAFF, login="clerk")
    (deputy,) = deputies(city, 1)
    held.clear()
    assert change(sign_in(client, clerk), "wrong horse 9", NEW_PASSWORD) == 422
    assert change(client, PASSWORD, NEW_PASSWORD) == 303
    form = {"number": deputy.number, "pin": PIN}
    assert client.post("/j/140900/deputy/sign-in", data=form).status_code == 303
    assert change(client, PIN, NEW_PIN) == 303
    assert held == [0] * 6


def test_opening_and_resetting_accounts_holds_nothing_while_it_hashes(
    client: FlaskClient, city: Place, held: list[int]
) -> None:
    sign_in(client, account(city, Role.STAFF))
    (deputy,) = deputies(city, 1)
    other = account(city, Role.SECRETARIAT)
    held.clear()
    form = {"login": "teller", "name": "计票人", "roles": ["teller"]}
    assert client.post("/j/140900/accounts/", data=form).status_code == 303
    opened = db.session.query(Account).filter_by(login="teller").one().id
    assert client.post(f"/j/140900/accounts/{opened}/reset").status_code == 303
    client.post(f"/j/140900/deputies/{deputy.id}/pin-reset")
    sign_in(client, other)
    reset = db.session.execute(sa.text("SELECT max(id) FROM congress_pin_reset")).scalar_one()
    assert client.post(f"/j/140900/pin-resets/{reset}/confirm").status_code == 200
    assert held == [0] * 3


def test_pins_in_bulk_hold_nothing_while_they_are_hashed(app: Flask, city: Place, held: list[int]) -> None:
    term = deputies(city, 1)[0].term_id
    held.clear()
    known = actions_roster.known_of(term)
    lines = tuple(roster_line(number) for number in ("002", "003", "004"))
    roster = Roster(lines=lines, delegations=(), problems=(), remarks=()) if False else roster_of(lines)
    actions_roster.first_pins(roster, known, 64)
    assert held == [0] * 3


def test_a_hash_inside_a_transaction_is_a_fault_of_the_program(city: Place) -> None:
    with pytest.raises(RuntimeError, match="inside a transaction"), transaction():
        secrets.hash_secret(PASSWORD, 64)
