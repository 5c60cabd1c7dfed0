"""Fixtures for all tests: one program; each test gets a database file of its own, copied from an empty one.

Nothing is rolled back behind the program's back: what it commits is committed, on SQLite by default and on
a PostgreSQL server of our own with `--database postgresql` (the data layer and the loop run on both).

The program is imported where it is needed and not before: a pure test answers without it.
"""

from __future__ import annotations

import gc
import shutil
import sys
from collections.abc import Generator, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from sqlite3 import Connection as SqliteConnection

    from flask import Flask
    from flask.testing import FlaskClient
    from playwright.sync_api import Browser, Playwright
    from sqlalchemy import Engine

    from config import Settings
    from tests.postgres import PostgresServer
    from voting.people.rules import Place

FEW = 270
"""Requests of the fuzz in the suite; `make fuzz` sends 20,000, and plays more sittings in the same measure."""
PATIENCE = 60_000
"""Milliseconds that a test waits for what a page is to show: no test says how fast the machine is."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.addoption(
        "--fuzz", type=int, default=FEW, help="how many requests the fuzz of all addresses sends"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Let Hypothesis not load itself for its part of the summary, where no test used it: it takes longer than they."""
    plugins = session.config.pluginmanager
    if "hypothesis" not in sys.modules and not plugins.has_plugin("dsession"):
        plugins.unregister(name="hypothesispytest")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is loaded here stays to the end: nobody looks through it again and again for what could go."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def rank(item: pytest.Item) -> int:
    """Tell how early a test comes: what takes long first, pure tests last."""
    if "slow" in item.keywords:
        return 0
    if "browser" in getattr(item, "fixturenames", ()):
        return 1
    return 3 if "pure" in item.keywords else 2


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files of long tests: each file goes to one worker, and none may be left while others have nothing to do."""
    first: dict[Path, int] = {}
    for item in items:
        first[item.path] = min(first.get(item.path, 3), rank(item))
    items.sort(key=lambda item: first[item.path])


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
        if postgres is None:
            for engine in db.engines.values():
                do_not_wait_for_the_disk(engine)
        Table.metadata.create_all(db.engine)
        db.engine.dispose()
    yield app
    app.extensions["verifiers"].stop()
    with app.app_context():
        db.engine.dispose()


def do_not_wait_for_the_disk(engine: Engine) -> None:
    """Leave to the system when it writes to the disk: what a test proves outlives a process, not a cut of the power."""
    from sqlalchemy import event

    @event.listens_for(engine, "connect")
    def _connect(connection: SqliteConnection, _record: object) -> None:
        connection.execute("PRAGMA synchronous=OFF")


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


@cache
def schema_of_empty(postgres: PostgresServer) -> str:
    """The schema of the database that is copied, which nobody changes."""
    with postgres.rows("empty") as made:
        return made.schema()


def empty_again(postgres: PostgresServer) -> None:
    """Take every row away; make the database anew where the test before changed its tables."""
    from tests.postgres import Held

    with postgres.rows("service") as used:
        used.alone()
        changed = schema_of_empty(postgres) != used.schema()
        if not changed:
            used.put(Held())
    if changed:
        postgres.copy("empty", "service")


@pytest.fixture(autouse=True)
def fresh(request: pytest.FixtureRequest) -> Iterator[None]:
    """Put the test inside an app context with an empty database and no keys; a pure test builds neither."""
    if "pure" in request.keywords:
        yield
        return
    app: Flask = request.getfixturevalue("app")
    empty: Path | None = request.getfixturevalue("empty")
    postgres: PostgresServer | None = request.getfixturevalue("postgres")
    if postgres is not None:
        empty_again(postgres)
    elif empty is not None:
        for suffix in ("-wal", "-shm"):
            empty.with_name(empty.name + suffix).unlink(missing_ok=True)
        empty.unlink(missing_ok=True)  # a new file: a thread of the test before may still hold the old one
        shutil.copy(empty.with_suffix(".empty"), empty)
    settings: Settings = request.getfixturevalue("settings")
    shutil.rmtree(settings.data / "keys", ignore_errors=True)
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


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    """What drives browsers: one for all tests, for it runs once in a thread."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(driver: Playwright) -> Iterator[Browser]:
    from tests.browser import launched

    started = launched(driver)
    yield started
    started.close()


@pytest.fixture
def browser(chromium: Browser) -> Iterator[Browser]:
    """The browser that all tests share: whatever a test opened in it is gone when the test ends."""
    yield chromium
    for context in chromium.contexts:
        context.close()


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Where the program is served to browsers."""
    from tests.js.live import running

    with running(app) as url:
        yield url


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
