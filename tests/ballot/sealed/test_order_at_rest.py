"""Settings of PostgreSQL and Redis that keep the order of casting are named, with what to do, and no real vote opens."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from sqlalchemy import text

from config import Settings
from tests.ballot.factories import hall, opened
from tests.postgres import PostgresServer
from tests.redis_server import RedisServer
from voting.ballot.order.models import find_ballot
from voting.ballot.sealed import order_at_rest
from voting.ballot.set_up.facts import readiness
from voting.core.db import db
from voting.jobs import be_heard
from voting.people.rules import Place

pytestmark = pytest.mark.database


@pytest.fixture
def server(postgres: PostgresServer | None) -> PostgresServer:
    if postgres is None:
        pytest.skip("SQLite is swept by the program itself")
    return postgres


@contextmanager
def configured(server: PostgresServer, name: str, value: str) -> Iterator[None]:
    """Give a setting of the running server another value for the length of the block."""
    address = server.url("postgres").replace("+psycopg", "")
    with psycopg.connect(address, autocommit=True) as administrator:

        def say(statement: str) -> None:
            administrator.execute(statement.encode())
            administrator.execute(b"SELECT pg_reload_conf()")

        say(f"ALTER SYSTEM SET {name} = {value}")
        try:
            wait_for(name, value)
            yield
        finally:
            say(f"ALTER SYSTEM RESET {name}")


def wait_for(name: str, value: str) -> None:
    """Wait until our own connection has heard of it."""
    until = time.monotonic() + 60
    while str(db.session.scalar(text(f"SHOW {name}"))) != value.strip("'"):
        assert time.monotonic() < until
        db.session.rollback()
        time.sleep(0.05)


def found() -> dict[str, str]:
    db.session.rollback()
    return {keeper.setting: keeper.mend for keeper in order_at_rest.of_database()}


def test_a_database_as_it_should_be_has_nothing_to_mend(city: Place) -> None:
    assert found() == {}


@pytest.mark.parametrize(
    ("name", "value"),
    [("wal_recycle", "on"), ("log_statement", "'mod'"), ("log_min_duration_statement", "0")],
)
def test_a_setting_that_keeps_the_order_is_named_with_its_cure(
    server: PostgresServer, city: Place, name: str, value: str
) -> None:
    with configured(server, name, value):
        assert list(found()) == [name]
        assert f"ALTER SYSTEM SET {name} = " in found()[name]


def test_a_slot_and_a_role_that_may_not_let_the_files_go_are_named(
    server: PostgresServer, city: Place
) -> None:
    make = "SELECT pg_create_physical_replication_slot('planted')"
    db.session.execute(text(make))
    db.session.commit()
    try:
        assert list(found()) == ["replication slots"]
    finally:
        db.session.execute(text("SELECT pg_drop_replication_slot('planted')"))
        db.session.commit()
    db.session.execute(text("CREATE ROLE weak"))
    db.session.execute(text("SET LOCAL ROLE weak"))
    weak = {keeper.setting for keeper in order_at_rest.of_database()}
    assert weak == {"may CHECKPOINT", "may pg_switch_wal"}
    db.session.rollback()


def test_no_real_vote_opens_on_a_database_that_keeps_the_order(
    app: Flask, server: PostgresServer, city: Place, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = hall(city, 1)
    opened(made)
    with configured(server, "wal_recycle", "on"):
        assert not readiness(find_ballot(made.uuid)).order_kept  # a demonstration
        served = replace(app.extensions["settings"], demonstration=False)
        monkeypatch.setitem(app.extensions, "settings", served)
        assert readiness(find_ballot(made.uuid)).order_kept


def test_redis_that_writes_to_a_disk_is_named(tmp_path: Path) -> None:
    with RedisServer(tmp_path, writes_down=True) as redis:
        keeps = {keeper.setting: str(keeper) for keeper in order_at_rest.of_redis(redis.url)}
    assert set(keeps) == {"appendonly", "save"}
    assert "CONFIG SET appendonly no" in keeps["appendonly"]
    assert 'CONFIG SET save ""' in keeps["save"]


def test_redis_that_writes_nothing_or_is_away_or_absent_is_let_be(tmp_path: Path) -> None:
    with RedisServer(tmp_path) as redis:
        assert order_at_rest.of_redis(redis.url) == ()
    assert order_at_rest.of_redis(redis.url) == order_at_rest.of_redis(None) == ()


def test_the_doctor_says_what_to_mend(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = app.test_cli_runner().invoke
    be_heard("server")
    well = run(args=["doctor"])
    assert (well.exit_code, "as a secret ballot needs them" in well.output) == (0, True), well.output
    with RedisServer(tmp_path, writes_down=True) as redis:
        shared = replace(app.extensions["settings"], redis_url=redis.url)
        monkeypatch.setitem(app.extensions, "settings", shared)
        ill = run(args=["doctor"])
    assert ill.exit_code == 1
    assert "Redis keeps the order of casting: appendonly is 'yes'; do: CONFIG SET appendonly no" in ill.output
