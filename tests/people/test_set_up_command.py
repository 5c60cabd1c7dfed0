"""flask set-up: a fresh program has all congresses and one administrator, who opens the accounts of the staff."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from voting.congress.place.divisions import FILE
from voting.congress.place.models import Jurisdiction
from voting.core.db import db
from voting.people.models import Account, Grant
from voting.people.rules import Role

pytestmark = pytest.mark.database
PLACES = len(FILE.read_text(encoding="utf-8").splitlines()) - 1


def test_a_fresh_program_is_set_up_and_its_administrator_opens_the_staffs_account(
    app: Flask, client: FlaskClient
) -> None:
    run = app.test_cli_runner().invoke
    done = run(args=["set-up", "140900"])
    assert done.exit_code == 0, done.output
    found = re.search(r"忻州市: sign in as admin with (\S+)", done.output)
    assert found is not None
    assert db.session.scalar(select(func.count()).select_from(Jurisdiction)) == PLACES
    signed = client.post("/sign-in", data={"login": "admin", "password": found[1]})
    assert (signed.status_code, signed.location) == (303, "/todo")
    own = {"old": found[1], "new": "an-own-pass-phrase-1", "again": "an-own-pass-phrase-1"}
    changed = client.post("/account/secret", data=own)
    assert (changed.status_code, changed.location) == (303, "/todo")
    new = {"login": "clerk", "name": "工作人员", "roles": ["staff", "secretariat"]}
    opened = client.post("/j/140900/accounts/", data=new)
    assert (opened.status_code, "只显示这一次" in opened.text) == (200, True)
    db.session.rollback()
    clerk = db.session.scalars(select(Account).where(Account.login == "clerk")).one()
    grants = select(Grant.role).where(Grant.account_id == clerk.id)
    assert set(db.session.scalars(grants)) == {Role.STAFF, Role.SECRETARIAT}


def test_setting_up_again_needs_another_login_and_changes_nothing_else(app: Flask) -> None:
    run = app.test_cli_runner().invoke
    assert run(args=["set-up", "140900"]).exit_code == 0
    again = run(args=["set-up", "140900"])
    assert (again.exit_code, "已经有人使用" in again.output) == (1, True)
    assert run(args=["set-up", "140921", "--login", "second"]).exit_code == 0
    assert run(args=["set-up", "999999", "--login", "third"]).exit_code == 1
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Account)) == 2
    assert db.session.scalar(select(func.count()).select_from(Jurisdiction)) == PLACES
