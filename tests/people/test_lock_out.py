"""Nobody learns from a refused sign-in which logins there are: the same answers, the same work, the same lock."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from cryptography.exceptions import InvalidKey
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories import PASSWORD, PIN, PIN_PHC, account, deputies, term
from tests.queries_counted import counted
from voting.congress.term.models import Term
from voting.core.clock import now
from voting.core.db import db, transaction
from voting.core.errors import TooManyTries
from voting.people import lock_out, secrets
from voting.people.lock_out_rules import TRIES
from voting.people.models import Account, UnknownLogin
from voting.people.rules import Place, Role
from voting.people.whence import DUMMY, DUMMY_PIN, stand_in, whence

pytestmark = pytest.mark.database
KEY = "a key of the settings"
WRONG_PIN = "604815"


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What secrets were held against, one after the other; none of them holds."""
    held: list[str] = []

    class Noted:
        @staticmethod
        def verify_phc_encoded(_secret: bytes, stored: str) -> None:
            held.append(stored)
            raise InvalidKey

    monkeypatch.setattr(secrets, "Argon2id", Noted)
    return held


def staff_sign_in(client: FlaskClient, login: str) -> TestResponse:
    return client.post("/sign-in", data={"login": login, "password": "wrong horse 9"})


def deputy_sign_in(client: FlaskClient, number: str) -> TestResponse:
    return client.post("/j/140900/deputy/sign-in", data={"number": number, "pin": WRONG_PIN})


@pytest.fixture
def people(city: Place) -> None:
    """A clerk and a deputy; one of each whose account is closed; one of each who is locked."""
    for login in ("clerk", "closed", "locked"):
        account(city, Role.STAFF, login=login)
    deputies(city, 3)
    shut(closed=("closed", "140900:002"), locked=("locked", "140900:003"))


def shut(*, closed: tuple[str, ...], locked: tuple[str, ...]) -> None:
    with transaction():
        for row in db.session.query(Account):
            row.closed = row.login in closed
            if row.login in locked:
                row.locked_until = now() + timedelta(minutes=10)


def work(client: FlaskClient, login: str, hashed: list[str]) -> tuple[int, Counter[str]]:
    """Return how many hashes a try costs, and how many statements of which kind; the first try is not counted."""
    try_it = deputy_sign_in if login.isdigit() else staff_sign_in
    try_it(client, login)
    hashed.clear()
    with counted() as sent:
        try_it(client, login)
    return len(hashed), Counter(statement.split()[0].upper() for statement in sent)


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("logins", [("clerk", "nobody", "closed"), ("001", "999", "002")])
def test_every_refused_try_costs_one_hash_and_the_same_statements(
    client: FlaskClient, hashed: list[str], logins: tuple[str, ...]
) -> None:
    real, *others = (work(client, login, hashed) for login in logins)
    assert real[0] == 1
    assert real[1]["UPDATE"] == 1 + logins[0].isdigit()  # a deputy's try counts for his congress too
    assert others == [real] * len(others)


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("login", ["locked", "003"])
def test_a_locked_account_costs_the_hash_too(client: FlaskClient, hashed: list[str], login: str) -> None:
    assert work(client, login, hashed)[0] == 1


@pytest.mark.usefixtures("people")
def test_who_is_not_there_is_held_against_a_hash_of_the_same_cost(
    client: FlaskClient, hashed: list[str]
) -> None:
    staff_sign_in(client, "nobody")
    deputy_sign_in(client, "999")
    deputy_sign_in(client, "001")
    staffs, nobodys, deputys = hashed
    assert staffs == DUMMY
    assert nobodys != deputys
    assert cost_of(nobodys) == cost_of(deputys)


def cost_of(phc: str) -> str:
    return phc.rsplit("$", 2)[0]


def test_where_there_are_no_deputies_a_number_costs_what_a_new_pin_costs(city: Place) -> None:
    assert stand_in(f"{city.code}:001", whence(f"{city.code}:001", ""), KEY) == DUMMY_PIN
    assert stand_in("000000:001", None, KEY) == DUMMY_PIN


