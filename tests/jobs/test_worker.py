"""Whoever works: a thread of the very server that `make run` starts, or a process of its own; killed, it goes on."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from config import MissingSetting, jobs_are_apart
from tests.service import ROOT, Service, migrated
from voting.core.clock import now
from voting.core.db import db, transaction
from voting.core.due import owe
from voting.core.due_models import Due, DueWorker
from voting.core.due_rules import DueState
from voting.jobs_worker import Worker, begin_beside
from voting.uploads.rules import LAPSE


def comes(true: Callable[[], bool]) -> None:
    """Wait as long as it takes."""
    until = time.monotonic() + 120
    while not true():
        assert time.monotonic() < until
        time.sleep(0.1)


def states(app: Flask, key: str) -> list[DueState]:
    with app.app_context():
        return list(db.session.scalars(select(Due.state).where(Due.key == key)))


def owed(app: Flask, key: str) -> None:
    with app.app_context(), transaction():
        owe(LAPSE, key, now())


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    with Service(tmp_path) as running:
        yield running


@pytest.mark.slow
def test_the_server_does_what_is_due_without_a_second_command_also_after_it_was_killed(
    service: Service,
) -> None:
    app = service.app()
    owed(app, "first")
    comes(lambda: states(app, "first") == [DueState.DONE])
    service.stop(kill=True)
    owed(app, "second")
    service.start()
    comes(lambda: states(app, "second") == [DueState.DONE])
    with app.app_context():
        assert len(db.session.scalars(select(DueWorker)).all()) == 1


@pytest.mark.slow
def test_a_process_of_its_own_does_it_until_it_is_told_to_stop(tmp_path: Path) -> None:
    """No server is there at all."""
    service = Service(tmp_path)
    (tmp_path / "service.db").write_bytes(migrated())
    app = service.app()
    command = service.program("flask", "jobs", "work")
    with subprocess.Popen(command, cwd=ROOT, env={**service.environment, "JOBS": "apart"}) as process:
        owed(app, "first")
        comes(lambda: states(app, "first") == [DueState.DONE])
        process.terminate()
        assert process.wait(60) == 0


def test_no_thread_works_where_a_process_of_its_own_does(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], jobs_apart=True))
    assert begin_beside(app) is None


def test_a_worker_waits_for_a_database_that_is_away_and_goes_on(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    worker, looks = Worker(app), []

    def look() -> None:
        looks.append(1)
        if len(looks) == 1:
            raise OperationalError("SELECT 1", {}, Exception("away"))
        worker.stop()

    monkeypatch.setattr(worker, "_look", look)
    monkeypatch.setattr("voting.jobs_worker.LOOK_EVERY_SECONDS", 0.0)
    worker.run()
    assert len(looks) == 2
    assert "what is due waits" in caplog.text


def test_a_thread_works_and_stops(app: Flask) -> None:
    owed(app, "first")
    worker = begin_beside(app)
    assert worker is not None
    comes(lambda: states(app, "first") == [DueState.DONE])
    worker.stop()
    worker.wait()
    assert not worker._thread.is_alive()  # type: ignore[union-attr]  # noqa: SLF001


@pytest.mark.pure
def test_where_the_jobs_run_is_one_of_two_words() -> None:
    assert [jobs_are_apart({}), jobs_are_apart({"JOBS": "here"}), jobs_are_apart({"JOBS": "apart"})] == [
        False,
        False,
        True,
    ]
    with pytest.raises(MissingSetting, match="JOBS must be here or apart"):
        jobs_are_apart({"JOBS": "off"})
