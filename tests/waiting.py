"""Two connections at once, in an order that the test chooses: the second comes while the first has written and not committed."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread

from flask import Flask
from sqlalchemy import text

from voting.core.db import db, transaction


def somebody_waits() -> bool:
    """Tell whether a transaction waits for a row of another; on SQLite the second one waits for the first's end in any case."""
    if db.engine.dialect.name != "postgresql":
        return True
    with db.engine.connect() as apart:
        asked = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        return bool(apart.execute(text(asked)).scalar())


def while_uncommitted(
    app: Flask, first: Callable[[], object], second: Callable[[], object]
) -> list[Exception]:
    """Do both, each in a transaction: the second begins when the first is flushed, the first commits when the second waits for it.

    Return what the second raised.
    """
    raised: list[Exception] = []

    def again() -> None:
        with app.app_context():
            try:
                with transaction():
                    second()
            except Exception as error:  # noqa: BLE001  told to the test
                raised.append(error)
            finally:
                db.session.remove()

    other = Thread(target=again)
    with transaction():
        first()
        db.session.flush()
        other.start()
        while other.is_alive() and not somebody_waits():
            pass
    other.join(60)
    assert not other.is_alive()
    return raised
