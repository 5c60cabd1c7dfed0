"""One's own page and one's own sessions: what is shown of them, and how one ends the others."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.caller import Browser
from tests.factories import PASSWORD, account, actor_of, deputies, sign_in, unit
from voting.core.clock import now
from voting.core.db import db
from voting.people.access import token_digest
from voting.people.models import SignedIn
from voting.people.rules import Place, Role
from voting.people.sessions import device_of, handle_of

PHONE = (
    "Mozilla/5.0 (Linux; Android 14; V2309A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0 "
    "Mobile Safari/537.36 XWEB/1160 MMWEBSDK/2023 MicroMessenger/8.0"
)
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0 Safari/537.36 Edg/128.0"


@pytest.fixture(autouse=True)
def as_in_service(app: Flask) -> None:
    """Every request of every client here stands alone."""
    app.test_client_class = Browser


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (PHONE, "phone WeChat"),
        (DESK, "computer Edge"),
        (
            "Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) AppleWebKit/605.1 Version/17.0 Mobile/15E Safari/604.1",
            "tablet Safari",
        ),
        (
            "Mozilla/5.0 (Linux; Android 13; SM-X200) AppleWebKit/537.36 Chrome/120.0 Safari/537.36",
            "tablet Chrome",
        ),
        ("curl/8.5", ""),
        ("", ""),
        ("<script>Firefox</script>" * 400, "computer Firefox"),
    ],
)
def test_of_what_a_browser_says_of_itself_two_words_are_kept(said: str, kept: str) -> None:
    assert device_of(said) == kept


def test_ones_own_page_says_who_one_is_and_where_one_is_signed_in(app: Flask, city: Place) -> None:
    account(city, Role.STAFF, Role.UNIT, login="clerk", unit=unit(city, "市水利局"))
    desk, phone = app.test_client(), app.test_client()
    for client, agent in ((desk, DESK), (phone, PHONE)):
        form = {"login": "clerk", "password": PASSWORD}
        assert client.post("/sign-in", data=form, headers={"User-Agent": agent}).status_code == 303
    page = desk.get("/me").text
    for said in (
        "clerk",
        "忻州市",
        "人大工作人员",
        "责任单位",
        "市水利局",
        "电脑",
        "Edge",
        "WeChat",
        "这台设备",
    ):
        assert said in page
    assert page.count("最近一次提交") == 2
    assert page.count('action="/me/sessions/') == 2  # that of the other one, and all others
    assert 'href="/account/secret"' in page


def test_one_session_is_ended_from_another_and_its_own_stays(app: Flask, city: Place) -> None:
    clerk = account(city, Role.STAFF, login="clerk")
    mine, lost = sign_in(app.test_client(), clerk), sign_in(app.test_client(), clerk)
    digests = {row.token_sha256 for row in db.session.scalars(select(SignedIn))}
    other = lost.get_cookie("signed_in")
    assert other is not None
    row = db.session.get_one(SignedIn, token_digest(other.value))
    handle = handle_of(row)
    assert handle not in digests
    assert mine.post(f"/me/sessions/{handle}/end").status_code == 303
    assert mine.get("/me").status_code == 200
    assert lost.get("/me").status_code == 303
    assert mine.post(f"/me/sessions/{handle}/end").status_code == 404


def test_all_others_are_ended_at_once(app: Flask, city: Place) -> None:
    clerk = account(city, Role.STAFF)
    mine = sign_in(app.test_client(), clerk)
    others = [sign_in(app.test_client(), clerk) for _ in range(3)]
    assert mine.post("/me/sessions/end-others").status_code == 303
    assert mine.get("/me").status_code == 200
    assert [one.get("/me").status_code for one in others] == [303] * 3


def test_nobody_ends_somebody_elses_session(app: Flask, city: Place) -> None:
    clerk, other = account(city, Role.STAFF), account(city, Role.PLATFORM_ADMIN)
    victim = sign_in(app.test_client(), clerk)
    handle = handle_of(db.session.scalars(select(SignedIn)).one())
    thief = sign_in(app.test_client(), other)
    assert thief.post(f"/me/sessions/{handle}/end").status_code == 404
    assert victim.get("/me").status_code == 200
    assert app.test_client().post(f"/me/sessions/{handle}/end").status_code in {303, 401}


def test_of_a_deputy_nothing_is_noted(client: FlaskClient, city: Place) -> None:
    """When he sent something, and on what, would tell when he was at which tablet."""
    row = deputies(city, 1)[0]
    sign_in(client, actor_of(row), home=True)
    client.post("/me/sessions/end-others", headers={"User-Agent": PHONE})
    kept = db.session.scalars(select(SignedIn)).one()
    assert (kept.seen_at, kept.device) == (None, "")
    page = client.get("/me").text
    assert "不作记录" in page
    assert actor_of(row).name in page


def test_a_page_that_is_read_writes_nothing_and_a_deed_notes_when(client: FlaskClient, city: Place) -> None:
    sign_in(client, account(city, Role.STAFF))
    client.get("/me")
    assert db.session.scalars(select(SignedIn.seen_at)).one() is None
    client.post("/me/sessions/end-others")
    first = db.session.scalars(select(SignedIn.seen_at)).one()
    assert first is not None
    with time_machine.travel(now() + timedelta(minutes=30), tick=False):
        client.post("/me/sessions/end-others")
        db.session.rollback()
        assert db.session.scalars(select(SignedIn.seen_at)).one() == now()
