"""The whole of the program's database, looked at, kept and put back behind the program's back, on either database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeAlias

from tests.postgres import Held, Rows
from voting.core.db import db

Image: TypeAlias = sqlite3.Connection | Held


def content() -> object:
    """Return every row that the database holds, as something to compare."""
    db.session.rollback()
    if not _is_file():
        with _rows() as rows:
            return rows.held()
    with _file() as file:
        names = [name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = ((name, tuple(file.execute(f'SELECT * FROM "{name}"'))) for name in names)
        return tuple((name, rows) for name, rows in found if rows)


def image() -> Image:
    """Return what the database holds, to be put back."""
    db.session.rollback()
    if not _is_file():
        with _rows() as rows:
            return rows.held()
    copy = sqlite3.connect(":memory:")
    with _file() as file:
        file.backup(copy)
    return copy


def put(kept: Image) -> None:
    """Let the database hold what was kept, and nothing else."""
    db.session.rollback()
    if isinstance(kept, Held):
        with _rows() as rows:
            rows.put(kept)
    else:
        with _file() as file:
            kept.backup(file)


def _is_file() -> bool:
    return db.engine.dialect.name == "sqlite"


def _rows() -> Rows:
    return Rows(db.engine.url.render_as_string(hide_password=False))


@contextmanager
def _file() -> Iterator[sqlite3.Connection]:
    """The driver's own connection to the file."""
    pooled = db.engine.raw_connection()
    assert isinstance(pooled.driver_connection, sqlite3.Connection)
    yield pooled.driver_connection
    pooled.close()
