"""The migrations build exactly the schema that the models describe, on both databases."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import Engine, MetaData, create_engine, event, inspect, text
from sqlalchemy.exc import IntegrityError

from config import Settings
from tests.postgres import PostgresServer
from voting.app import create_app
from voting.core.db import Table, db

FOLDER = Path(__file__).parents[2] / "migrations"


def shape(engine: Engine) -> dict[str, dict[str, Any]]:
    """Everything of a schema that matters, table by table."""
    look = inspect(engine)
    return {
        table: {
            "columns": {c["name"]: (str(c["type"]), c["nullable"]) for c in look.get_columns(table)},
            "primary": sorted(look.get_pk_constraint(table)["constrained_columns"]),
            "foreign": sorted(
                (tuple(k["constrained_columns"]), k["referred_table"]) for k in look.get_foreign_keys(table)
            ),
            "unique": sorted(tuple(sorted(u["column_names"])) for u in look.get_unique_constraints(table)),
            "checks": sorted(
                (str(c["name"]), squeezed(c["sqltext"])) for c in look.get_check_constraints(table)
            ),
            "indexes": sorted(str(i["name"]) for i in look.get_indexes(table)),
        }
        for table in look.get_table_names()
        if table != "alembic_version"
    }


def squeezed(sql: str) -> str:
    return re.sub(r"\s+", " ", sql).strip()


def without_rowid(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'")).all()
    return {name for name, sql in rows if "WITHOUT ROWID" in (sql or "").upper()}


@lru_cache(maxsize=1)
def program(settings: Settings, url: str) -> Flask:
    """The program on one database, for all the steps of its way: making the program costs as much as many a step."""
    return create_app(dataclasses.replace(settings, database_url=url))


def migrated(settings: Settings, url: str, to: str = "head") -> Engine:
    with program(settings, url).app_context():
        upgrade(directory=str(FOLDER), revision=to)
        db.engine.dispose()
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA foreign_keys=ON"))
    return engine


def created(url: str) -> Engine:
    engine = create_engine(url)
    Table.metadata.create_all(engine)
    return engine


DAY = date(2026, 1, 8)
BALLOT: dict[str, Any] = {
    "jurisdiction_id": 1,
    "meeting_id": 1,
    "year": 2026,
    "kind": "choose",
    "title": "票决",
    "seats": 2,
    "rules": {},
    "rehearsal": False,
    "challengeable": False,
    "cards_made": 0,
    "cards_voided": 0,
    "cards_lost": 0,
    "version": 1,
}
ROWS: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        "jurisdiction",
        {
            "id": 1,
            "code": "140900",
            "name": "忻州市",
            "kind": "市",
            "level": "city",
            "has_congress": True,
            "path": "/1/",
        },
    ),
    ("term", {"id": 1, "jurisdiction_id": 1, "number": 5, "starts_on": DAY, "ends_on": DAY}),
    (
        "meeting",
        {
            "id": 1,
            "jurisdiction_id": 1,
            "term_id": 1,
            "year": 2026,
            "number": 6,
            "title": "会议",
            "opens_on": DAY,
            "body": "congress",
            "state": "quorum_confirmed",
            "rehearsal": False,
            "version": 1,
        },
    ),
    ("ballot", {"uuid": "1ooMockBa11otA", "state": "ready", "issuing_key": b"wrapped", **BALLOT}),
    ("ballot", {"uuid": "1ooMockBa11otB", "state": "draft", "parent_uuid": "1ooMockBa11otA", **BALLOT}),
    (
        "ballot_line",
        {
            "ballot_uuid": "1ooMockBa11otA",
            "ordinal": 1,
            "jurisdiction_id": 1,
            "project_id": 1,
            "title": "项目",
            "summary": "",
            "text_sha256": "",
        },
    ),
)


def filled(engine: Engine, rows: list[tuple[str, dict[str, Any]]]) -> None:
    """Put rows into a database of whatever revision."""
    meta = MetaData()
    meta.reflect(engine, only=sorted({name for name, _ in rows}))
    with engine.begin() as connection:
        for name, row in rows:
            connection.execute(meta.tables[name].insert().values(**row))


def expect_kept(engine: Engine) -> None:
    """A ballot of before stands as it was, its lines still belong to it, and it can be withdrawn now."""
    with engine.begin() as connection:
        assert connection.execute(text("SELECT uuid, state, title FROM ballot ORDER BY uuid")).all() == [
            ("1ooMockBa11otA", "ready", "票决"),
            ("1ooMockBa11otB", "draft", "票决"),
        ]
        assert connection.execute(text("SELECT ballot_uuid FROM ballot_line")).all() == [("1ooMockBa11otA",)]
        connection.execute(
            text(
                "UPDATE ballot SET state = 'withdrawn', successor_uuid = '1ooMockBa11otB' "
                "WHERE uuid = '1ooMockBa11otA'"
            )
        )
    for wrong in ("state = 'elsewhere'", "successor_uuid = NULL", "successor_uuid = 'nowhere'"):
        with pytest.raises(IntegrityError), engine.begin() as connection:
            connection.execute(text(f"UPDATE ballot SET {wrong} WHERE uuid = '1ooMockBa11otA'"))
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text("DELETE FROM ballot WHERE uuid = '1ooMockBa11otA'"))


OF_A_TERM_BEFORE = (
    (
        "INSERT INTO jurisdiction (id, code, name, kind, level, has_congress, path)"
        " VALUES (1, '140900', '忻州市', 'city', 'city', true, '1')"
    ),
    "INSERT INTO term (id, jurisdiction_id, number, starts_on, ends_on) VALUES (1, 1, 5, '2022-02-01', '2027-01-31')",
    "INSERT INTO delegation (id, jurisdiction_id, term_id, name, ordinal) VALUES (1, 1, 1, '第一代表团', 1)",
    (
        "INSERT INTO deputy (id, jurisdiction_id, term_id, delegation_id, number, name, initials, in_office,"
        " standing_committee, presidium) VALUES (1, 1, 1, 1, '020', '代表020', 'db', true, false, false)"
    ),
    (
        "INSERT INTO account (id, jurisdiction_id, login, name, secret, must_change, closed, totp_last, failed_tries,"
        " deputy_id) VALUES (1, 1, '140900:020@5', '代表020', 'x', false, true, 0, 0, 1),"
        " (2, 1, 'gone', '离开的人', 'x', false, true, 0, 0, NULL)"
    ),
    (
        "INSERT INTO roster_upload (id, jurisdiction_id, term_id, account_id, stored, file_name, new_delegations,"
        " uploaded_at, settled, version) VALUES (1, 1, 1, 1, 'x', 'x.xlsx', true, '2026-11-01 00:00:00', false, 1)"
    ),
)


NAMES = ["⽅⽂", "李\uf9d1", "古丽•玉素甫", "\ue863小明", "王\u200b明", "方文", "\u200b"]
"""Names as they were stored once, in sheets of whatever source."""


def named(engine: Engine) -> None:
    """Put deputies with such names and their accounts there, from number 101."""
    meta = MetaData()
    meta.reflect(engine, only=["deputy", "account"])
    with engine.begin() as connection:
        for at, name in enumerate(NAMES, 101):
            who = {"id": at, "jurisdiction_id": 1, "name": name}
            seat = {"term_id": 1, "delegation_id": 1, "number": str(at), "initials": "x", "in_office": True}
            seat |= {"standing_committee": False, "presidium": False}
            connection.execute(meta.tables["deputy"].insert().values(**who, **seat))
            opened = {"login": str(at), "secret": "", "must_change": False, "closed": False, "totp_last": 0}
            opened |= {"failed_tries": 0, "deputy_id": at}
            connection.execute(meta.tables["account"].insert().values(**who, **opened))


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with PostgresServer() as server:
        yield server


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def upgraded(
    request: pytest.FixtureRequest, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """A database of the first revision, with rows of several kinds, brought to this version; what looks at it leaves it so."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('migrations') / 'before.db'}"
    else:
        server: PostgresServer = request.getfixturevalue("server")
        server.create("before")
        url = server.url("before")
    before = migrated(settings, url, "0001")
    with before.begin() as connection:
        for statement in OF_A_TERM_BEFORE:
            connection.execute(text(statement))
    filled(before, [row for row in ROWS if row[0] not in {"jurisdiction", "term"}])
    named(before)
    before.dispose()
    after = migrated(settings, url)
    yield after
    after.dispose()


