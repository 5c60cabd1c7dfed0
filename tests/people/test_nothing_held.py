"""Nobody holds a connection or a transaction while a secret is hashed; who finds no room is told to come again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from threading import Barrier

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from flask_wtf import FlaskForm
from sqlalchemy import select
from wtforms import PasswordField

from tests.caller import Browser
from tests.congress.factories import people, xlsx
from tests.factories import PASSWORD, PIN, account, actor_of, deputies, sign_in, term
from tests.pools import exhausted, out
from voting.confirmation.models import Confirmation
from voting.core.clock import now
from voting.core.db import RESERVED, db, transaction
from voting.core.errors import Busy
from voting.core.refused_form import SECRET_FIELDS
from voting.people import actions, queries, secrets
from voting.people.models import Account, InsideTries
from voting.people.rules import Actor, Place, Role

pytestmark = pytest.mark.database
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
    assert client.post("/j/140900/accounts/", data=form).status_code == 200
    opened = db.session.scalars(select(Account.id).where(Account.login == "teller")).one()
    assert client.post(f"/j/140900/accounts/{opened}/reset").status_code == 200
    client.post(f"/j/140900/congress/deputies/{deputy.id}/pin-reset")
    sign_in(client, other)
    reset = db.session.scalars(select(Confirmation.number)).one()
    assert client.post(f"/j/140900/congress/pin-resets/{reset}/confirm").status_code == 200
    assert held == [0] * 3


def test_pins_in_bulk_hold_nothing_while_they_are_hashed(
    client: FlaskClient, city: Place, held: list[int]
) -> None:
    sign_in(client, account(city, Role.STAFF))
    form = {"file": (BytesIO(xlsx(people(3))), "roster.xlsx"), "new_delegations": "y"}
    preview = client.post(f"/j/140900/congress/terms/{term(city).id}/roster", data=form).headers["Location"]
    held.clear()
    assert client.post(preview + "/confirm").status_code == 303
    assert held == [0] * 3


def test_a_hash_inside_a_transaction_is_a_fault_of_the_program(city: Place) -> None:
    with pytest.raises(RuntimeError, match="inside a transaction"), transaction():
        secrets.hash_secret(PASSWORD, 64)


class TestTurns:
    def test_who_finds_the_queue_full_is_told_at_once(self) -> None:
        turns = secrets.Turns(at_once=1, most=1)
        with turns.turn(), pytest.raises(Busy), turns.turn():
            pytest.fail("there was no place")
        with turns.turn():
            pass

    def test_who_waited_too_long_is_told_and_gives_his_place_back(self) -> None:
        turns = secrets.Turns(at_once=1, most=2, seconds=0)
        for _ in range(3):
            with turns.turn(), pytest.raises(Busy), turns.turn():
                pytest.fail("it was not his turn")

    def test_a_hall_that_signs_in_at_once_finds_places(self) -> None:
        """Nobody of a congress of 340 is sent away, and some threads of the program stay free for casts."""
        threads = gunicorn_threads()
        assert 340 < secrets.MOST_WAITING <= threads - 100


def gunicorn_threads() -> int:
    text = (Path(__file__).parents[2] / "deploy/gunicorn.conf.py").read_text()
    return int(re.findall(r"^threads = (\d+)", text, re.MULTILINE)[0])


@pytest.fixture
def crowded(city: Place, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A clerk, and no place before the hash function for anybody."""
    account(city, Role.STAFF, login="clerk")
    monkeypatch.setattr(secrets, "turns", secrets.Turns(most=1))
    with secrets.turns.turn():
        yield


@pytest.mark.usefixtures("crowded")
def test_no_place_in_the_queue_is_503_and_counts_no_try(client: FlaskClient) -> None:
    for login in ("clerk", "nobody"):
        answer = client.post("/sign-in", data={"login": login, "password": PASSWORD})
        assert answer.status_code == 503
        assert 1 <= int(answer.headers["Retry-After"]) <= 10
        assert answer.headers["Refresh"] == answer.headers["Retry-After"]
        assert "排队" in answer.text
        assert PASSWORD not in answer.text
    spoken = client.post(
        "/sign-in",
        data={"login": "clerk", "password": PASSWORD},
        headers={"Accept": "application/json"},
    )
    assert (spoken.status_code, spoken.get_json()["error"]["code"]) == (503, "Busy")
    assert "Retry-After" in spoken.headers
    assert db.session.scalars(select(Account.failed_tries)).all() == [0]


@pytest.mark.usefixtures("crowded")
def test_a_form_without_a_secret_is_sent_again_by_its_page_as_it_was(client: FlaskClient) -> None:
    clerk = db.session.scalars(select(Account)).one()
    sign_in(client, Actor(clerk.id, clerk.jurisdiction_id, clerk.name))
    form = {"login": "teller", "name": '计票人"<b>', "roles": ["teller", "staff"]}
    answer = client.post("/j/140900/accounts/", data=form)
    assert answer.status_code == 503
    assert "Refresh" not in answer.headers
    assert '<form method="post" action="/j/140900/accounts/" data-again="' in answer.text
    form_again = answer.text.partition("data-again")[2]
    sent = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form_again)
    assert sent == [
        ("login", "teller"),
        ("name", "计票人&#34;&lt;b&gt;"),
        ("roles", "teller"),
        ("roles", "staff"),
    ]


def test_no_page_says_a_secret_back() -> None:
    """Every password field of the program is known to the page that sends a form again."""
    secret = {
        name
        for form in all_forms(FlaskForm)
        for name in dir(form)
        if getattr(getattr(form, name, None), "field_class", None) is PasswordField
    }
    assert secret == SECRET_FIELDS


def all_forms(base: type[FlaskForm]) -> Iterator[type[FlaskForm]]:
    for form in base.__subclasses__():
        yield form
        yield from all_forms(form)


