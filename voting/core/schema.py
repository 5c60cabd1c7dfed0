"""Tell whether a database is this program's own: its revision, and every table, column and constraint of the models.

A database that another version of the program made answers page by page with errors, or takes what it should refuse.
Reads only. Tables that are not the program's are left out of account.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, Connection, Engine, inspect, text
from sqlalchemy import Table as SqlTable

from voting.core.db import Table

MIGRATIONS = Path(__file__).parents[2] / "migrations"
SHOWN = 5
_QUOTED = re.compile(r"'((?:[^']|'')*)'")
_NUMBER = re.compile(r"(?<!\w)\d+")


class ForeignSchema(RuntimeError):
    """The database is not this program's, or not yet: why, and what to do, in words for an operator."""


def expect_own(engine: Engine) -> None:
    """Raise ForeignSchema unless the database was made by this version's migrations, no older and no newer ones."""
    with engine.connect() as connection:
        there = set(inspect(connection).get_table_names())
        _expect_revision(connection)
        if not there & set(Table.metadata.tables):
            raise ForeignSchema(
                "the database has none of this program's tables: run `flask db upgrade` first"
            )
        found = list(differences(connection, there))
    if found:
        more = f"; and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
        raise ForeignSchema(
            f"the tables of the database are not those of this version: {'; '.join(found[:SHOWN])}{more}. Another "
            "version of the program made it. Nothing was changed: go on with that version, or restore a back-up "
            "of this one, or begin with an empty database"
        )


def _expect_revision(connection: Connection) -> None:
    scripts = ScriptDirectory(str(MIGRATIONS))
    known, heads = {one.revision for one in scripts.walk_revisions()}, set(scripts.get_heads())
    at = set(MigrationContext.configure(connection).get_current_heads())
    if at - known:
        raise ForeignSchema(
            f"the database is at revision {', '.join(sorted(at))}, which this version does not know: a newer version "
            "made it. Nothing was changed: start that version, or restore the copy from before its upgrade"
        )
    if at and at != heads:
        raise ForeignSchema(
            f"the database is at revision {', '.join(sorted(at))}, this version needs {', '.join(sorted(heads))}: "
            "copy the database, then run `flask db upgrade`"
        )


def differences(connection: Connection, there: set[str]) -> Iterator[str]:
    """Yield in words what differs from the models. there: the names of the tables that exist."""
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    for found in compare_metadata(context, Table.metadata):
        for change in found if isinstance(found, list) else [found]:
            if change[0] != "remove_table" and not _beside(change):
                yield _in_words(change)
    kept = [table for table in Table.metadata.sorted_tables if table.name in there]
    yield from _primary_keys(connection, kept)
    yield from _checks(connection, kept)
    if connection.dialect.name == "sqlite":
        yield from _hidden_rows(connection, kept)


def _beside(change: tuple[Any, ...]) -> bool:
    """Tell whether a change is about a table or an index that an operator put beside the program's own."""
    if change[0] == "remove_index":
        return not change[1].unique or change[1].table.name not in Table.metadata.tables
    return change[0] == "remove_constraint" and change[1].table.name not in Table.metadata.tables


def _in_words(change: tuple[Any, ...]) -> str:
    """Return a difference as Alembic found it: (what, table or constraint) or (what, schema, table, column, ...)."""
    what, (verb, _, noun) = change[0], change[0].partition("_")
    if what.startswith("modify_"):
        return f"the {noun} of column {change[2]}.{change[3]} differs"
    if noun == "column":
        name = f"{change[2]}.{change[3].name}"
    elif noun == "table":
        name = change[1].name
    else:
        name = f"{change[1].name} of {change[1].table.name}"
    return f"{noun} {name} is {'missing' if verb == 'add' else 'not this version’s'}"


def _primary_keys(connection: Connection, tables: list[SqlTable]) -> Iterator[str]:
    found = inspect(connection).get_multi_pk_constraint(filter_names=[table.name for table in tables])
    keys = {name: key["constrained_columns"] if key else [] for (_, name), key in found.items()}
    for table in tables:
        if keys.get(table.name) != [column.name for column in table.primary_key.columns]:
            yield f"the primary key of {table.name} differs"


def _checks(connection: Connection, tables: list[SqlTable]) -> Iterator[str]:
    """Compare the CHECKs by name and by the words and numbers in them: databases write the rest each in their way."""
    found = inspect(connection).get_multi_check_constraints(filter_names=[table.name for table in tables])
    for table in tables:
        there = {str(one["name"]): _essence(one["sqltext"]) for one in found.get((None, table.name), ())}
        ours = {
            str(one.name): _essence(
                str(one.sqltext.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True}))
            )
            for one in table.constraints
            if isinstance(one, CheckConstraint)
        }
        for name in sorted(there.keys() | ours.keys()):
            if there.get(name) != ours.get(name):
                yield f"check {name} of {table.name} differs"


def _essence(sql: str) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(_QUOTED.findall(sql)), frozenset(_NUMBER.findall(_QUOTED.sub("", sql)))


def _hidden_rows(connection: Connection, tables: list[SqlTable]) -> Iterator[str]:
    """Tables that must not keep the order in which their rows came have no row numbers (WITHOUT ROWID)."""
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'")).all()
    made = {name: sql.upper() for name, sql in rows}
    for table in tables:
        numbered = "WITHOUT ROWID" not in made[table.name]
        if numbered is not table.dialect_options["sqlite"]["with_rowid"]:
            yield f"the row numbers of {table.name} differ"
