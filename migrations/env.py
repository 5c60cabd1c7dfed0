"""Run migrations with the program's own engine and its tables as the target."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.runtime.migration import MigrationContext
from flask import current_app
from sqlalchemy import Connection

from voting.core.db import Table, UtcDateTime


def render_item(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write plain SQL types, so that old migrations never import today's program."""
    return "sa.DateTime()" if kind == "type" and isinstance(item, UtcDateTime) else False


def enforce_foreign_keys(connection: Connection, *, on: bool) -> None:
    """Switch SQLite's enforcement, outside any transaction: it copies a table and drops the old one to change it."""
    if connection.dialect.name == "sqlite":
        raw: Any = connection.connection.driver_connection
        raw.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


def expect_foreign_keys(ctx: MigrationContext, **_step: Any) -> None:
    """Raise, after a migration and before its commit, where a row points to nothing."""
    if ctx.connection is not None and ctx.dialect.name == "sqlite":
        broken = ctx.connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise RuntimeError(f"foreign keys do not hold after the migration: {broken[:5]}")


engine = current_app.extensions["migrate"].db.engine
with engine.connect() as connection:
    enforce_foreign_keys(connection, on=False)
    context.configure(
        connection=connection,
        target_metadata=Table.metadata,
        render_as_batch=True,
        render_item=render_item,
        compare_type=True,
        transaction_per_migration=True,
        on_version_apply=expect_foreign_keys,
    )
    try:
        with context.begin_transaction():
            context.run_migrations()
    finally:
        connection.rollback()
        enforce_foreign_keys(connection, on=True)
