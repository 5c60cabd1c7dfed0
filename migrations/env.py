"""Run migrations with the program's own engine and its tables as the target."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from flask import current_app

from voting.core.db import Table, UtcDateTime


def render_item(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write plain SQL types, so that old migrations never import today's program."""
    return "sa.DateTime()" if kind == "type" and isinstance(item, UtcDateTime) else False


engine = current_app.extensions["migrate"].db.engine
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Table.metadata,
        render_as_batch=True,
        render_item=render_item,
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
