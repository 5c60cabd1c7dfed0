"""Two workers at once: whichever comes first does a thing, and the other one something else."""

from __future__ import annotations

from contextlib import suppress
from threading import Barrier, BrokenBarrierError, Thread

import pytest
from flask import Flask

from tests.factories import account
from tests.jobs.factories import KIND, REMIND, owed_in, reminded
from voting.core.clock import now
from voting.core.due import Owed
from voting.jobs import Job, work_off
from voting.people.rules import Place, Role

pytestmark = pytest.mark.database


def test_two_workers_do_everything_once(app: Flask, city: Place) -> None:
    account(city, Role.STAFF)  # the place's chain has begun: two first lines at once are another matter
    keys = [f"{number:02d}" for number in range(40)]
    for key in keys:
        owed_in(city, key, now())
    done: list[int] = []
    workers = [Thread(target=lambda: done.append(work_off(app, REMIND))) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert sorted(reminded()) == keys
    assert sum(done) == len(keys)


def test_who_began_and_was_overtaken_does_not_do_it_a_second_time(
    app: Flask, city: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first is held up after it began, for longer than the pause; the second begins anew. One deed comes of it."""
    both = Barrier(2)

    def held_up(_owed: Owed) -> None:
        with suppress(BrokenBarrierError):
            both.wait(10)

    monkeypatch.setattr("voting.core.due_tries.pause_after", lambda _tries: now() - now())
    jobs = {KIND: Job(before=held_up, deed=REMIND[KIND].deed)}
    owed_in(city, "report", now())
    workers = [Thread(target=work_off, args=(app, jobs)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert reminded() == ["report"]
