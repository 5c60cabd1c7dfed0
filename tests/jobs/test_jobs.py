"""What is due is done once, in order, with its own date; a clock that stands still, runs ahead and goes back."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from tests.jobs.factories import (
    KIND,
    REMIND,
    START,
    cancelled,
    counting,
    days,
    owed_in,
    refuse,
    remind,
    reminded,
    row,
)
from voting.audit.journal import first_broken_line
from voting.audit.models import Entry
from voting.core.clock import now
from voting.core.db import db, transaction
from voting.core.due import forget_settled, owe
from voting.core.due_models import Due
from voting.core.due_rules import KEPT, MOST_TRIES, PAUSES, DueState
from voting.jobs import JOBS, STANDING, Job, owe_what_stands, work_off
from voting.people.rules import Place

pytestmark = pytest.mark.database


def test_a_year_of_dates_is_played_in_order_each_once_and_on_its_day(app: Flask, city: Place) -> None:
    keys = [f"{number:03d}" for number in range(365)]
    with time_machine.travel(START, tick=False) as clock:
        for number in reversed(range(365)):
            owed_in(city, keys[number], START + days(number))
        for number in range(365):
            assert work_off(app, REMIND) == 1
            assert work_off(app, REMIND) == 0
            assert row(keys[number]).settled_at == now() == START + days(number)
            clock.shift(days(1))
    assert reminded() == keys
    assert first_broken_line(city.id) is None


def test_after_a_week_s_sleep_everything_is_made_up_for_in_order_with_the_date_it_was_due(
    app: Flask, city: Place
) -> None:
    with time_machine.travel(START, tick=False) as clock:
        for number in (6, 2, 4, 9):
            owed_in(city, str(number), START + days(number))
        clock.shift(days(7))
        assert work_off(app, REMIND) == 3
        assert reminded() == ["2", "4", "6"]
        lines = [entry.facts["due_at"] for entry in db.session.scalars(select(Entry).order_by(Entry.number))]
        assert lines == [(START + days(number)).isoformat() for number in (2, 4, 6)]
        assert row("9").state is DueState.WAITING


def test_a_clock_that_jumps_ahead_and_back_does_nothing_twice_and_blocks_nothing(
    app: Flask, city: Place
) -> None:
    with time_machine.travel(START, tick=False) as clock:
        owed_in(city, "soon", START + days(1))
        owed_in(city, "later", START + days(300))
        clock.shift(days(365))
        assert work_off(app, REMIND) == 2
        clock.shift(-days(365))
        assert work_off(app, REMIND) == 0
        clock.shift(days(365))
        assert work_off(app, REMIND) == 0
        assert reminded() == ["soon", "later"]
        owed_in(city, "failed", START)
        assert work_off(app, {KIND: Job(deed=refuse)}) == 0
        clock.shift(-days(364))
        assert work_off(app, REMIND) == 1, "what a wrong clock let rest for a year waits for nobody"


def test_what_is_owed_again_moves_and_what_is_done_comes_back_for_a_later_date_alone(
    app: Flask, city: Place
) -> None:
    with time_machine.travel(START, tick=False) as clock:
        owed_in(city, "report", START + days(1))
        owed_in(city, "report", START + days(3))
        clock.shift(days(2))
        assert work_off(app, REMIND) == 0
        clock.shift(days(1))
        assert work_off(app, REMIND) == 1
        owed_in(city, "report", START + days(3))
        owed_in(city, "report", START)
        assert work_off(app, REMIND) == 0
        owed_in(city, "report", START + days(10))
        assert row("report").state is DueState.WAITING
        clock.shift(days(7))
        assert work_off(app, REMIND) == 1
        assert db.session.scalar(select(func.count()).select_from(Due)) == 1


def test_what_was_cancelled_is_not_done_until_it_is_owed_again(app: Flask, city: Place) -> None:
    with time_machine.travel(START, tick=False):
        owed_in(city, "report", START)
        cancelled("report")
        cancelled("report")
        cancelled("never owed")
        assert work_off(app, REMIND) == 0
        owed_in(city, "report", START)
        assert work_off(app, REMIND) == 1
        cancelled("report")
        assert row("report").state is DueState.DONE


def test_a_deed_that_is_rolled_back_owes_nothing(app: Flask, city: Place) -> None:
    def refused() -> None:
        with transaction():
            owe(KIND, "report", START, jurisdiction_id=city.id)
            raise KeyError

    with pytest.raises(KeyError):
        refused()
    assert work_off(app, REMIND) == 0


def test_what_fails_leaves_nothing_behind_is_tried_with_growing_pauses_and_given_up_with_its_sentence(
    app: Flask, city: Place
) -> None:
    jobs = {KIND: Job(deed=refuse), "test:other": Job(deed=remind)}
    with time_machine.travel(START, tick=False) as clock:
        owed_in(city, "bad", START)
        for number, pause in enumerate(PAUSES, 1):
            owed_in(city, f"good {number}", now(), "test:other")
            assert work_off(app, jobs) == 1, "what fails blocks no other"
            waits = row("bad")
            assert (waits.state, waits.tries, waits.next_try_at) == (DueState.WAITING, number, now() + pause)
            assert waits.failure == "没有收件人。"
            clock.shift(pause - timedelta(seconds=1))
            assert work_off(app, jobs) == 0
            clock.shift(timedelta(seconds=1))
        assert work_off(app, jobs) == 0
        given_up = row("bad")
        assert (given_up.state, given_up.tries) == (DueState.FAILED, MOST_TRIES)
        clock.shift(days(30))
        assert work_off(app, jobs) == 0
    assert "bad" not in reminded()


def test_a_fault_is_kept_by_its_kind_alone(app: Flask, city: Place, caplog: pytest.LogCaptureFixture) -> None:
    asked: list[str] = []
    owed_in(city, "letter", now())
    assert work_off(app, {KIND: counting(REMIND[KIND], asked, fails=lambda _owed: True)}) == 0
    assert row("letter").failure == "程序出错（OSError），详情见运行日志。"
    assert asked == ["letter"]


def test_what_every_try_kills_is_given_up_and_blocks_nobody(app: Flask, city: Place) -> None:
    class Killed(BaseException):
        pass

    def die(_owed: object) -> None:
        raise Killed

    jobs = {KIND: Job(deed=die), "test:other": Job(deed=remind)}
    with time_machine.travel(START, tick=False) as clock:
        owed_in(city, "deadly", START)
        for _ in range(MOST_TRIES):
            with pytest.raises(Killed):
                work_off(app, jobs)
            clock.shift(PAUSES[-1])
        owed_in(city, "good", START, "test:other")
        assert work_off(app, jobs) == 1
        assert (row("deadly").state, row("deadly").failure) == (
            DueState.FAILED,
            "办理时程序每次都中断，已停止重试。",
        )


def test_a_row_of_a_kind_that_this_version_does_not_know_waits(app: Flask, city: Place) -> None:
    owed_in(city, "x", START, "of:another_version")
    assert work_off(app, REMIND) == 0
    assert row("x", "of:another_version").state is DueState.WAITING


def test_what_is_owed_anew_while_it_is_being_done_is_done_on_its_new_date(app: Flask, city: Place) -> None:
    """The deed moved the date between the work before and the deed: this try must not take the new date's place."""

    def moved(_owed: object) -> None:
        owed_in(city, "report", START + days(5))

    with time_machine.travel(START, tick=False) as clock:
        owed_in(city, "report", START)
        assert work_off(app, {KIND: Job(before=moved, deed=remind)}) == 0
        assert reminded() == []
        clock.shift(days(5))
        assert work_off(app, REMIND) == 1


