"""What an office filled in once for all proclamations of a meeting before 0018 is the first one's since, and only its own."""

from __future__ import annotations

from pathlib import Path

from flask_migrate import downgrade
from sqlalchemy import Engine, MetaData, create_engine, select

from config import Settings
from tests.architecture.test_migrations import FOLDER, ROWS, filled, migrated, program
from tests.migrations.test_confirmation import BOX, OTHER, run
from tests.postgres import PostgresServer
from voting.core.db import db

BLANK = {"copies_to": "", "issued_by": "", "issued_on": None, "text": "", "jurisdiction_id": 1}


def kept(paper: str, of: int, number: str) -> dict[str, object]:
    return {"paper": paper, "of": of, "number": number, **BLANK}


def put(engine: Engine, rows: list[tuple[str, dict[str, object]]]) -> None:
    filled(engine, rows)
    engine.dispose()


def numbers(engine: Engine) -> set[tuple[str, int, int, str]]:
    meta = MetaData()
    meta.reflect(engine, only=["kept_paper"])
    table = meta.tables["kept_paper"]
    asked = select(table.c.paper, table.c.of, table.c.nth, table.c.number)
    with engine.connect() as connection:
        found = {(row.paper, row.of, row.nth, row.number) for row in connection.execute(asked)}
    engine.dispose()
    return found


def moved(settings: Settings, url: str) -> None:
    counts = [("tally_run", run(BOX) | {"number": 4}), ("tally_run", run(OTHER) | {"number": 3})]
    put(migrated(settings, url, "0009"), [*ROWS, *counts])
    papers = [kept("proclamation", 1, "忻人发〔2026〕3号"), kept("agenda", 1, "忻人发〔2026〕1号")]
    put(migrated(settings, url, "0016"), [("kept_paper", row) for row in papers])
    after = migrated(settings, url)
    expected = {("proclamation", 1, 3, "忻人发〔2026〕3号"), ("agenda", 1, 1, "忻人发〔2026〕1号")}
    assert numbers(after) == expected
    fourth = kept("proclamation", 1, "忻人发〔2026〕4号") | {"nth": 4}
    put(create_engine(url), [("kept_paper", fourth)])
    with program(settings, url).app_context():
        downgrade(directory=str(FOLDER), revision="0016")
        db.engine.dispose()
    assert numbers(migrated(settings, url)) == expected


def test_on_sqlite(settings: Settings, tmp_path: Path) -> None:
    moved(settings, f"sqlite:///{tmp_path / 'before.db'}")


def test_on_postgresql(settings: Settings) -> None:
    with PostgresServer() as server:
        server.create("before")
        moved(settings, server.url("before"))