def test_a_database_is_built_as_the_models_say(
    upgraded: Engine, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    if upgraded.dialect.name == "sqlite":
        other = created(f"sqlite:///{tmp_path / 'created.db'}")
        assert without_rowid(upgraded) == without_rowid(other) != set()
    else:
        server: PostgresServer = request.getfixturevalue("server")
        server.create("created")
        other = created(server.url("created"))
    assert shape(upgraded) == shape(other)
    other.dispose()


def test_a_ballot_of_before_outlives_the_migrations(upgraded: Engine) -> None:
    expect_kept(upgraded)


def test_accounts_of_deputies_closed_by_another_terms_roster_open_again(upgraded: Engine) -> None:
    with upgraded.connect() as connection:
        closed = connection.execute(
            text("SELECT login, closed FROM account WHERE id < 100 ORDER BY id")
        ).all()
        assert [(login, bool(shut)) for login, shut in closed] == [("140900:020@5", False), ("gone", True)]
        assert connection.execute(text("SELECT basis FROM roster_upload")).all() == [(None,)]


def test_names_that_were_stored_before_are_put_right(upgraded: Engine) -> None:
    with upgraded.connect() as connection:
        for table in ("deputy", "account"):
            kept = list(connection.scalars(text(f"SELECT name FROM {table} WHERE id > 100 ORDER BY id")))
            assert kept == ["方文", "李六", "古丽·玉素甫", "䶮小明", "王明", "方文", "\u200b"]
