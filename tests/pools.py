"""The program's connections to its database: how many are out, and none left."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from sqlalchemy import Engine, QueuePool

from voting.core.db import db


def out(engine: Engine) -> int:
    """Return how many connections of an engine somebody holds."""
    assert isinstance(engine.pool, QueuePool)
    return engine.pool.checkedout()


@contextmanager
def exhausted(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Take every connection of an engine; nobody waits long for one."""
    db.session.rollback()
    assert isinstance(engine.pool, QueuePool)
    monkeypatch.setattr(engine.pool, "_timeout", 0)
    with ExitStack() as taken:
        for _ in range(engine.pool.size()):
            taken.enter_context(engine.connect())
        yield
