"""Whoever does what is due while the program runs: a thread beside the requests, or a process of its own."""

from __future__ import annotations

import logging
import platform
from threading import Event, Thread

from flask import Flask
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from voting import jobs
from voting.core.db import account_of, passes_by_itself

LOOK_EVERY_SECONDS = 5.0
"""How long a worker sleeps when nothing is due. It looks by one indexed read and needs nobody to wake it."""
STOP_SECONDS = 5.0
log = logging.getLogger(__name__)


class Worker:
    """Does what is due, until it is stopped. Holds no connection while it sleeps; a database that is away it waits for."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._stopped = Event()
        self._thread: Thread | None = None

    def run(self) -> None:
        """Work until `stop`."""
        while not self._stopped.is_set():
            try:
                self._look()
            except (DBAPIError, PoolTimeout) as error:
                wait = "the database is busy or away" if passes_by_itself(error) else account_of(error)
                log.warning("what is due waits: %s", wait)
            self._stopped.wait(LOOK_EVERY_SECONDS)

    def _look(self) -> None:
        with self._app.app_context():
            jobs.be_heard(platform.node()[:80] or "worker")
            jobs.owe_what_stands()
        jobs.work_off(self._app, stopped=self._stopped.is_set)

    def start(self) -> None:
        """Work in a thread beside the requests."""
        self._thread = Thread(target=self.run, name="jobs", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End after what is being done; from a signal too."""
        self._stopped.set()

    def wait(self) -> None:
        """Wait until the thread has ended, but not for long: what it was doing is rolled back and tried again."""
        if self._thread is not None:
            self._thread.join(STOP_SECONDS)


def begin_beside(app: Flask) -> Worker | None:
    """Begin to work beside the requests of this process; None where the settings say that a process of its own does."""
    if app.extensions["settings"].jobs_apart:
        return None
    worker = Worker(app)
    worker.start()
    return worker
