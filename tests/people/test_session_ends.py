"""A session that ends in the middle of a form costs no word: after signing in the form stands there as it was left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from itertools import count

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.conftest import rows
from tests.factories import PASSWORD, account, sign_in
from tests.people.test_views import code_now, with_factor
from tests.screening.factories import call, suggestion
from voting.core.db import db, transaction
from voting.people.models import Account, SignedIn
from voting.people.rules import Actor, Place, Role

REASON = "第一行：<资金>没有着落。\n第二行，“明年”再议 & 答复。"

ANSWERS = "/j/140900/screening/answers"


@pytest.fixture
def clerk(city: Place) -> Actor:
    return account(city, Role.STAFF, login="clerk")


@pytest.fixture
def page(city: Place) -> str:
    call(city)
    return f"/j/{city.code}/screening/suggestions/{suggestion(city).id}"


@pytest.fixture
def guarded(app: Flask) -> Iterator[None]:
    app.config["WTF_CSRF_ENABLED"] = True
    yield
    app.config["WTF_CSRF_ENABLED"] = False


def end_all_sessions() -> None:
    with transaction():
        for row in db.session.query(SignedIn):
            db.session.delete(row)


def hidden(text: str, name: str) -> str:
    """Return a hidden value; the page's own form comes after the switches in its head."""
    found = re.findall(rf'name="{name}"[^>]*value="([^"]*)"', text)
    assert found, name
    return unescape(found[-1])


def area(text: str, name: str) -> str:
    found = re.search(rf'<textarea[^>]*name="{name}"[^>]*>\n?(.*?)</textarea>', text, re.DOTALL)
    assert found is not None, name
    return unescape(found[1])


def write(client: FlaskClient, page: str, reason: str = REASON, **headers: str) -> TestResponse:
    return client.post(
        ANSWERS, data=answer_to(page, reason), headers={"Referer": f"http://localhost{page}"} | headers
    )


def answer_to(page: str, text: str) -> dict[str, str]:
    return {"ids": page.rpartition("/")[2], "answer_class": "not_now", "text": text}


def go_on(client: FlaskClient, asked: TestResponse, login: str = "clerk", **values: str) -> TestResponse:
    carried = {name: hidden(asked.text, name) for name in ("next", "kept")}
    return client.post("/sign-in", data={"login": login, "password": PASSWORD} | carried | values)


def declined() -> int:
    return len(rows("SELECT id FROM screening_suggestion WHERE state = 'answered'"))


def test_what_was_written_stands_in_its_form_after_signing_in(
    client: FlaskClient, clerk: Actor, page: str
) -> None:
    sign_in(client, clerk)
    end_all_sessions()
    asked = write(client, page)
    assert asked.status_code == 401
    assert "已为您带着" in asked.text
    assert "资金" not in asked.text, "sealed"
    again = go_on(client, asked)
    assert again.status_code == 200
    assert area(again.text, "text") == REASON
    assert f'action="{ANSWERS}"' in again.text
    assert declined() == 0, "nothing is sent by itself"
    assert write(client, page, area(again.text, "text")).status_code == 303
    assert declined() == 1


def test_a_wrong_password_in_between_costs_nothing(client: FlaskClient, clerk: Actor, page: str) -> None:
    asked = write(client, page)
    wrong = go_on(client, asked, password="no")
    assert wrong.status_code == 422
    assert area(go_on(client, wrong).text, "text") == REASON


