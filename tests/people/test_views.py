import base64
import re
from datetime import timedelta

import pytest
import time_machine
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories import PASSWORD, PIN, account, deputies, sign_in
from voting.core.clock import now
from voting.core.db import db, transaction
from voting.core.errors import NotAllowed, TooManyTries
from voting.people import actions, second_factor, secrets
from voting.people.access import current_actor_or_none, token_digest
from voting.people.models import Account, SignedIn
from voting.people.rules import Actor, Place, Role


def signs_in(client: FlaskClient, login: str, password: str) -> int:
    return client.post("/sign-in", data={"login": login, "password": password}).status_code


def test_the_right_password_signs_in(client: FlaskClient, city: Place) -> None:
    account(city, Role.STAFF, login="clerk")
    assert signs_in(client, "clerk", PASSWORD) == 303
    assert client.get("/account").status_code == 200


def test_the_wrong_password_keeps_the_login_in_the_form(client: FlaskClient, city: Place) -> None:
    account(city, Role.STAFF, login="clerk")
    answer = client.post("/sign-in", data={"login": "clerk", "password": "wrong horse 9"})
    assert answer.status_code == 422
    assert 'value="clerk"' in answer.text
    assert "wrong horse 9" not in answer.text


def test_five_wrong_tries_lock_the_account_and_time_unlocks_it(client: FlaskClient, city: Place) -> None:
    account(city, Role.STAFF, login="clerk")
    for _ in range(5):
        assert signs_in(client, "clerk", "wrong horse 9") == 422
    assert signs_in(client, "clerk", PASSWORD) == 429
    with time_machine.travel(now() + timedelta(minutes=16)):
        assert signs_in(client, "clerk", PASSWORD) == 303


def test_an_unknown_login_is_told_the_same_sentence(client: FlaskClient, city: Place) -> None:
    account(city, Role.STAFF, login="clerk")
    known = client.post("/sign-in", data={"login": "clerk", "password": "no"}).text
    unknown = client.post("/sign-in", data={"login": "nobody", "password": "no"}).text
    sentence = "账号或密码不正确。"
    assert sentence in known
    assert sentence in unknown


def test_a_deputy_signs_in_by_number_and_pin(client: FlaskClient, city: Place) -> None:
    deputies(city, 2)
    answer = client.post("/j/140900/deputy/sign-in", data={"number": "001", "pin": PIN})
    assert answer.status_code == 303
    answer = client.post("/j/140900/deputy/sign-in", data={"number": "003", "pin": PIN})
    assert answer.status_code == 422


def test_signing_out_ends_the_session_on_the_server(client: FlaskClient, city: Place) -> None:
    sign_in(client, account(city, Role.STAFF))
    cookie = client.get_cookie("signed_in")
    assert cookie is not None
    assert client.post("/sign-out").status_code == 303
    client.set_cookie("signed_in", cookie.value)
    assert client.get("/account").status_code == 303


def test_signing_out_everywhere_ends_every_session(client: FlaskClient, city: Place) -> None:
    actor = account(city, Role.STAFF)
    other = sign_in(client.application.test_client(), actor)
    sign_in(client, actor)
    client.post("/sign-out-everywhere")
    assert other.get("/account").status_code == 303
    assert db.session.query(SignedIn).count() == 0


def test_a_first_password_must_be_changed_before_anything_else(client: FlaskClient, city: Place) -> None:
    actor = account(city, Role.STAFF, login="clerk")
    with transaction():
        db.session.get_one(Account, actor.account_id).must_change = True
    assert signs_in(client, "clerk", PASSWORD) == 303
    assert client.get("/account").headers["Location"].endswith("/account/secret")
    form = {"old": PASSWORD, "new": "another horse 7", "again": "another horse 7"}
    assert client.post("/account/secret", data=form).status_code == 303
    assert client.get("/account").status_code == 200


@pytest.mark.parametrize("new", ["short", "aaaaaaaaaaaa", "my clerk word"])
def test_a_weak_new_password_is_refused_with_a_sentence(client: FlaskClient, city: Place, new: str) -> None:
    sign_in(client, account(city, Role.STAFF, login="clerk"))
    answer = client.post("/account/secret", data={"old": PASSWORD, "new": new, "again": new})
    assert answer.status_code == 422
    assert 'class="field-error' in answer.text


def test_a_second_factor_is_bound_asked_for_and_each_code_counts_once(
    client: FlaskClient, city: Place
) -> None:
    account(city, Role.STAFF, login="clerk")
    signs_in(client, "clerk", PASSWORD)
    found = re.search(r'name="factor" value="([A-Z2-7]+)"', client.get("/account/factor").text)
    assert found is not None
    totp = TOTP(base64.b32decode(found[1]), 6, SHA1(), 30, enforce_key_length=False)
    start = now()
    with time_machine.travel(start, tick=False):
        code = totp.generate(int(now().timestamp())).decode()
        assert client.post("/account/factor", data={"factor": found[1], "code": "000000"}).status_code == 422
        assert client.post("/account/factor", data={"factor": found[1], "code": code}).status_code == 200
        other = client.application.test_client()
        signs_in(other, "clerk", PASSWORD)
        assert other.get("/account").headers["Location"].endswith("/account/code")
        assert other.post("/account/code", data={"code": code}).status_code == 422
    with time_machine.travel(start + timedelta(minutes=2), tick=False):
        code = totp.generate(int(now().timestamp())).decode()
        assert other.post("/account/code", data={"code": code}).status_code == 303
        assert other.get("/account").status_code == 200


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_signing_in_never_leads_to_another_site(client: FlaskClient, city: Place, elsewhere: str) -> None:
    account(city, Role.STAFF, login="clerk")
    answer = client.post("/sign-in", data={"login": "clerk", "password": PASSWORD, "next": elsewhere})
    assert answer.headers["Location"] == "/todo"


