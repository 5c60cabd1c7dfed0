"""The database handle, the base of all tables, and the only place that commits."""

from __future__ import annotations

import logging
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from sqlite3 import SQLITE_BUSY, SQLITE_LOCKED
from sqlite3 import Connection as SqliteConnection
from traceback import format_exception, format_tb
from typing import Annotated, Any

from flask import g, has_app_context
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy import Connection, DateTime, Dialect, Engine, Enum, MetaData, TypeDecorator, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, SQLAlchemyError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import DeclarativeBase, MappedAsDataclass, mapped_column, registry

log = logging.getLogger(__name__)
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

RESERVED = "reserved"
"""The connections that only casting takes: whatever crowds the rest of the program, a ballot finds one."""

CONNECTIONS, RESERVED_CONNECTIONS = 20, 6
POOL_SECONDS = 10.0
"""How long a request waits for a connection before it is told to come again: less than a tablet waits for an answer."""

CONNECT_SECONDS = 5
_reserved: ContextVar[bool] = ContextVar("reserved", default=False)
_writing: ContextVar[bool] = ContextVar("writing", default=False)


class Written(StrEnum):
    """What has become of the deeds of this request so far. UNKNOWN: the database went away during a commit."""

    NOTHING = "nothing"
    ALL = "all"
    PARTLY = "partly"
    UNKNOWN = "unknown"


def written() -> Written:
    """Return what this request has saved: an error that comes after a commit must not say that nothing was."""
    found: Written = g.get("written", Written.NOTHING)
    return found


class SharedSession(Session):
    """The session of a request: on the connections of all, or on those kept for casting."""

    def get_bind(self, *args: Any, **kwargs: Any) -> Engine | Connection:  # noqa: ANN401  as its base class
        """Return the engine to work on."""
        return self._db.engines[RESERVED] if _reserved.get() else super().get_bind(*args, **kwargs)


# Tables derive from Table, never from db.Model.
db = SQLAlchemy(metadata=Table.metadata, session_options={"class_": SharedSession})


def engine_settings(database_url: str) -> dict[str, Any]:
    """Return the two engines' settings, as Flask-SQLAlchemy takes them.

    No request waits without end for a connection, and one that died with the database's last run is replaced
    before somebody meets it. What people wrote stands in no log (hide_parameters).
    """
    options: dict[str, Any] = {"max_overflow": 0, "pool_timeout": POOL_SECONDS, "hide_parameters": True}
    if make_url(database_url).get_backend_name() == "postgresql":
        options |= {"pool_pre_ping": True, "connect_args": {"connect_timeout": CONNECT_SECONDS}}
    return {
        "SQLALCHEMY_DATABASE_URI": database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": options | {"pool_size": CONNECTIONS},
        "SQLALCHEMY_BINDS": {
            RESERVED: options | {"url": database_url, "pool_size": RESERVED_CONNECTIONS},
        },
    }


@contextmanager
def reserved_share() -> Generator[None]:
    """Work on the reserved connections for the length of the block."""
    token = _reserved.set(True)
    try:
        yield
    finally:
        _reserved.reset(token)


def hold_nothing() -> None:
    """Give this request's connection back before it computes or waits for long; raise inside a transaction.

    Who holds a connection or a row's lock while he waits makes others wait who do not even stand in his queue.
    """
    if _writing.get():
        raise RuntimeError("something slow inside a transaction")
    if has_app_context():
        db.session.rollback()


PASSING_STATES = frozenset({"08", "40", "53", "55", "57"})
"""Classes of SQLSTATE: connection lost, deadlock, too many connections, lock not to be had, server stopping."""


def passes_by_itself(error: Exception) -> bool:
    """Tell whether the database was only busy or away: nothing was stored, and the same may succeed in a moment."""
    if isinstance(error, PoolTimeout):
        return True
    if not isinstance(error, DBAPIError):
        return False
    if error.connection_invalidated:
        return True
    if not isinstance(error, OperationalError):
        return False
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in {SQLITE_BUSY, SQLITE_LOCKED}  # the low byte: an extended code says only where
    state = getattr(error.orig, "sqlstate", None)
    return state is None or state[:2] in PASSING_STATES  # None: no server answered


@contextmanager
def transaction() -> Generator[None]:
    """Commit what the block did, or nothing of it.

    Ends a read that went before, so that the block sees the newest state; on SQLite it takes the one
    writer's place at once (BEGIN IMMEDIATE), so that a check and the write behind it cannot be parted.
    """
    db.session.rollback()
    token = _writing.set(True)
    failed = Written.NOTHING if written() is Written.NOTHING else Written.PARTLY
    try:
        yield
        db.session.flush()
        _commit(failed)
    except BaseException:
        db.session.rollback()
        if written() is not Written.UNKNOWN:
            g.written = failed
        raise
    finally:
        _writing.reset(token)


def is_added(row: Table) -> bool:
    """Add a row at once; False where another request added its like at this moment, and the deed goes on without it."""
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        return False
    return True


@contextmanager
def beside_the_deed(what: str) -> Generator[None]:
    """Save something small once a deed has been answered: that it could not be saved is logged and fails no deed.

    What the deed itself has saved is still what is told. what: of which the log speaks.
    """
    saved = written()
    try:
        with transaction():
            yield
    except SQLAlchemyError as error:
        log.warning("%s: %s", what, account_of(error))
    finally:
        g.written = saved


def _commit(failed: Written) -> None:
    try:
        db.session.commit()
    except DBAPIError as error:
        g.written = Written.UNKNOWN if error.connection_invalidated else failed
        raise
    g.written = Written.ALL


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
