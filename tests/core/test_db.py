from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from tests.factories import account
from tests.postgres import free_port
from voting.congress.place.models import Unit
from voting.core.db import db, passes_by_itself, transaction
from voting.people.models import Account, SignedIn
from voting.people.rules import Place, Role

pytestmark = pytest.mark.database


def test_what_fails_in_a_transaction_leaves_nothing_behind(city: Place) -> None:
    with pytest.raises(RuntimeError), transaction():
        db.session.add(Unit(jurisdiction_id=city.id, name="一个单位"))
        db.session.flush()
        raise RuntimeError
    assert db.session.scalars(select(Unit)).all() == []


def test_foreign_keys_are_enforced() -> None:
    with pytest.raises(IntegrityError), transaction():
        db.session.add(Unit(jurisdiction_id=999, name="一个单位"))


def test_a_time_without_a_zone_is_refused(city: Place) -> None:
    actor = account(city, Role.STAFF)
    with pytest.raises(StatementError), transaction():
        db.session.get_one(Account, actor.account_id).locked_until = datetime(2026, 1, 1)
        db.session.flush()


def test_a_time_comes_back_in_utc(city: Place) -> None:
    actor = account(city, Role.STAFF)
    assert actor.account_id is not None
    in_china = datetime(2026, 1, 1, 8, tzinfo=timezone(timedelta(hours=8)))
    with transaction():
        db.session.add(SignedIn(token_sha256="a" * 64, account_id=actor.account_id, expires_at=in_china))
    db.session.expire_all()
    assert db.session.get_one(SignedIn, "a" * 64).expires_at == datetime(2026, 1, 1, tzinfo=UTC)


def test_an_enum_is_stored_by_value_and_checked_by_the_database(city: Place) -> None:
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(
            text(
                "INSERT INTO jurisdiction (code, name, kind, level, has_congress, path)"
                " VALUES ('1', 'x', 'x', 'planet', true, '1')"
            )
        )


def test_writers_wait_for_each_other_and_lose_nothing(app: Flask, city: Place) -> None:
    def add(number: int) -> None:
        with app.app_context(), transaction():
            count = len(db.session.scalars(select(Unit)).all())
            db.session.add(Unit(jurisdiction_id=city.id, name=f"单位{number}，前有{count}"))

    threads = [threading.Thread(target=add, args=(n,)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    assert len(db.session.scalars(select(Unit)).all()) == 12


def failing(statement: str, engine: sa.Engine) -> Exception:
    """Return the error of a statement that does not work."""
    with engine.connect() as connection, pytest.raises(DBAPIError) as caught:
        connection.exec_driver_sql(statement)
    return caught.value


def test_a_fault_of_the_program_does_not_pass_by_itself() -> None:
    assert not passes_by_itself(failing("SELECT * FROM no_such_table", db.engine))
    assert not passes_by_itself(failing("SELEC 1", db.engine))
    assert not passes_by_itself(ValueError())


def test_a_writer_who_waits_too_long_may_come_again(tmp_path: Path) -> None:
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'one.db'}", connect_args={"timeout": 0})
    with engine.connect() as first:
        first.exec_driver_sql("BEGIN IMMEDIATE")
        assert passes_by_itself(failing("BEGIN IMMEDIATE", engine))
    engine.dispose()


def test_a_server_that_is_not_there_may_come_back() -> None:
    engine = sa.create_engine(f"postgresql+psycopg://nobody@127.0.0.1:{free_port()}/none")
    with pytest.raises(DBAPIError) as caught:
        engine.connect()
    assert passes_by_itself(caught.value)


@pytest.mark.parametrize(
    ("kind", "passes"),
    [
        (psycopg.errors.DeadlockDetected, True),
        (psycopg.errors.TooManyConnections, True),
        (psycopg.errors.AdminShutdown, True),
        (psycopg.errors.LockNotAvailable, True),
        (psycopg.errors.UndefinedTable, False),
        (psycopg.errors.UniqueViolation, False),
        (psycopg.errors.DataError, False),
    ],
)
def test_what_postgresql_says_is_read_by_its_class(kind: type[psycopg.Error], *, passes: bool) -> None:
    error = DBAPIError.instance("SELECT 1", {}, kind(), psycopg.Error)
    assert isinstance(error, DBAPIError)
    assert passes_by_itself(error) is passes
