"""The second factor: recovery codes, and of whom an authenticator is demanded."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from config import MissingSetting, Settings
from tests.caller import Browser
from tests.factories import PASSWORD, PIN, account, actor_of, deputies, sign_in
from tests.people.test_views import FACTOR, code_now, with_factor
from voting.app import create_app
from voting.audit.models import Entry
from voting.core.db import db, transaction
from voting.core.errors import RuleBroken
from voting.core.sealed import key_name
from voting.people import secrets
from voting.people.models import Account, Grant, RecoveryCode
from voting.people.rules import Place, Role


@pytest.fixture(autouse=True)
def as_in_service(app: Flask) -> None:
    """Every request of every client here stands alone."""
    app.test_client_class = Browser


def codes_in(text: str) -> list[str]:
    return re.findall(r"<li>([A-Z2-9]{5}-[A-Z2-9]{5})</li>", text)


def bound(client: FlaskClient) -> list[str]:
    """Bind an authenticator by the page; returns the recovery codes that its answer shows."""
    answer = client.post("/account/factor", data={"factor": FACTOR, "code": code_now()})
    assert answer.status_code == 200
    return codes_in(answer.text)


def signs_in(app: Flask) -> FlaskClient:
    client = app.test_client()
    assert client.post("/sign-in", data={"login": "clerk", "password": PASSWORD}).status_code == 303
    return client


def test_binding_shows_ten_codes_once_and_keeps_only_their_hashes(client: FlaskClient, city: Place) -> None:
    sign_in(client, account(city, Role.STAFF, login="clerk"))
    codes = bound(client)
    assert len(set(codes)) == 10
    kept = db.session.scalars(select(RecoveryCode.code_sha256)).all()
    assert len(kept) == 10
    assert not {code.replace("-", "") for code in codes} & set(kept)
    assert not codes_in(client.get("/me").text)
    assert "还有 10 个备用码" in client.get("/me").text


@pytest.mark.parametrize(
    "typed", [str, str.lower, lambda code: code.replace("-", " "), lambda code: f" {code} "]
)
def test_a_recovery_code_stands_in_for_the_authenticator_once(app: Flask, city: Place, typed) -> None:  # type: ignore[no-untyped-def]  # a way of typing
    code = bound(sign_in(app.test_client(), account(city, Role.STAFF, login="clerk")))[0]
    first = signs_in(app)
    assert first.get("/me").status_code == 303
    assert first.post("/account/code", data={"code": typed(code)}).status_code == 303
    assert first.get("/me").status_code == 200
    lines = db.session.scalars(select(Entry).where(Entry.event == "people:account:recovery_code_used")).all()
    assert [line.facts["left"] for line in lines] == [9]
    assert signs_in(app).post("/account/code", data={"code": typed(code)}).status_code == 422


def test_a_recovery_code_holds_where_the_programs_key_has_changed(app: Flask, city: Place) -> None:
    code = bound(sign_in(app.test_client(), account(city, Role.STAFF, login="clerk")))[0]
    with transaction():
        row = db.session.scalars(select(Account).where(Account.login == "clerk")).one()
        row.totp = secrets.seal_totp(base64.b32decode(FACTOR), "y" * 32)
    client = signs_in(app)
    assert client.post("/account/code", data={"code": code_now()}).status_code == 422
    assert client.post("/account/code", data={"code": code}).status_code == 303
    assert client.get("/me").status_code == 200


def test_codes_made_anew_end_those_of_before(app: Flask, city: Place) -> None:
    client = sign_in(app.test_client(), account(city, Role.STAFF, login="clerk"))
    old = bound(client)
    new = codes_in(client.post("/me/recovery-codes").text)
    assert len(new) == 10
    assert not set(new) & set(old)
    assert signs_in(app).post("/account/code", data={"code": old[0]}).status_code == 422
    assert signs_in(app).post("/account/code", data={"code": new[0]}).status_code == 303


def test_wrong_recovery_codes_are_counted_and_lock(app: Flask, city: Place) -> None:
    code = bound(sign_in(app.test_client(), account(city, Role.STAFF, login="clerk")))[0]
    client = signs_in(app)
    for _ in range(5):
        assert client.post("/account/code", data={"code": "AAAAA-AAAAA"}).status_code == 422
    assert client.post("/account/code", data={"code": code}).status_code == 429


def test_another_accounts_codes_do_not_hold(app: Flask, city: Place) -> None:
    theirs = bound(sign_in(app.test_client(), account(city, Role.STAFF, login="other")))[0]
    bound(sign_in(app.test_client(), account(city, Role.STAFF, login="clerk")))
    assert signs_in(app).post("/account/code", data={"code": theirs}).status_code == 422


def test_codes_are_not_made_without_an_authenticator_or_its_code(app: Flask, city: Place) -> None:
    without = sign_in(app.test_client(), account(city, Role.STAFF))
    assert without.post("/me/recovery-codes").status_code == 422
    owing = sign_in(app.test_client(), with_factor(city))
    assert owing.post("/me/recovery-codes").status_code == 303
    assert db.session.query(RecoveryCode).count() == 0


def test_what_is_kept_names_its_key_and_opens_with_no_other(client: FlaskClient, city: Place) -> None:
    sign_in(client, account(city, Role.STAFF, login="clerk"))
    bound(client)
    key = client.application.extensions["settings"].secret_key
    kept = db.session.scalars(select(Account.totp)).one()
    assert kept is not None
    assert kept.startswith(f"{key_name(secrets.FACTOR, key)}.")
    assert secrets.open_totp(kept, key) == base64.b32decode(FACTOR)
    assert secrets.open_totp(kept.partition(".")[2], key) == base64.b32decode(
        FACTOR
    )  # sealed before keys had names
    before = hashlib.sha256(b"name of a key|" + key.encode()).hexdigest()[:8]
    assert secrets.open_totp(f"{before}:{kept.partition('.')[2]}", key) == base64.b32decode(FACTOR)
    with pytest.raises(RuleBroken, match="重新绑定"):
        secrets.open_totp(f"00000000.{kept.partition('.')[2]}", key)
    with pytest.raises(RuleBroken, match="重新绑定"):
        secrets.open_totp(kept, "y" * 32)


@pytest.fixture
def demanding(app: Flask) -> Iterator[Flask]:
    """The program where an authenticator is demanded of the congress office."""
    before: Settings = app.extensions["settings"]
    app.extensions["settings"] = replace(before, second_factor=frozenset({"staff"}))
    yield app
    app.extensions["settings"] = before


def test_of_whom_it_is_demanded_nothing_opens_before_it_is_bound(demanding: Flask, city: Place) -> None:
    account(city, Role.STAFF, Role.UNIT, login="clerk")
    client = signs_in(demanding)
    for path in ("/me", f"/j/{city.code}/accounts/", f"/j/{city.code}/screening/merge", "/account/secret"):
        answer = client.get(path, follow_redirects=True)
        assert answer.request.path == "/account/factor", path
    assert client.post(f"/j/{city.code}/accounts/", data={"login": "made"}).status_code in {303, 401}
    assert db.session.scalars(select(Account.login)).all() == ["clerk"]
    assert len(bound(client)) == 10
    assert client.get(f"/j/{city.code}/accounts/").status_code == 200


def test_others_are_not_asked_and_a_deputy_never_is(demanding: Flask, city: Place) -> None:
    row = deputies(city, 1)[0]
    assert sign_in(demanding.test_client(), account(city, Role.UNIT)).get("/me").status_code == 200
    account_id = actor_of(row).account_id
    assert account_id is not None
    with transaction():  # whatever else his account may do
        db.session.add(Grant(account_id=account_id, role=Role.STAFF))
    client = demanding.test_client()
    client.post(f"/j/{city.code}/deputy/sign-in", data={"number": row.number, "pin": PIN})
    assert client.get("/account").status_code == 200
    assert sign_in(demanding.test_client(), actor_of(row), home=True).get("/me").status_code == 200


@pytest.mark.parametrize("named", ["nobody", "deputy"])
def test_what_is_no_role_of_an_office_stops_the_program(settings: Settings, named: str) -> None:
    with pytest.raises(MissingSetting, match=named):
        create_app(replace(settings, second_factor=frozenset({named})))


def test_the_setting_is_read_as_people_write_it() -> None:
    env = {
        "SECRET_KEY": "x" * 32,
        "DATABASE_URL": "sqlite://",
        "DATA": "/tmp",
        "SECOND_FACTOR": "staff, platform_admin",
    }
    assert Settings.from_env(env).second_factor == {"staff", "platform_admin"}
