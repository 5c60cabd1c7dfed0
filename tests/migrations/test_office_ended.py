"""Deputies who had left office before 0016 keep no login; who is in office keeps his, and his session."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import MetaData, select

from config import Settings
from tests.architecture.test_migrations import ROWS, migrated
from tests.migrations.test_confirmation import account, deputy
from tests.postgres import PostgresServer


def ended(settings: Settings, url: str) -> None:
    before = migrated(settings, url, "0009")
    meta = MetaData()
    meta.reflect(before)
    team = {"id": 1, "jurisdiction_id": 1, "term_id": 1, "name": "第一代表团", "ordinal": 1}
    until = datetime(2030, 1, 1)
    rows = (
        *ROWS,
        ("delegation", team),
        ("deputy", deputy(1)),
        ("deputy", deputy(2) | {"in_office": False}),
        *(("account", account(n) | {"deputy_id": n}) for n in (1, 2)),
        ("account", account(3)),
        *(("signed_in", {"token_sha256": str(n), "account_id": n, "expires_at": until, "second_factor": False}) for n in (1, 2, 3)),
    )  # fmt: skip
    with before.begin() as connection:
        for name, row in rows:
            connection.execute(meta.tables[name].insert().values(**row))
    before.dispose()
    after = migrated(settings, url)
    meta = MetaData()
    meta.reflect(after)
    accounts, sessions = meta.tables["account"], meta.tables["signed_in"]
    with after.connect() as connection:
        closed = {row.id: row.closed for row in connection.execute(select(accounts.c.id, accounts.c.closed))}
        kept = set(connection.scalars(select(sessions.c.account_id)))
    assert closed == {1: False, 2: True, 3: False}
    assert kept == {1, 3}
    after.dispose()


def test_on_sqlite(settings: Settings, tmp_path: Path) -> None:
    ended(settings, f"sqlite:///{tmp_path / 'before.db'}")


def test_on_postgresql(settings: Settings) -> None:
    with PostgresServer() as server:
        server.create("before")
        ended(settings, server.url("before"))
