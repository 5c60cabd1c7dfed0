"""What today's deeds make due, end to end: pictures that lapse, ballots to sweep, sessions that ran out, the year's holidays."""

from __future__ import annotations

import ast
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.ballot.factories import open_ballot
from tests.conftest import rows
from tests.factories import account, sign_in, unit
from tests.jobs.factories import days, row
from tests.uploads.test_views import sent
from voting.ballot.close import actions as close_actions
from voting.ballot.sealed import box, keys
from voting.core.clock import now
from voting.core.db import db, transaction
from voting.core.due_models import Due
from voting.core.due_rules import PAUSES, DueState
from voting.jobs import JOBS, owe_what_stands, work_off
from voting.people.actions import start_session
from voting.people.models import SignedIn
from voting.people.rules import Place, Role
from voting.people.sessions import SIGNED_IN_FOR
from voting.uploads.rules import LAPSE, LIFE

VOTING = Path(__file__).parents[2] / "voting"


def test_a_picture_lapses_after_its_day_though_no_other_one_comes(
    app: Flask, client: FlaskClient, city: Place
) -> None:
    sign_in(client, account(city, Role.UNIT, unit=unit(city)))
    kept, dropped = sent(client, "report:1:7"), sent(client, "report:1:7")
    client.delete(f"/j/140900/uploads/{dropped}")
    assert rows("SELECT count(*) FROM pending_upload") == [(1,)]
    assert row(dropped, LAPSE).state is DueState.CANCELLED
    assert row(kept, LAPSE).jurisdiction_id == city.id
    assert work_off(app) == 0
    with time_machine.travel(now() + LIFE + timedelta(seconds=1), tick=False):
        assert work_off(app) == 1
    db.session.rollback()
    assert rows("SELECT count(*) FROM pending_upload") == [(0,)]


def test_a_sweep_that_was_prevented_is_made_up_for_without_a_new_start(
    app: Flask, city: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = open_ballot(city)
    uuid = made.uuid

    def full(*_tables: str) -> None:
        raise box.PagesLeft("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(box, "sweep_pages", full)
        close_actions.close_for_good(made.secretary, uuid)
        assert keys.unswept() == [uuid]
        with time_machine.travel(now() + PAUSES[0], tick=False):
            assert work_off(app) == 0
    assert "数据库的页面还没有重写" in row(uuid, close_actions.SWEEP).failure
    db.session.rollback()
    with time_machine.travel(now() + days(1), tick=False):
        assert work_off(app) == 1
    assert keys.unswept() == []


def test_sessions_that_ran_out_go_though_nobody_signs_in(app: Flask, city: Place) -> None:
    who = account(city, Role.STAFF)
    assert who.account_id is not None
    with transaction():
        start_session(who.account_id)
    with time_machine.travel(now() + SIGNED_IN_FOR + timedelta(seconds=1), tick=False):
        owe_what_stands()
        work_off(app)
    db.session.rollback()
    assert db.session.scalars(select(SignedIn)).all() == []


def test_the_rows_hold_keys_and_nothing_of_what_people_wrote(app: Flask, city: Place) -> None:
    assert {column.name for column in Due.__table__.columns} == {
        "id", "kind", "key", "jurisdiction_id", "due_at", "owed_at", "state", "tries", "next_try_at", "failure", "settled_at",
    }  # fmt: skip


@pytest.mark.pure
def test_whatever_a_room_owes_stands_in_the_table_of_jobs() -> None:
    owed = []
    for path in VOTING.rglob("*.py"):
        if path.parent == VOTING:
            continue
        name = ".".join(("voting", *path.relative_to(VOTING).with_suffix("").parts))
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"owe", "cancel"}:
                assert isinstance(node.args[0], ast.Name), f"{name}: a kind is a constant of its room"
                owed.append(getattr(import_module(name), node.args[0].id))
    assert len(owed) >= 3
    assert set(owed) <= set(JOBS)
