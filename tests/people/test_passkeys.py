"""Passkeys: where they can be had, whose challenge is whose, and what a stranger sends. With a device: test_passkeys_browser."""

from __future__ import annotations

import json
import re
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from html import unescape

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, encode_cbor

from tests.caller import Browser
from tests.factories import PASSWORD, account, actor_of, deputies, sign_in
from voting.core.clock import now
from voting.core.db import db, transaction
from voting.core.errors import RuleBroken, WrongMoment
from voting.people import passkeys
from voting.people.access import token_digest
from voting.people.actions import start_session
from voting.people.models import Passkey
from voting.people.passkeys import Site
from voting.people.rules import Actor, Place, Role
from voting.people.sessions import FRESH_FOR

pytestmark = pytest.mark.database
KEY = "k" * 40


@pytest.fixture(autouse=True)
def as_in_service(app: Flask) -> None:
    """Every request of every client here stands alone."""
    app.test_client_class = Browser


def bound(actor: Actor, name: str = "红色手机", site: str = "localhost") -> None:
    """A passkey that no device has: it stands in the lists and holds nothing."""
    assert actor.account_id is not None
    with transaction():
        row = Passkey(
            jurisdiction_id=actor.jurisdiction_id,
            account_id=actor.account_id,
            number=1,
            credential_id=f"AAAA{actor.account_id:04d}",
            public_key="AAAA",
            site=site,
            sign_count=0,
            name=name,
            made_at=now(),
        )
        db.session.add(row)


@pytest.mark.parametrize(
    ("host", "origin", "takes"),
    [
        ("localhost", "http://localhost:5000", True),
        ("rd.example.cn", "https://rd.example.cn", True),
        ("rd.example.cn", "http://rd.example.cn", False),  # no secure context
        ("127.0.0.1", "http://127.0.0.1:5000", False),  # a secure context, and no name
        ("192.168.1.5", "https://192.168.1.5", False),
        ("::1", "http://[::1]:5000", False),
        ("", "http://", False),
    ],
)
def test_a_passkey_wants_a_name_and_a_secure_context(host: str, origin: str, *, takes: bool) -> None:
    assert Site(host, origin).takes_passkeys is takes


def test_where_there_are_none_the_pages_say_so_and_the_password_stays(
    client: FlaskClient, city: Place
) -> None:
    lan = "http://192.168.1.5:5000"
    page = client.get("/sign-in", base_url=lan).text
    assert "data-passkey" not in page
    assert "这里请用密码登录" in page
    assert 'name="password"' in page
    clerk = account(city, Role.STAFF)
    bound(clerk)
    sign_in(client, clerk)
    client.set_cookie("signed_in", client.get_cookie("signed_in").value, domain="192.168.1.5")  # type: ignore[union-attr]
    mine = client.get("/me", base_url=lan).text
    assert "现在的网址不能添加通行密钥" in mine
    assert "红色手机" in mine


def test_the_address_by_the_setting_has_the_port_that_a_proxy_leaves_out(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from voting.people.views import site

    with app.test_request_context("/sign-in", base_url="https://rd.example.cn"):
        assert site() == Site("rd.example.cn", "https://rd.example.cn")
        named = replace(app.extensions["settings"], site="https://rd.example.cn:8443")
        monkeypatch.setitem(app.extensions, "settings", named)
        assert site() == Site("rd.example.cn", "https://rd.example.cn:8443")
        elsewhere = replace(named, site="https://other.example.cn")
        monkeypatch.setitem(app.extensions, "settings", elsewhere)
        assert site() == Site("rd.example.cn", "https://rd.example.cn")


def claimed(challenge: bytes, name: str = "AAAA1") -> str:
    said = json.dumps({"type": "webauthn.get", "challenge": bytes_to_base64url(challenge), "origin": "x"})
    response = {"clientDataJSON": bytes_to_base64url(said.encode())}
    return json.dumps({"id": name, "response": response})


def test_a_challenge_counts_for_what_it_was_made_for_and_while_it_is_young() -> None:
    mine = passkeys.new_challenge("code|one", KEY)
    read = json.loads(claimed(mine))
    assert passkeys.expected_challenge(read, "code|one", KEY) == mine
    for purpose, key in (("code|other", KEY), (passkeys.TO_SIGN_IN, KEY), ("code|one", "x" * 40)):
        with pytest.raises(RuleBroken):
            passkeys.expected_challenge(read, purpose, key)
    with (
        time_machine.travel(now() + passkeys.ANSWERED_WITHIN + timedelta(seconds=2), tick=False),
        pytest.raises(RuleBroken, match="太久"),
    ):
        passkeys.expected_challenge(read, "code|one", KEY)


@pytest.mark.usefixtures("city")
def test_a_challenge_is_answered_once() -> None:
    challenge = passkeys.new_challenge(passkeys.TO_SIGN_IN, KEY)
    with transaction():
        passkeys.spend(challenge)
    with pytest.raises(RuleBroken), transaction():
        passkeys.spend(challenge)


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "[]",
        "null",
        "{",
        "[" * 9000,
        '{"id": 5}',
        '{"id": "\\u0000"}',
        '{"id": "AAAA1", "response": []}',
        '{"id": "AAAA1", "response": {"clientDataJSON": "é"}}',
        '{"id": "AAAA1", "response": {"clientDataJSON": "W10"}}',
        '{"id": "AAAA1", "response": {"clientDataJSON": 7}}',
    ],
)
def test_what_is_no_passkey_is_refused_with_a_sentence(client: FlaskClient, city: Place, sent: str) -> None:
    answer = client.post("/sign-in/passkey", data={"credential": sent})
    assert answer.status_code == 422
    assert "请再试一次" in answer.text
    clerk = account(city, Role.STAFF)
    sign_in(client, clerk)
    answer = client.post("/me/passkeys", data={"credential": sent, "name": "我的手机"})
    assert answer.status_code == 422
    assert "请再试一次" in answer.text
    assert 'value="我的手机"' in answer.text