def test_what_stands_is_due_again_after_its_time_also_after_a_wrong_clock_and_a_failure(
    app: Flask,
) -> None:
    done: list[str] = []
    every = Job(before=lambda owed: done.append(owed.key), every=timedelta(hours=1))
    jobs = {"test:sweep": every}
    with time_machine.travel(START, tick=False) as clock:
        for _ in range(3):
            owe_what_stands(jobs)
            assert work_off(app, jobs) == 1
            clock.shift(timedelta(hours=1))
        clock.shift(days(8))
        owe_what_stands(jobs)
        assert work_off(app, jobs) == 1, "what stands is made up for once, not once for each hour"
        clock.shift(-days(8))
        owe_what_stands(jobs)
        assert work_off(app, jobs) == 1
        assert row(STANDING, "test:sweep").due_at == now() + timedelta(hours=1)
        failing = {"test:sweep": Job(deed=refuse_all, every=timedelta(hours=1))}
        clock.shift(timedelta(hours=1))
        for _ in range(MOST_TRIES):
            work_off(app, failing)
            clock.shift(PAUSES[-1])
        assert row(STANDING, "test:sweep").state is DueState.FAILED
        owe_what_stands(jobs)
        assert work_off(app, jobs) == 1
    assert set(done) == {STANDING}


def refuse_all(_owed: object) -> None:
    raise KeyError


def test_what_was_done_long_ago_is_forgotten_and_what_failed_is_not(app: Flask, city: Place) -> None:
    with time_machine.travel(START, tick=False) as clock:
        owed_in(city, "done", START)
        owed_in(city, "cancelled", START + days(1))
        owed_in(city, "waiting", START + days(1000))
        cancelled("cancelled")
        work_off(app, REMIND)
        clock.shift(KEPT + days(1))
        with transaction():
            forget_settled()
        assert list(db.session.scalars(select(Due.key))) == ["waiting"]


def test_every_job_of_the_program_does_nothing_the_second_time(app: Flask, city: Place) -> None:
    owe_what_stands()
    first = work_off(app)
    assert first == sum(job.every is not None for job in JOBS.values())
    lines = db.session.scalar(select(func.count()).select_from(Entry))
    with time_machine.travel(now() + days(2), tick=False):
        assert work_off(app) == first
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Entry)) == lines
