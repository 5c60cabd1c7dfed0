"""The database handle, the base of all tables, and the only place that commits."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from sqlite3 import Connection as SqliteConnection
from traceback import format_exception, format_tb
from typing import Annotated, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, DateTime, Dialect, Engine, Enum, MetaData, TypeDecorator, event
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import DeclarativeBase, MappedAsDataclass, mapped_column, registry

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def values_of(states: type[StrEnum]) -> list[str]:
    """Store an enum by its value, so that a rename in code is not a migration."""
    return [state.value for state in states]


def named_enum(states: type[StrEnum], name: str) -> Enum:
    """Return the type of a further column with the same states; `name` keeps its CHECK apart from the first's."""
    return Enum(
        states, name=name, native_enum=False, create_constraint=True, length=40, values_callable=values_of
    )


class UtcDateTime(TypeDecorator[datetime]):
    """Store UTC; refuse a time without a zone; give back a time with one."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time needs a time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class Table(MappedAsDataclass, DeclarativeBase, kw_only=True):
    """Base of every table: typed columns, a typed constructor, named constraints."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={
            datetime: UtcDateTime,
            StrEnum: Enum(
                StrEnum, native_enum=False, create_constraint=True, length=40, values_callable=values_of
            ),
        },
    )


Id = Annotated[int, mapped_column(primary_key=True)]

db = SQLAlchemy(metadata=Table.metadata)  # tables derive from Table, never from db.Model

_writing: ContextVar[bool] = ContextVar("writing", default=False)


@contextmanager
def transaction() -> Generator[None]:
    """Commit what the block did, or nothing of it.

    Ends a read that went before, so that the block sees the newest state; on SQLite it takes the one
    writer's place at once (BEGIN IMMEDIATE), so that a check and the write behind it cannot be parted.
    """
    db.session.rollback()
    token = _writing.set(True)
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        _writing.reset(token)


def account_of(error: BaseException) -> str:
    """Return an error as a log may keep it: where it arose, and its words unless a database spoke them.

    A database repeats the row in its complaint (`DETAIL: Failing row contains …`): of such an error, and of what
    was raised from it, only the kind and the statement are told.
    """
    chain = [error]
    while (before := chain[-1].__cause__ or chain[-1].__context__) is not None and before not in chain:
        chain.append(before)
    if not any(isinstance(one, StatementError) for one in chain):
        return "".join(format_exception(error)).rstrip()
    statements = [str(one.statement) for one in chain if isinstance(one, StatementError)]
    kinds = " < ".join(type(one).__qualname__ for one in chain)
    frames = "".join(frame for one in reversed(chain) for frame in format_tb(one.__traceback__))
    return f"{kinds}\n{frames}{statements[0]}"


def prepare_sqlite(engine: Engine) -> None:
    """Make SQLite durable, strict about foreign keys, patient, and let us begin transactions ourselves."""

    @event.listens_for(engine, "connect")
    def _connect(connection: SqliteConnection, _record: Any) -> None:  # noqa: ANN401  SQLAlchemy's own type
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")