def test_known_and_unknown_names_of_passkeys_are_refused_alike(app: Flask, city: Place) -> None:
    clerk = account(city, Role.STAFF)
    bound(clerk)
    answers = []
    for name in (f"AAAA{clerk.account_id:04d}", "BBBB"):
        challenge = passkeys.new_challenge(passkeys.TO_SIGN_IN, app.extensions["settings"].secret_key)
        answer = app.test_client().post("/sign-in/passkey", data={"credential": claimed(challenge, name)})
        answers.append((answer.status_code, "没有通过核验" in answer.text))
    assert answers == [(422, True), (422, True)]


def test_one_takes_away_one_s_own_and_nobody_else_s(app: Flask, city: Place) -> None:
    mine, other = account(city, Role.STAFF), account(city, Role.STAFF)
    bound(mine)
    assert sign_in(app.test_client(), other).post("/me/passkeys/1/remove").status_code == 404
    client = sign_in(app.test_client(), mine)
    assert "红色手机" in client.get("/me").text
    assert client.post("/me/passkeys/1/remove").status_code == 303
    assert "红色手机" not in client.get("/me").text.split("<main")[1]


def test_a_deputy_in_the_hall_has_no_page_of_passkeys(app: Flask, city: Place) -> None:
    deputy = actor_of(deputies(city, 1)[0])
    client = sign_in(app.test_client(), deputy)
    assert client.post("/me/passkeys", data={"credential": "{}", "name": "x"}).status_code == 403


