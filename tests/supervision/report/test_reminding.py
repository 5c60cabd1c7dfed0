"""A unit is reminded three days before its monthly report is due, once a month, and not when it is in."""

from __future__ import annotations

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests.notices.factories import Told, told, under_way, words_of
from tests.supervision import factories as supervision
from voting.audit.models import Entry
from voting.core.db import db
from voting.jobs import work_off
from voting.people.rules import Place

pytestmark = pytest.mark.database


def reminded() -> list[int]:
    db.session.rollback()
    asked = select(Entry).where(Entry.event == "supervision:report:reminded").order_by(Entry.number)
    return [row.facts["month"] for row in db.session.scalars(asked)]


@pytest.fixture
def world(city: Place) -> Told:
    with time_machine.travel("2026-03-10T02:00:00Z", tick=False):
        made = under_way(city)
        supervision.planned(made.clerk, made.row)
    return made


def at(app: Flask, day: str) -> list[int]:
    with time_machine.travel(day, tick=False):
        work_off(app)
        work_off(app)
    return reminded()


def test_three_days_before_the_day_in_the_morning_and_once(app: Flask, world: Told) -> None:
    assert at(app, "2026-04-02T00:59:00Z") == []
    assert at(app, "2026-04-02T01:01:00Z") == [3]
    assert at(app, "2026-04-03T01:01:00Z") == [3]
    told()
    assert (
        words_of(world.clerk)[-1] == "“农村饮水安全巩固提升” 3 月的月报还没有收到，请在 2026-04-05 以前报送。"
    )
    assert "月报还没有收到" not in str(words_of(world.staff))


def test_what_is_in_is_not_reminded_of_and_the_next_month_is(app: Flask, world: Told) -> None:
    with time_machine.travel("2026-04-01T02:00:00Z", tick=False):
        supervision.report(world.clerk, world.row, 3, 10)
    assert at(app, "2026-04-02T02:00:00Z") == []
    assert at(app, "2026-05-02T02:00:00Z") == [4]


def test_a_machine_that_slept_for_months_catches_up_in_order_with_each_date(app: Flask, world: Told) -> None:
    assert at(app, "2026-06-20T02:00:00Z") == [3, 4, 5]
    asked = select(Entry.facts).where(Entry.event == "supervision:report:reminded").order_by(Entry.number)
    assert [facts["closes_on"] for facts in db.session.scalars(asked)] == [
        "2026-04-05",
        "2026-05-05",
        "2026-06-05",
    ]


def test_after_the_year_s_last_report_nothing_is_owed(app: Flask, world: Told) -> None:
    assert at(app, "2027-03-01T02:00:00Z") == list(range(3, 13))
    assert at(app, "2028-03-01T02:00:00Z") == list(range(3, 13))
