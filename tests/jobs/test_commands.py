"""flask jobs and flask doctor: an operator sees what is due, does it, tries it again, and hears when nobody does it."""

from __future__ import annotations

import pytest
import time_machine
from flask import Flask

from tests.jobs.factories import KIND, START, cancelled, days, owed_in, row
from voting import jobs
from voting.core.clock import now
from voting.core.due_rules import MOST_TRIES, PAUSES, DueState
from voting.jobs import Job, be_heard, work_off
from voting.people.rules import Place
from voting.uploads.rules import LAPSE


def given_up(app: Flask, at: Place) -> None:
    """A thing that failed until it was given up, as of now."""

    def refuse(_owed: object) -> None:
        raise KeyError

    with time_machine.travel(now() - MOST_TRIES * PAUSES[-1], tick=False) as clock:
        owed_in(at, "bad", now(), LAPSE)
        for _ in range(MOST_TRIES):
            work_off(app, {LAPSE: Job(deed=refuse)})
            clock.shift(PAUSES[-1])


def test_the_list_says_what_failed_what_waits_and_what_is_done(app: Flask, city: Place) -> None:
    owed_in(city, "far", now() + days(30), LAPSE)
    owed_in(city, "past", now(), LAPSE)
    owed_in(city, "gone", now(), LAPSE)
    owed_in(city, "foreign", now())
    cancelled("gone", LAPSE)
    work_off(app)
    given_up(app, city)
    said = app.test_cli_runner().invoke(args=["jobs", "list"])
    assert said.exit_code == 0, said.output
    lines = said.output.splitlines()
    assert [line for line in lines if not line.startswith(" ")] == [
        "failed: 1",
        "waiting: 2",
        "cancelled: 1",
        "done: 1",
    ]
    assert "uploads:lapse bad  程序出错（KeyError），详情见运行日志。" in said.output
    assert f"{KIND} foreign  this version knows no such job" in said.output
    assert app.test_cli_runner().invoke(args=["jobs", "list", "--all"]).output == said.output


def test_what_is_due_is_done_by_command_and_what_was_given_up_ends_it_with_1(app: Flask, city: Place) -> None:
    run = app.test_cli_runner().invoke
    owed_in(city, "past", now(), LAPSE)
    standing = sum(job.every is not None for job in jobs.JOBS.values())
    well = run(args=["jobs", "run"])
    assert (well.exit_code, well.output) == (0, f"done: {standing + 1}\n")
    given_up(app, city)
    ill = run(args=["jobs", "run"])
    assert (ill.exit_code, "uploads:lapse bad" in ill.output) == (1, True)
    assert run(args=["jobs", "retry", LAPSE, "bad"]).output == "uploads:lapse bad is tried again\n"
    assert run(args=["jobs", "run"]).exit_code == 0
    assert row("bad", LAPSE).state is DueState.DONE


@pytest.mark.parametrize(("key", "said"), [("nothing", "没有这件到期的事"), ("waits", "现在是“待办”")])
def test_what_did_not_fail_is_not_tried_again(app: Flask, city: Place, key: str, said: str) -> None:
    owed_in(city, "waits", now() + days(1), LAPSE)
    answer = app.test_cli_runner().invoke(args=["jobs", "retry", LAPSE, key])
    assert answer.exit_code == 1
    assert said in answer.output


def test_the_doctor_tells_when_nobody_does_what_is_due_and_what_was_given_up(app: Flask, city: Place) -> None:
    run = app.test_cli_runner().invoke
    assert "nobody has done for ten minutes what is due" in run(args=["doctor"]).output
    with time_machine.travel(START, tick=False) as clock:
        be_heard("server")
        assert run(args=["doctor"]).exit_code == 0
        clock.shift(days(1))
        assert run(args=["doctor"]).exit_code == 1
    be_heard("server")
    given_up(app, city)
    ill = run(args=["doctor"])
    assert ill.exit_code == 1
    assert "Mend it, then: flask jobs retry uploads:lapse bad" in ill.output
