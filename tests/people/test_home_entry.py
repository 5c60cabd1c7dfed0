"""A deputy signs in from home: invited by a code on paper, never for a ballot; the hall's six digits open the hall alone."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.caller import Browser
from tests.factories import PASSWORD, PIN, account, actor_of, deputies, sign_in
from voting.audit.models import Entry
from voting.core.clock import now
from voting.core.db import db, transaction
from voting.people import home_entry
from voting.people.models import Account, HomeEntry, SignedIn
from voting.people.rules import Actor, Place, Role

pytestmark = pytest.mark.database
NEW, OTHER = "at home 2026!", "other words 77"
HOME, INVITED = "/j/140900/deputy/home", "/j/140900/deputy/invited"


@pytest.fixture(autouse=True)
def as_in_service(app: Flask) -> None:
    """Every request of every client here stands alone."""
    app.test_client_class = Browser


@pytest.fixture
def deputy(city: Place) -> Actor:
    return actor_of(deputies(city, 2)[0])


def invited(actor: Actor) -> str:
    with transaction():
        return home_entry.invite(db.session.get_one(Account, actor.account_id))[0]


def accepts(client: FlaskClient, code: str, number: str = "001", new: str = NEW) -> TestResponse:
    fields = {"number": number, "invitation": code, "new": new, "again": new}
    return client.post(INVITED, data=fields)


def enters(client: FlaskClient, password: str = NEW, number: str = "001") -> TestResponse:
    return client.post(HOME, data={"number": number, "password": password})


def test_the_slip_opens_it_once_and_the_password_from_then_on(app: Flask, deputy: Actor) -> None:
    code, client = invited(deputy), app.test_client()
    answer = accepts(client, code.lower().replace("-", " "))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/account")
    assert {path: client.get(path).status_code for path in ("/me", "/todo", "/me/notices")} == {
        "/me": 200,
        "/todo": 200,
        "/me/notices": 200,
    }
    assert accepts(app.test_client(), code).status_code == 422
    assert enters(app.test_client()).status_code == 303
    assert db.session.scalars(select(SignedIn.home)).all() == [True, True]
    lines = db.session.scalars(select(Entry).where(Entry.event == "people:account:home_opened")).all()
    assert len(lines) == 1


def test_nothing_of_code_and_password_is_kept_readable(app: Flask, deputy: Actor) -> None:
    code = invited(deputy)
    row = db.session.scalars(select(HomeEntry)).one()
    assert code not in str(row)
    accepts(app.test_client(), code)
    db.session.expire_all()
    row = db.session.scalars(select(HomeEntry)).one()
    assert (row.code_sha256, row.code_until) == (None, None)
    assert row.secret is not None
    assert row.secret.startswith("$argon2id$")


def test_a_code_that_is_over_or_of_somebody_else_opens_nothing(app: Flask, deputy: Actor) -> None:
    code = invited(deputy)
    assert accepts(app.test_client(), code, number="002").status_code == 422
    with time_machine.travel(now() + home_entry.INVITED_FOR + timedelta(minutes=1), tick=False):
        answer = accepts(app.test_client(), code)
    assert answer.status_code == 422
    assert "邀请码已经用过、过期" in answer.text
    assert code in answer.text  # what was typed is not lost


def test_a_new_slip_voids_the_one_of_before_and_leaves_the_password_until_it_is_used(
    app: Flask, deputy: Actor
) -> None:
    accepts(app.test_client(), invited(deputy))
    lost = invited(deputy)
    again = invited(deputy)
    assert accepts(app.test_client(), lost).status_code == 422
    assert enters(app.test_client()).status_code == 303
    thief = app.test_client()
    enters(thief)
    assert accepts(app.test_client(), again, new=OTHER).status_code == 303
    assert thief.get("/me").status_code in {303, 401}
    assert enters(app.test_client()).status_code == 422
    assert enters(app.test_client(), OTHER).status_code == 303


@pytest.mark.parametrize("bad", ["short", "aaaaaaaaaaaa", PIN])
def test_a_plain_password_is_refused_with_a_sentence_and_the_code_still_holds(
    app: Flask, deputy: Actor, bad: str
) -> None:
    code = invited(deputy)
    answer = accepts(app.test_client(), code, new=bad)
    assert answer.status_code == 422
    assert "密码至少" in answer.text or "密码过于简单" in answer.text
    assert accepts(app.test_client(), code).status_code == 303


def bare(page: str) -> str:
    return re.sub(r'(content|value|data-asked)="[^"]*"', "", page)


def test_nobody_learns_at_home_who_is_a_deputy_who_was_invited_and_who_opened_it(
    app: Flask, city: Place, deputy: Actor
) -> None:
    """Number 001 has opened it, 002 is a deputy who has not, 777 is nobody, and `clerk` is of the office."""
    account(city, Role.STAFF, login="clerk")
    accepts(app.test_client(), invited(deputy))
    numbers = ("001", "002", "777", "clerk")
    wrong_password = partial(enters, app.test_client(), "wrong horse 9")
    wrong_code = partial(accepts, app.test_client(), "A" * 16)
    for ask in (wrong_password, wrong_code):
        seen = {who: [ask(who) for _ in range(6)] for who in numbers}
        assert {tuple(one.status_code for one in answers) for answers in seen.values()} == {
            (422, 422, 422, 422, 422, 429)
        }
        assert len({bare(answers[0].text) for answers in seen.values()}) == 1
        assert len({bare(answers[5].text) for answers in seen.values()}) == 1
        with transaction():
            for row in db.session.scalars(select(HomeEntry)):
                row.failed_tries, row.locked_until = 0, None


def test_wrong_tries_at_home_lock_nobody_out_of_the_hall_and_the_hall_s_nobody_at_home(
    app: Flask, deputy: Actor
) -> None:
    accepts(app.test_client(), invited(deputy))
    for _ in range(6):
        enters(app.test_client(), "wrong horse 9")
    assert enters(app.test_client()).status_code == 429
    pin = {"number": "001", "pin": PIN}
    assert app.test_client().post("/j/140900/deputy/sign-in", data=pin).status_code == 303


def test_six_digits_open_no_door_at_home_and_its_password_none_in_the_hall(app: Flask, deputy: Actor) -> None:
    accepts(app.test_client(), invited(deputy))
    assert enters(app.test_client(), PIN).status_code == 422
    fields = {"number": "001", "pin": NEW}
    assert app.test_client().post("/j/140900/deputy/sign-in", data=fields).status_code == 422
    assert (
        app.test_client().post("/sign-in", data={"login": "140900:001", "password": NEW}).status_code == 422
    )


@pytest.mark.parametrize("path", ["/me", "/todo", "/todo/count.json", "/me/notices", "/me/notices/list"])
def test_six_digits_open_the_hall_alone(app: Flask, deputy: Actor, path: str) -> None:
    client = sign_in(app.test_client(), deputy)
    assert client.get("/account").status_code == 200
    assert client.get(path).status_code == 403
    assert client.post("/me/sessions/end-others").status_code == 403
    assert 'href="/me"' not in client.get("/account").text


def test_an_office_s_own_people_are_not_asked_about_it(app: Flask, city: Place) -> None:
    client = sign_in(app.test_client(), account(city, Role.STAFF))
    assert client.get("/me").status_code == 200


def test_from_home_the_password_of_home_is_changed_and_the_six_digits_stay(app: Flask, deputy: Actor) -> None:
    client, other, tablet = app.test_client(), app.test_client(), sign_in(app.test_client(), deputy)
    accepts(client, invited(deputy))
    enters(other)
    wrong = client.post("/account/secret", data={"old": PIN, "new": OTHER, "again": OTHER})
    assert wrong.status_code == 422
    assert "现在的密码不正确" in wrong.text
    right = client.post("/account/secret", data={"old": NEW, "new": OTHER, "again": OTHER})
    assert right.status_code == 303
    assert client.get("/me").status_code == 200
    assert other.get("/me").status_code in {303, 401}
    assert tablet.get("/account").status_code == 200
    pin = {"number": "001", "pin": PIN}
    assert app.test_client().post("/j/140900/deputy/sign-in", data=pin).status_code == 303


def test_who_left_office_signs_in_nowhere(app: Flask, deputy: Actor) -> None:
    accepts(app.test_client(), invited(deputy))
    with transaction():
        db.session.get_one(Account, deputy.account_id).closed = True
    assert enters(app.test_client()).status_code == 422


def test_from_home_he_is_offered_what_he_may_do_between_votes(app: Flask, deputy: Actor) -> None:
    page = sign_in(app.test_client(), deputy, home=True).get("/account").text
    for words in ("提建议", "过程监督", "票决结果", "历年项目", "通知设置", "日历订阅"):
        assert words in page, words
    assert "领票、选项目、投票" not in page
    assert "投票只在会场的平板上办理" in page
    hall = sign_in(app.test_client(), deputy).get("/account").text
    assert "领票、选项目、投票" in hall
    assert "过程监督" not in hall.split("</header>")[-1]


def test_every_link_of_his_page_opens(app: Flask, deputy: Actor) -> None:
    for home in (True, False):
        client = sign_in(app.test_client(), deputy, home=home)
        page = client.get("/account").text
        main = page.split("<main")[1].split("</main>")[0]
        links = re.findall(r'href="(/[^"]*)"', main)
        assert links
        assert {path: client.get(path).status_code for path in links} == dict.fromkeys(links, 200)


def test_staff_have_no_door_at_home(app: Flask, city: Place) -> None:
    account(city, Role.STAFF, login="clerk")
    assert enters(app.test_client(), PASSWORD, "clerk").status_code == 422
