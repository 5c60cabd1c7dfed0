"""A lost authenticator: one asks, another confirms; a reset of the password leaves it."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.caller import Browser
from tests.factories import account, sign_in
from tests.people.test_second_factor import bound, signs_in
from voting.audit.models import Entry
from voting.core.db import db
from voting.people.models import Account, RecoveryCode
from voting.people.rules import Actor, Place, Role

BASE = "/j/140900/congress/factor-resets"


@pytest.fixture(autouse=True)
def as_in_service(app: Flask) -> None:
    """Every request of every client here stands alone."""
    app.test_client_class = Browser


@pytest.fixture
def lost(app: Flask, city: Place) -> Actor:
    """Somebody of the office whose telephone is gone."""
    clerk = account(city, Role.STAFF, login="clerk")
    bound(sign_in(app.test_client(), clerk))
    return clerk


def as_one(app: Flask, at: Place, *roles: Role) -> FlaskClient:
    return sign_in(app.test_client(), account(at, *roles))


def has_factor(actor: Actor) -> bool:
    db.session.expire_all()
    return db.session.get_one(Account, actor.account_id).totp is not None


def test_two_persons_unbind_it_and_its_codes_and_sessions_end(app: Flask, city: Place, lost: Actor) -> None:
    asker, second = as_one(app, city, Role.STAFF), as_one(app, city, Role.CHAIR)
    owing = sign_in(app.test_client(), lost)
    assert "发起解绑" in asker.get(BASE).text
    assert asker.post(f"{BASE}/of/{lost.account_id}").status_code == 303
    assert has_factor(lost)
    assert "等另一人确认" in asker.get(BASE).text
    assert asker.post(f"{BASE}/1/confirm").status_code == 403
    assert second.post(f"{BASE}/1/confirm").status_code == 303
    assert not has_factor(lost)
    assert db.session.query(RecoveryCode).count() == 0
    assert owing.get("/account/code").status_code == 303
    assert signs_in(app).get("/me").status_code == 200
    told = db.session.scalars(
        select(Entry.event).where(Entry.event.startswith("congress:factor_reset"))
    ).all()
    assert told == ["congress:factor_reset:asked", "congress:factor_reset:confirmed"]


def test_neither_the_owner_nor_a_wrong_role_confirms(
    app: Flask, city: Place, lost: Actor, county: Place
) -> None:
    asker = as_one(app, city, Role.STAFF)
    assert asker.post(f"{BASE}/of/{lost.account_id}").status_code == 303
    assert as_one(app, city, Role.TELLER).post(f"{BASE}/1/confirm").status_code == 403
    assert as_one(app, county, Role.STAFF).post(f"{BASE}/1/confirm").status_code == 404
    row = db.session.get_one(Account, lost.account_id)
    totp, row.totp = row.totp, None
    db.session.commit()
    own = sign_in(app.test_client(), lost)  # as if his session had given the code
    row = db.session.get_one(Account, lost.account_id)
    assert own.post(f"{BASE}/1/confirm").status_code == 403
    assert totp


def test_an_account_that_reaches_down_is_asked_for_by_an_administrator_alone(app: Flask, city: Place) -> None:
    overseer = account(city, Role.OVERSIGHT, login="clerk")
    bound(sign_in(app.test_client(), overseer))
    assert as_one(app, city, Role.STAFF).post(f"{BASE}/of/{overseer.account_id}").status_code == 403
    assert as_one(app, city, Role.PLATFORM_ADMIN).post(f"{BASE}/of/{overseer.account_id}").status_code == 303


def test_it_is_asked_once_and_only_where_one_is_bound(app: Flask, city: Place, lost: Actor) -> None:
    asker = as_one(app, city, Role.STAFF)
    assert asker.post(f"{BASE}/of/{account(city, Role.UNIT).account_id}").status_code == 409
    assert asker.post(f"{BASE}/of/{lost.account_id}").status_code == 303
    assert asker.post(f"{BASE}/of/{lost.account_id}").status_code == 409
    assert asker.post(f"{BASE}/1/withdraw").status_code == 303
    assert as_one(app, city, Role.CHAIR).post(f"{BASE}/1/confirm").status_code == 409
    assert has_factor(lost)


def test_a_new_first_password_by_one_person_leaves_it(app: Flask, city: Place, lost: Actor) -> None:
    staff = as_one(app, city, Role.STAFF)
    assert staff.post(f"/j/{city.code}/accounts/{lost.account_id}/reset").status_code == 200
    assert has_factor(lost)
    assert db.session.query(RecoveryCode).count() == 10


def test_the_operator_unbinds_where_nobody_else_can(app: Flask, lost: Actor) -> None:
    run = app.test_cli_runner()
    assert isinstance(run, CliRunner)
    assert run.invoke(args=["unbind-factor", "nobody"]).exit_code == 1
    assert run.invoke(args=["unbind-factor", "clerk"]).exit_code == 0
    assert not has_factor(lost)
    assert run.invoke(args=["unbind-factor", "clerk"]).exit_code == 1