def test_nor_do_the_second_factor_and_a_new_password(
    app: Flask, client: FlaskClient, city: Place, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = with_factor(city)
    with transaction():
        db.session.get_one(Account, actor.account_id).must_change = True
    steps = count(1)
    monkeypatch.setattr("voting.people.secrets.code_step", lambda *_: next(steps))
    asked = write(client, page)
    code = go_on(client, asked)
    assert 'name="code"' in code.text
    carried = {name: hidden(code.text, name) for name in ("next", "kept")}
    monkeypatch.setattr("voting.people.secrets.open_totp", lambda *_: b"")
    secret = client.post("/account/code", data={"code": code_now()} | carried)
    assert 'name="again"' in secret.text
    carried = {name: hidden(secret.text, name) for name in ("next", "kept")}
    new = {"old": PASSWORD, "new": "other horse 8", "again": "other horse 8"}
    code = client.post("/account/secret", data=new | carried)
    carried = {name: hidden(code.text, name) for name in ("next", "kept")}
    again = client.post("/account/code", data={"code": code_now()} | carried)
    assert area(again.text, "text") == REASON


def test_the_second_factor_leads_on_to_the_page_that_was_wanted(
    client: FlaskClient, city: Place, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_factor(city)
    monkeypatch.setattr("voting.people.secrets.code_step", lambda *_: 1)
    monkeypatch.setattr("voting.people.secrets.open_totp", lambda *_: b"")
    signed = client.post("/sign-in", data={"login": "clerk", "password": PASSWORD, "next": page})
    code = client.get(signed.headers["Location"])
    answer = client.post("/account/code", data={"code": code_now(), "next": hidden(code.text, "next")})
    assert answer.headers["Location"] == page


def test_somebody_else_is_not_shown_what_was_written(
    client: FlaskClient, clerk: Actor, city: Place, page: str
) -> None:
    account(city, Role.STAFF, login="other")
    client.post("/sign-in", data={"login": "clerk", "password": PASSWORD})
    end_all_sessions()
    asked = write(client, page)
    other = go_on(client, asked, "other")
    assert other.status_code == 303
    assert "资金" not in client.get(other.headers["Location"]).text
    end_all_sessions()


def test_a_sealed_form_that_was_tampered_with_is_nothing(
    client: FlaskClient, clerk: Actor, page: str
) -> None:
    asked = write(client, page)
    assert go_on(client, asked, kept=hidden(asked.text, "kept")[:-9] + "AAAAAAAA=").status_code == 303


def test_where_the_form_is_gone_meanwhile_the_words_are_shown_to_copy(
    client: FlaskClient, clerk: Actor, page: str
) -> None:
    asked = write(client, page)
    sign_in(client, clerk)
    assert write(client, page, "已有别的办法。").status_code == 303
    again = go_on(client, asked)
    assert again.status_code == 200
    assert "资金&gt;没有着落" in again.text


def test_a_form_without_words_asks_to_sign_in_and_leads_back(client: FlaskClient, page: str) -> None:
    answer = client.post(f"{page}/detach", headers={"Referer": f"http://localhost{page}"})
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/sign-in?next={page}"


def test_a_page_that_stood_open_too_long_comes_back_with_its_words(
    client: FlaskClient, clerk: Actor, page: str, guarded: None
) -> None:
    sign_in(client, clerk)
    answer = write(client, page)
    assert answer.status_code == 400
    assert area(answer.text, "text") == REASON
    assert "打开得太久" in answer.text
    token = hidden(answer.text, "csrf_token")
    sent = client.post(ANSWERS, data=answer_to(page, area(answer.text, "text")) | {"csrf_token": token})
    assert sent.status_code == 303
    assert declined() == 1


def test_both_at_once_too(client: FlaskClient, clerk: Actor, page: str, guarded: None) -> None:
    asked = write(client, page)
    assert asked.status_code == 401
    again = go_on(client, asked, csrf_token=hidden(asked.text, "csrf_token"))
    assert area(again.text, "text") == REASON


@pytest.mark.parametrize(
    "header",
    [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}],
)
def test_what_another_site_sent_is_not_shown_as_typed_here(
    client: FlaskClient, clerk: Actor, page: str, guarded: None, header: dict[str, str]
) -> None:
    sign_in(client, clerk)
    answer = write(client, page, **header)
    assert answer.status_code == 400
    assert "资金" not in answer.text


def test_a_secret_is_never_carried_on_or_shown(client: FlaskClient) -> None:
    form = {"old": PASSWORD, "new": "other horse 8", "again": "other horse 8"}
    answer = client.post("/account/secret", data=form)
    assert answer.status_code == 303
    assert "horse" not in client.get(answer.headers["Location"]).text


@pytest.mark.parametrize("path", ["/sign-in", "/display"])
@pytest.mark.parametrize("elsewhere", ["/\r\nSet-Cookie: a=b", "/a\\b", "/\x00"])
def test_an_address_that_is_none_leads_nowhere_and_breaks_nothing(
    client: FlaskClient, clerk: Actor, path: str, elsewhere: str
) -> None:
    answer = client.post(path, data={"login": "clerk", "password": PASSWORD, "next": elsewhere})
    assert answer.status_code == 303
    assert answer.headers["Location"] in {"/account", "/todo", "/"}
