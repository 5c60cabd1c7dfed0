"""Fixtures for all tests: one program; each test gets a database file of its own, copied from an empty one.

Nothing is rolled back behind the program's back: what it commits is committed, on SQLite by default and on
a PostgreSQL server of our own with `--database postgresql` (the data layer and the loop run on both).

The program is imported where it is needed and not before: a pure test answers without it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

# No test rests on timing: a busy machine is no fault of the program.
hypothesis_settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("suite")

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from playwright.sync_api import Browser

    from config import Settings
    from tests.postgres import PostgresServer
    from voting.people.rules import Place

FEW = 800


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.addoption(
        "--fuzz", type=int, default=FEW, help="how many requests the fuzz of all addresses sends"
    )


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    from config import Settings

    folder = tmp_path_factory.mktemp("service")
    return Settings(
        secret_key="x" * 32,
        database_url=f"sqlite:///{folder / 'service.db'}",
        data=folder / "data",
        demonstration=True,
        behind_tls=False,
        testing=True,
        argon2_memory_kib=64,
        verifiers=1,
    )


@pytest.fixture(scope="session")
def postgres(request: pytest.FixtureRequest) -> Iterator[PostgresServer | None]:
    if request.config.getoption("--database") == "sqlite":
        yield None
        return
    from tests.postgres import PostgresServer

    with PostgresServer() as server:
        yield server


@pytest.fixture(scope="session")
def app(settings: Settings, postgres: PostgresServer | None) -> Iterator[Flask]:
    """The program, and beside its database an empty one to copy from."""
    from voting.app import create_app
    from voting.core.db import Table, db

    if postgres is not None:
        import dataclasses

        settings = dataclasses.replace(settings, database_url=postgres.url("service"))
        postgres.create("service")
    app = create_app(settings)
    with app.app_context():
        Table.metadata.create_all(db.engine)
        db.engine.dispose()
    yield app
    app.extensions["verifiers"].stop()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def empty(app: Flask, settings: Settings, postgres: PostgresServer | None) -> Path | None:
    """The empty database to copy from (a file on SQLite)."""
    if postgres is not None:
        postgres.copy("service", "empty")
        return None
    from voting.core.db import db

    file = Path(settings.database_url.removeprefix("sqlite:///"))
    with app.app_context(), db.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    with app.app_context():
        db.engine.dispose()
    shutil.copy(file, file.with_suffix(".empty"))
    return file


@pytest.fixture(autouse=True)
def fresh(request: pytest.FixtureRequest) -> Iterator[None]:
    """Put the test inside an app context with an empty database of its own; a pure test builds neither."""
    if "pure" in request.keywords:
        yield
        return
    app: Flask = request.getfixturevalue("app")
    empty: Path | None = request.getfixturevalue("empty")
    postgres: PostgresServer | None = request.getfixturevalue("postgres")
    if postgres is not None:
        postgres.copy("empty", "service")
    elif empty is not None:
        for suffix in ("-wal", "-shm"):
            empty.with_name(empty.name + suffix).unlink(missing_ok=True)
        empty.unlink(missing_ok=True)  # a new file: a thread of the test before may still hold the old one
        shutil.copy(empty.with_suffix(".empty"), empty)
    from voting.core.db import db

    with app.app_context():
        yield
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    from tests.caller import Browser

    app.test_client_class = Browser
    return app.test_client()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium without a window, one for the tests of a file."""
    from tests.browser import chromium

    with chromium() as started:
        yield started


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Where the program is served to browsers."""
    from tests.js.live import running

    with running(app) as url:
        yield url
    app.extensions["verifiers"].stop()


@pytest.fixture
def city() -> Place:
    from tests.factories import place
    from voting.people.rules import Level

    return place(code="140900", name="忻州市", level=Level.CITY)


@pytest.fixture
def county(city: Place) -> Place:
    from tests.factories import place
    from voting.people.rules import Level

    return place(code="140921", name="定襄县", level=Level.COUNTY, under=city)


@pytest.fixture
def township(county: Place) -> Place:
    from tests.factories import place
    from voting.people.rules import Level

    return place(code="140921100", name="晋昌镇", level=Level.TOWNSHIP, under=county)


def rows(statement: str) -> list[tuple[object, ...]]:
    """Return what a plain SQL statement finds; for tests that look past the models."""
    from sqlalchemy import text

    from voting.core.db import db

    return [tuple(row) for row in db.session.execute(text(statement))]