def test_numbers_that_nobody_bears_cost_what_deputies_cost_old_pins_and_new(city: Place) -> None:
    """Three deputies of ten have a PIN of before: three of ten numbers that nobody bears cost as much, always the same."""
    deputies(city, 10)
    before = DUMMY_PIN.replace("t=1", "t=2")
    with transaction():
        for number, row in enumerate(db.session.query(Account).where(Account.deputy_id.is_not(None))):
            row.secret = before if number < 3 else DUMMY_PIN
    way = whence(f"{city.code}:001", "")
    logins = [f"{city.code}:{number}" for number in range(1000, 1400)]
    costs = [cost_of(stand_in(login, way, KEY)) for login in logins]
    assert costs == [cost_of(stand_in(login, way, KEY)) for login in logins]
    assert Counter(costs).keys() == {cost_of(before), cost_of(DUMMY_PIN)}
    assert 70 < costs.count(cost_of(before)) < 170


def test_a_deputy_of_a_term_that_is_over_costs_what_a_stranger_costs(
    client: FlaskClient, city: Place, hashed: list[str]
) -> None:
    before = term(city, 4)
    deputies(city, 1, in_term=before)
    with transaction():
        db.session.get_one(Term, before.id).ends_on = date(2023, 1, 31)
    term(city, 5)
    assert work(client, "001", hashed) == work(client, "999", hashed)
    assert {cost_of(one) for one in hashed} == {cost_of(PIN_PHC)}


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("try_it", "real", "missing"),
    [(staff_sign_in, "clerk", "nobody"), (deputy_sign_in, "001", "999")],
    ids=["staff", "deputies"],
)
def test_a_login_that_nobody_bears_is_locked_as_one_that_somebody_does(
    client: FlaskClient,
    hashed: list[str],
    try_it: Callable[[FlaskClient, str], TestResponse],
    real: str,
    missing: str,
) -> None:
    for login in (real, missing):
        assert [try_it(client, login).status_code for _ in range(6)] == [422] * 5 + [429]
    first, second = (try_it(client, login).text for login in (real, missing))
    assert "账号已锁定" in first
    assert bare(first, real, missing) == bare(second, real, missing)
    with time_machine.travel(now() + timedelta(minutes=16)):
        for login in (real, missing):
            assert [try_it(client, login).status_code for _ in range(6)] == [422] * 5 + [429]
    assert len(hashed) == 2 * (6 + 1 + 6)


def bare(page: str, *logins: str) -> str:
    """Return a page without what differs between any two requests, and without these logins."""
    return re.sub("|".join(logins), "", re.sub(r'(content|value|data-asked)="[^"]{40,}"', "", page))


def test_other_logins_are_not_locked_with_one(client: FlaskClient, city: Place) -> None:
    account(city, Role.STAFF, login="clerk")
    for _ in range(6):
        staff_sign_in(client, "nobody")
    assert staff_sign_in(client, "somebody").status_code == 422
    assert client.post("/sign-in", data={"login": "clerk", "password": PASSWORD}).status_code == 303


def test_the_counter_of_a_login_says_nothing_of_it_and_hangs_on_the_key() -> None:
    slots = {lock_out.slot_of(login, KEY) for login in (PASSWORD, PIN, "140900:999", "代表")}
    assert len(slots) == 4
    assert all(0 <= slot < lock_out.SLOTS for slot in slots)
    assert (
        lock_out.slot_of("nobody", KEY)
        == lock_out.slot_of("nobody", KEY)
        != lock_out.slot_of("nobody", "another")
    )


def test_two_who_try_the_same_login_first_count_both(city: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second finds no counter, and that there is one when he makes it."""
    with transaction():
        lock_out.count_unknown("nobody", KEY)
    db.session.remove()
    with transaction():
        monkeypatch.setattr(db.session, "get", lambda *_args, **_named: None)
        lock_out.count_unknown("nobody", KEY)
        monkeypatch.undo()
    assert [row.failed_tries for row in db.session.query(UnknownLogin)] == [2]


def test_a_locked_counter_counts_no_further(city: Place) -> None:
    for _ in range(TRIES):
        with transaction():
            lock_out.count_unknown("nobody", KEY)
    with pytest.raises(TooManyTries), transaction():
        lock_out.count_unknown("nobody", KEY)
    assert [row.failed_tries for row in db.session.query(UnknownLogin)] == [0]
