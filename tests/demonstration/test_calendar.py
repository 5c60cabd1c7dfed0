"""Scenes come in the order of time, none before the one before has ended, and none that is still to come."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

import pytest
import time_machine
from flask import Flask

from voting.core.clock import NotPlayed, moment, now, today
from voting.demonstration.calendar import ListDays, on, play, scene, this_year

DAY = date(2026, 11, 27)


def test_scenes_are_played_in_order_up_to_now() -> None:
    told: list[tuple[str, datetime]] = []

    def tell(word: str) -> None:
        told.append((word, now()))

    with time_machine.travel(moment(DAY, 12), tick=False):
        play(
            scene(day, hour, partial(tell, word))
            for day, hour, word in (
                (DAY, 13, "to come"),
                (DAY, 11, "today"),
                (date(2026, 2, 1), 9, "before"),
                (date(2026, 2, 1), 9, "after"),
            )
        )
        assert now() == moment(DAY, 12)
    assert [word for word, _at in told] == ["before", "after", "today"]
    assert [at for _word, at in told] == [moment(date(2026, 2, 1), 9)] * 2 + [moment(DAY, 11)]


def test_today_keeps_its_own_time() -> None:
    with time_machine.travel(moment(DAY, 7), tick=False):
        with on(DAY, 9):
            assert now() == moment(DAY, 7)
        with on(DAY - timedelta(1), 9):
            assert now() == moment(DAY - timedelta(1), 9)


def test_in_service_nothing_is_played(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    service = replace(app.extensions["settings"], demonstration=False)
    monkeypatch.setitem(app.extensions, "settings", service)
    with pytest.raises(NotPlayed), on(today() - timedelta(1), 9):
        pytest.fail("played in service")
    with pytest.raises(NotPlayed):
        play([scene(today() - timedelta(1), 9, partial(pytest.fail, "played in service"))])


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2027, 1, 1), 2026), (date(2027, 3, 31), 2026), (date(2027, 4, 1), 2027), (DAY, 2026)],
)
def test_in_winter_the_year_before_is_under_way(day: date, year: int) -> None:
    with time_machine.travel(moment(day, 0, 1)):
        assert this_year() == year


def test_a_list_takes_months_and_each_step_its_day() -> None:
    days = ListDays.until(DAY)
    found = [days.opens, days.closes, days.formed, days.appraised, *days.approved]
    assert found == sorted(set(found))
    assert days.approved[-1] == DAY