FACTOR = base64.b32encode(b"a secret of 20 bytes").decode()
KEY = "key of the settings"


def code_now() -> str:
    totp = TOTP(base64.b32decode(FACTOR), 6, SHA1(), 30, enforce_key_length=False)
    return totp.generate(int(now().timestamp())).decode()


def with_factor(at: Place) -> Actor:
    """A clerk with a bound second factor."""
    actor = account(at, Role.STAFF, login="clerk")
    with transaction():
        row = db.session.get_one(Account, actor.account_id)
        row.totp = secrets.box_for(KEY).encrypt(base64.b32decode(FACTOR)).decode()
    return actor


@pytest.mark.parametrize("path", ["/account/factor", "/account/secret"])
def test_a_session_that_owes_its_code_reaches_nothing_but_the_code(
    client: FlaskClient, city: Place, path: str
) -> None:
    sign_in(client, with_factor(city))
    before = db.session.scalars(select(Account.totp)).all()
    assert client.get(path).status_code == 303
    form = {
        "factor": FACTOR,
        "code": code_now(),
        "old": PASSWORD,
        "new": "other horse 8",
        "again": "other horse 8",
    }
    assert client.post(path, data=form).status_code == 303
    db.session.rollback()
    assert db.session.scalars(select(Account.totp)).all() == before
    assert client.get("/account/code").status_code == 200
    assert client.get("/account").headers["Location"].endswith("/account/code")


def test_who_must_change_his_secret_cannot_bind_a_factor_first(client: FlaskClient, city: Place) -> None:
    actor = account(city, Role.STAFF, login="clerk")
    with transaction():
        db.session.get_one(Account, actor.account_id).must_change = True
    sign_in(client, actor)
    assert client.get("/account/factor").status_code == 303
    assert client.get("/account/secret").status_code == 200


@pytest.mark.parametrize(
    "factor", ["", "A", "甲" * 32, FACTOR[:-8], FACTOR + "A" * 8, FACTOR.lower(), "A" * 400, "A" * 8000]
)
def test_a_factor_that_was_not_proposed_is_refused_and_another_is_proposed(
    client: FlaskClient, city: Place, factor: str
) -> None:
    """A short one would be guessed, a long one neither be stored nor drawn."""
    sign_in(client, account(city, Role.STAFF, login="clerk"))
    answer = client.post("/account/factor", data={"factor": factor, "code": "123456"})
    assert answer.status_code == 422
    assert "验证器密钥格式不正确" in answer.text
    proposed = re.search(r'name="factor" value="([A-Z2-7]{32})"', answer.text)
    assert proposed is not None
    assert db.session.scalars(select(Account.totp)).all() == [None]


def test_another_factor_is_not_bound_without_the_code_of_the_first(city: Place) -> None:
    actor = with_factor(city)
    assert actor.account_id is not None
    with transaction():
        token = actions.start_session(actor.account_id)
    with pytest.raises(NotAllowed), transaction():
        second_factor.bind_factor(
            actor, factor=FACTOR, code=code_now(), secret_key=KEY, digest=token_digest(token)
        )


def test_wrong_codes_lock_the_account_although_the_password_is_right(
    client: FlaskClient, city: Place
) -> None:
    actor = with_factor(city)
    for _ in range(5):
        token = actions.sign_in("clerk", PASSWORD, secret_key=KEY)
        with transaction():
            row = db.session.get_one(Account, actor.account_id)
            row.totp_last = 2**40  # no code holds any more
        with transaction():
            assert not second_factor.give_code(
                actor, code="000000", secret_key=KEY, digest=token_digest(token)
            )
    assert signs_in(client, "clerk", PASSWORD) == 429


def test_a_try_that_held_does_not_count_once_others_have_locked_the_account(city: Place) -> None:
    actor = account(city, Role.STAFF, login="clerk")
    assert actor.account_id is not None
    with transaction():
        db.session.get_one(Account, actor.account_id).locked_until = now() + timedelta(minutes=5)
    with pytest.raises(TooManyTries), transaction():
        actions.settle_try(actor.account_id, holds=True)
    assert db.session.query(SignedIn).count() == 0


@pytest.mark.parametrize("half", ["owes", "must_change"])
def test_who_is_half_signed_in_is_nobody_on_public_pages(app: Flask, city: Place, half: str) -> None:
    actor = with_factor(city)
    if half == "must_change":
        with transaction():
            row = db.session.get_one(Account, actor.account_id)
            row.totp, row.must_change = None, True
    assert actor.account_id is not None
    with transaction():
        token = actions.start_session(actor.account_id)
    headers = {"Cookie": f"signed_in={token}"}
    with app.test_request_context("/j/140900/ballots", headers=headers):
        assert current_actor_or_none() is None
    with app.test_request_context("/account/code", headers=headers):
        assert current_actor_or_none() is not None