def test_who_has_a_passkey_is_asked_for_it_where_a_second_factor_is_demanded(
    app: Flask, city: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = account(city, Role.STAFF)
    bound(clerk)
    assert sign_in(app.test_client(), clerk).get("/me").status_code == 200
    demanding = replace(app.extensions["settings"], second_factor=frozenset({"staff"}))
    monkeypatch.setitem(app.extensions, "settings", demanding)
    client = sign_in(app.test_client(), clerk)
    assert client.get("/account").headers["Location"] == "/account/code"
    assert "用通行密钥代替验证码" in client.get("/account/code").text
    assert client.get("/account/factor").status_code in {
        303,
        401,
    }  # whoever knows the password binds no other one
    assert client.post("/account/code/passkey", data={"credential": "{}"}).status_code == 422
    assert client.get("/me").status_code in {303, 401}


@pytest.fixture
def demanding(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The congress demands a second factor of its staff."""
    chosen = replace(app.extensions["settings"], second_factor=frozenset({"staff"}))
    monkeypatch.setitem(app.extensions, "settings", chosen)


@pytest.mark.usefixtures("demanding")
def test_with_a_form_carried_along_the_challenge_is_the_new_session_s(
    app: Flask, client: FlaskClient, city: Place
) -> None:
    bound(account(city, Role.STAFF, login="clerk"))
    page = client.post("/sign-in", data={"login": "clerk", "password": PASSWORD, "kept": "x"}).text
    found = re.search(r'data-asked="([^"]*)"', page)
    assert found is not None
    challenge = base64url_to_bytes(json.loads(unescape(found[1]))["challenge"])
    cookie = client.get_cookie("signed_in")
    assert cookie is not None
    purpose, key = passkeys.to_prove(token_digest(cookie.value)), app.extensions["settings"].secret_key
    assert passkeys.expected_challenge(json.loads(claimed(challenge)), purpose, key) == challenge


@pytest.mark.usefixtures("demanding")
def test_who_has_a_passkey_alone_is_asked_for_no_code(app: Flask, city: Place) -> None:
    clerk = account(city, Role.STAFF)
    bound(clerk)
    client = sign_in(app.test_client(), clerk)
    page = client.get("/account/code").text
    assert 'name="code"' not in page
    assert "用通行密钥代替验证码" in page
    lan = "http://192.168.1.5:5000"
    client.set_cookie("signed_in", client.get_cookie("signed_in").value, domain="192.168.1.5")  # type: ignore[union-attr]
    page = client.get("/account/code", base_url=lan).text
    assert 'name="code"' not in page
    assert "请改用添加它时的网址" in page


REAL = Site("rd.example.cn", "https://rd.example.cn")
FORGED = Site("rd.example.net", "https://rd.example.net")


def attested(challenge: bytes, at: Site, name: bytes = b"n" * 32) -> str:
    """What a device says of a new passkey that it made for a site, with the attestation that attests nothing."""
    numbers = ec.generate_private_key(ec.SECP256R1()).public_key().public_numbers()
    key = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
    verified = sha256(at.host.encode()).digest() + bytes([0x45]) + bytes(4) + bytes(16)
    data = verified + len(name).to_bytes(2) + name + encode_cbor(key)
    client = {"type": "webauthn.create", "challenge": bytes_to_base64url(challenge), "origin": at.origin}
    response = {
        "clientDataJSON": bytes_to_base64url(json.dumps(client).encode()),
        "attestationObject": bytes_to_base64url(
            encode_cbor({"fmt": "none", "attStmt": {}, "authData": data})
        ),
    }
    named = bytes_to_base64url(name)
    return json.dumps({"id": named, "rawId": named, "type": "public-key", "response": response})


def session_of(actor: Actor) -> str:
    """The digest of a session that begins now."""
    assert actor.account_id is not None
    with transaction():
        return token_digest(start_session(actor.account_id))


@pytest.mark.parametrize(
    ("made_at", "asked_at", "signs", "taken"),
    [
        (REAL, REAL, 32, True),
        (REAL, REAL, 1023, True),  # the most that WebAuthn allows
        (REAL, REAL, 1400, False),
        (FORGED, REAL, 32, False),
        (REAL, FORGED, 32, False),  # the request bears a forged Host, the browser says where it is
    ],
)
def test_a_new_passkey_is_of_the_very_site_and_its_name_has_an_end(
    city: Place, made_at: Site, asked_at: Site, signs: int, *, taken: bool
) -> None:
    clerk = account(city, Role.STAFF)
    digest = session_of(clerk)
    sent = attested(passkeys.new_challenge(passkeys.to_add(digest), KEY), made_at, b"n" * signs)
    refused = nullcontext() if taken else pytest.raises(RuleBroken, match="没有通过核验")
    with refused, transaction():
        passkeys.add(clerk, sent, asked_at, name="手机", digest=digest, secret_key=KEY)
    assert db.session.scalars(select(Passkey.site)).all() == (["rd.example.cn"] if taken else [])


def test_a_session_of_an_hour_ago_binds_no_passkey_and_says_what_to_do(
    client: FlaskClient, city: Place
) -> None:
    clerk = account(city, Role.STAFF)
    with time_machine.travel("2026-03-02T02:00:00Z", tick=False) as clock:
        digest = session_of(clerk)
        sign_in(client, clerk)
        assert "data-passkey" in client.get("/me").text
        clock.shift(FRESH_FOR)
        sent = attested(passkeys.new_challenge(passkeys.to_add(digest), KEY), REAL, b"n" * 32)
        with pytest.raises(WrongMoment, match="重新登录"), transaction():
            passkeys.add(clerk, sent, REAL, name="手机", digest=digest, secret_key=KEY)
        page = client.get("/me").text
        assert "data-passkey" not in page
        assert "退出，重新登录" in page
        answer = client.post("/me/passkeys", data={"credential": sent, "name": "我的手机"})
        assert answer.status_code == 409
        assert "登录已超过 10 分钟" in answer.text
    assert db.session.scalars(select(Passkey)).all() == []