PAGES = ["/j/140900/deputy/sign-in", "/account", "/j/140900/hall/meetings/1/figures.json"]


@pytest.mark.parametrize("path", PAGES)
def test_without_a_free_connection_every_page_is_503_and_then_comes_back(
    client: FlaskClient, city: Place, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    sign_in(client, account(city, Role.STAFF))
    with exhausted(db.engine, monkeypatch):
        answer = client.get(path)
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) >= 1
        if path.endswith(".json"):
            assert answer.get_json()["error"]["code"] == "Busy"
        else:
            assert answer.headers["Refresh"] == answer.headers["Retry-After"]
            assert "秒后自动再打开这一页" in answer.text
    assert client.get(path).status_code in {200, 404}


def test_a_crowd_that_takes_every_connection_keeps_no_ballot_waiting(
    client: FlaskClient, city: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    with exhausted(db.engine, monkeypatch):
        answer = client.get("/booth/1ooMockBa11otQ/card/none")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (404, "NotFound")
    with exhausted(db.engines[RESERVED], monkeypatch):
        answer = client.get("/booth/1ooMockBa11otQ/card/none")
        assert (answer.status_code, answer.get_json()["error"]["code"]) == (503, "Busy")
        assert answer.headers["Retry-After"]
        assert client.get("/j/140900/deputy/sign-in").status_code == 200
    assert client.get("/booth/1ooMockBa11otQ/card/none").status_code == 404


def test_the_first_request_after_a_restart_of_the_database_works(client: FlaskClient, city: Place) -> None:
    if db.engine.dialect.name != "postgresql":
        pytest.skip("a file does not restart")
    sign_in(client, account(city, Role.STAFF))
    paths = {"/account": 200, "/booth/1ooMockBa11otQ/card/none": 404}
    assert {path: client.get(path).status_code for path in paths} == paths
    db.session.rollback()
    assert end_all_backends() >= 2  # one of each share
    assert {path: client.get(path).status_code for path in paths} == paths


def end_all_backends() -> int:
    """End every connection of the program, as a restart does; returns how many."""
    ended = sa.create_engine(db.engine.url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    asked = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = :name"
    with ended.connect() as connection:
        count: int = connection.execute(sa.text(asked), {"name": db.engine.url.database}).scalar_one()
    ended.dispose()
    return count


def test_a_connection_that_dies_in_the_middle_is_503_and_the_next_request_works(
    client: FlaskClient, city: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    if db.engine.dialect.name != "postgresql":
        pytest.skip("a file does not restart")
    sign_in(client, account(city, Role.STAFF))
    page = queries.account_page

    def cut(actor: Actor) -> queries.AccountPage:
        monkeypatch.setattr(queries, "account_page", page)
        end_all_backends()
        return page(actor)

    monkeypatch.setattr(queries, "account_page", cut)
    answer = client.get("/account")
    assert (answer.status_code, "Retry-After" in answer.headers) == (503, True)
    assert client.get("/account").status_code == 200


@pytest.mark.parametrize("who", ["clerk", "deputy"])
def test_wrong_tries_at_changing_a_secret_lock_as_they_do_at_signing_in(
    client: FlaskClient, city: Place, who: str
) -> None:
    old, new = (PASSWORD, NEW_PASSWORD) if who == "clerk" else (PIN, NEW_PIN)
    wrong = "wrong horse 9" if who == "clerk" else "604815"
    actor = account(city, Role.STAFF) if who == "clerk" else actor_of(deputies(city, 1)[0])
    sign_in(client, actor)
    for _ in range(5):
        form = {"old": wrong, "new": new, "again": new}
        answer = client.post("/account/secret", data=form)
        assert answer.status_code == 422
        assert "密码不正确" in answer.text.partition('for="old"')[2].partition('for="new"')[0]
    assert change(client, old, new) == 429
    with time_machine.travel(now() + timedelta(minutes=16)):
        assert change(client, old, new) == 303


def test_wrong_tries_at_once_are_all_counted_and_none_is_a_fault(app: Flask, city: Place) -> None:
    """As many requests with one session as threads: each waits for the row, the fifth locks, nobody gets an error."""
    app.test_client_class = Browser
    deputy = actor_of(deputies(city, 1)[0])
    tries, together = 12, Barrier(12)
    clients = [sign_in(app.test_client(), deputy) for _ in range(tries)]
    db.session.rollback()

    def wrong(client: FlaskClient) -> int:
        form = {"old": "604815", "new": NEW_PIN, "again": NEW_PIN}
        together.wait()
        with app.app_context():
            return client.post("/account/secret", data=form).status_code

    with ThreadPoolExecutor(tries) as threads:
        statuses = sorted(threads.map(wrong, clients))
    assert statuses == [422] * 5 + [429] * (tries - 5)
    assert db.session.scalars(select(InsideTries.locked_until)).one() is not None


def test_a_right_secret_forgets_the_wrong_tries(client: FlaskClient, city: Place) -> None:
    sign_in(client, account(city, Role.STAFF))
    for _ in range(4):
        assert change(client, "wrong horse 9", NEW_PASSWORD) == 422
    assert change(client, PASSWORD, NEW_PASSWORD) == 303
    assert db.session.scalars(select(Account.failed_tries)).all() == [0]


def test_a_secret_that_somebody_reset_meanwhile_is_not_overwritten(city: Place) -> None:
    actor = account(city, Role.STAFF)
    stored = db.session.get_one(Account, actor.account_id).secret
    with transaction():
        db.session.get_one(Account, actor.account_id).secret = "reset"
    with transaction():
        assert actions.settle_change(actor, stored=stored, phc="new") is None
    assert db.session.get_one(Account, actor.account_id).secret == "reset"
