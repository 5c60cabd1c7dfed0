import re
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from tests.factories import PASSWORD, PIN, account, deputies, sign_in
from voting.core.clock import now
from voting.core.db import db, transaction
from voting.people.models import Account, SignedIn
from voting.people.rules import Place, Role


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
    import base64

    from cryptography.hazmat.primitives.hashes import SHA1
    from cryptography.hazmat.primitives.twofactor.totp import TOTP

    account(city, Role.STAFF, login="clerk")
    signs_in(client, "clerk", PASSWORD)
    found = re.search(r'name="factor" value="([A-Z2-7]+)"', client.get("/account/factor").text)
    assert found is not None
    totp = TOTP(base64.b32decode(found[1]), 6, SHA1(), 30, enforce_key_length=False)
    start = now()
    with time_machine.travel(start, tick=False):
        code = totp.generate(int(now().timestamp())).decode()
        assert client.post("/account/factor", data={"factor": found[1], "code": "000000"}).status_code == 422
        assert client.post("/account/factor", data={"factor": found[1], "code": code}).status_code == 303
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
    assert answer.headers["Location"] == "/account"
