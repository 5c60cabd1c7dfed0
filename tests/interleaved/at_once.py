"""Two deeds at the same moment: one stands before its commit when the other one begins, and then both go on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread, get_ident

from flask import Flask

from voting.core import db as database
from voting.core.db import db

WAIT_SECONDS = 120
"""Only for a test that hangs; nothing that is right waits so long."""


@contextmanager
def held_before_commit(whose: list[int], stands: Event, on: Event) -> Iterator[None]:
    """Let one thread stop before its first commit until it may go on."""
    honest = database._commit  # noqa: SLF001  the one place that commits

    def held(failed: database.Written) -> None:
        if [get_ident()] == whose and not stands.is_set():
            stands.set()
            assert on.wait(WAIT_SECONDS)
        honest(failed)

    database._commit = held  # noqa: SLF001
    try:
        yield
    finally:
        database._commit = honest  # noqa: SLF001


def at_once(app: Flask, first: Callable[[], object], second: Callable[[], object]) -> None:
    """Do both: `second` begins while `first` has done everything but commit. What one raises is raised here.

    On PostgreSQL the second waits at the rows that the first holds, on SQLite at the one writer's place; a deed that is
    refused before it writes lets the other go on at once. Neither order is relied upon.
    """
    whose: list[int] = []
    stands, on = Event(), Event()
    raised: list[BaseException] = []

    def run(work: Callable[[], object], begun: Event, ended: Event) -> None:
        try:
            with app.app_context():
                begun.set()
                work()
                db.session.remove()
        except BaseException as error:  # noqa: BLE001  told to the test below
            raised.append(error)
        finally:
            ended.set()

    def leads() -> None:
        whose.append(get_ident())
        first()

    threads = [
        Thread(target=run, args=(leads, Event(), stands)),
        Thread(target=run, args=(second, on, Event())),
    ]
    db.session.remove()
    with held_before_commit(whose, stands, on):
        threads[0].start()
        assert stands.wait(WAIT_SECONDS)
        threads[1].start()
        for thread in threads:
            thread.join(WAIT_SECONDS)
    assert not any(thread.is_alive() for thread in threads), "one waits for the other for ever"
    if raised:
        raise raised[0]
    db.session.rollback()
