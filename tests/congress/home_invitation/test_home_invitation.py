"""Slips that invite deputies to sign in from home: printed once, by the office."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.caller import Browser
from tests.factories import account, deputies, sign_in
from tests.notices.factories import told, words_of
from tests.people.test_passkeys import bound
from voting.audit.models import Entry
from voting.congress.home_invitation import actions
from voting.congress.place.queries import place_by_id
from voting.congress.term.models import Deputy
from voting.core.clock import now
from voting.core.db import db, transaction
from voting.people.access import token_digest
from voting.people.actions import start_session
from voting.people.home_entry import INVITED_FOR
from voting.people.models import Account, HomeEntry, Passkey, SignedIn
from voting.people.rules import Actor, Place, Role

pytestmark = pytest.mark.database
PAGE = "/j/140900/congress/home-invitations"
NEW = "at home 2026!"


@pytest.fixture(autouse=True)
def as_in_service(app: Flask) -> None:
    """Every request of every client here stands alone."""
    app.test_client_class = Browser


@pytest.fixture
def office(app: Flask, city: Place) -> FlaskClient:
    deputies(city, 3)
    return sign_in(app.test_client(), account(city, Role.STAFF))


def pages_of(answer: TestResponse) -> str:
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "application/pdf"
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)


def codes_on(answer: TestResponse) -> list[str]:
    """The codes of the slips, by number."""
    return re.findall(r"[A-Z2-9]{4}(?:-[A-Z2-9]{4}){3}", pages_of(answer))


def accepts(app: Flask, number: str, code: str) -> int:
    fields = {"number": number, "invitation": code, "new": NEW, "again": NEW}
    return app.test_client().post("/j/140900/deputy/invited", data=fields).status_code


def test_everybody_gets_one_slip_which_is_given_once(app: Flask, office: FlaskClient) -> None:
    assert "下载 3 张邀请单" in office.get(PAGE).text
    answer = office.post(PAGE)
    codes = codes_on(answer)
    assert len(set(codes)) == 3
    text = pages_of(answer)
    assert "/j/140900/deputy/invited" in text.replace("\n", "")
    kept = " ".join(row.code_sha256 or "" for row in db.session.scalars(select(HomeEntry)))
    assert not any(code in kept for code in codes)
    again = office.post(PAGE)
    assert again.status_code == 409
    assert "没有要发的" in again.text
    assert [accepts(app, f"00{n}", code) for n, code in enumerate(codes, 1)] == [303] * 3
    lines = db.session.scalars(select(Entry).where(Entry.event == "congress:home_invitation:printed")).all()
    assert [line.facts["deputies"] for line in lines] == [["001", "002", "003"]]
    assert not any(code in str(line.facts) for line in lines for code in codes)


def test_what_ran_out_is_printed_anew_and_what_was_opened_is_not(app: Flask, office: FlaskClient) -> None:
    codes = codes_on(office.post(PAGE))
    accepts(app, "001", codes[0])
    page = office.get(PAGE).text
    assert "手里有没到期的邀请单" in page
    with time_machine.travel(now() + INVITED_FOR + timedelta(minutes=1), tick=False):
        with transaction():
            slips = actions.invite_missing(Actor(None, 1, "test"), place_by_id(1))
        assert [slip.number for slip in slips] == ["002", "003"]


def test_a_lost_slip_is_printed_once_more_and_voids_the_first(app: Flask, office: FlaskClient) -> None:
    first = codes_on(office.post(PAGE))[1]
    (second,) = codes_on(office.post(f"{PAGE}/one", data={"number": "2"}))
    assert accepts(app, "002", first) == 422
    assert accepts(app, "002", second) == 303


@pytest.mark.parametrize(("number", "said"), [("", "请填写出席证号"), ("777", "没有这个证号的代表")])
def test_a_number_that_nobody_bears_is_refused(office: FlaskClient, number: str, said: str) -> None:
    answer = office.post(f"{PAGE}/one", data={"number": number})
    assert answer.status_code == 422
    assert said in answer.text


@pytest.mark.parametrize("role", [Role.CHAIR, Role.PLATFORM_ADMIN, Role.AUDITOR])
def test_the_office_alone_prints_them(app: Flask, city: Place, role: Role) -> None:
    client = sign_in(app.test_client(), account(city, role))
    assert [client.get(PAGE).status_code, client.post(PAGE).status_code] == [403, 403]
    assert client.post(f"{PAGE}/one", data={"number": "001"}).status_code == 403


def test_where_no_term_sits_nothing_is_printed(app: Flask, city: Place) -> None:
    client = sign_in(app.test_client(), account(city, Role.STAFF))
    assert client.get(PAGE).status_code == 200
    assert client.post(PAGE).status_code == 409


def test_who_left_office_gets_none(office: FlaskClient) -> None:
    with transaction():
        db.session.scalars(select(Deputy).where(Deputy.number == "003")).one().in_office = False
    assert len(codes_on(office.post(PAGE))) == 2


def test_a_new_slip_unbinds_the_passkeys_of_before_ends_what_they_opened_and_tells_their_owner(
    app: Flask, office: FlaskClient
) -> None:
    codes = codes_on(office.post(PAGE))
    assert accepts(app, "001", codes[0]) == 303
    deputy = db.session.scalars(select(Account).join(Deputy).where(Deputy.number == "001")).one()
    other = db.session.scalars(select(Account).join(Deputy).where(Deputy.number == "002")).one()
    mine, theirs = actor_of_account(deputy), actor_of_account(other)
    for one in (mine, theirs):
        bound(one)
    with transaction():
        opened = start_session(deputy.id, home=True, second_factor=True)
    told()
    assert codes_on(office.post(f"{PAGE}/one", data={"number": "1"}))
    db.session.expire_all()
    assert [row.account_id for row in db.session.scalars(select(Passkey))] == [theirs.account_id]
    assert db.session.get(SignedIn, token_digest(opened)) is None
    line = db.session.scalars(select(Entry).where(Entry.event == "people:account:passkeys_unbound")).one()
    assert line.facts == {"account": deputy.id}
    told()
    assert any("通行密钥都已解绑" in words for words in words_of(mine))
    assert codes_on(office.post(f"{PAGE}/one", data={"number": "1"}))
    again = select(Entry).where(Entry.event == "people:account:passkeys_unbound")
    assert len(db.session.scalars(again).all()) == 1, "where none is bound, none is said to be unbound"


def actor_of_account(row: Account) -> Actor:
    return Actor(row.id, row.jurisdiction_id, row.name, frozenset({Role.DEPUTY}), row.deputy_id)
