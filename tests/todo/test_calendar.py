"""A person's calendar: read by whoever has its address and by nobody else, until it is revoked."""

from __future__ import annotations

import logging

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.core.test_icalendar import read
from tests.factories import account, sign_in, unit
from tests.interleaved.at_once import at_once
from tests.supervision import factories as supervision
from voting.audit.models import Entry
from voting.core.db import db, transaction
from voting.people.actions_accounts import reset
from voting.people.models import Account, CalendarAddress
from voting.people.rules import Actor, Place, Role
from voting.todo.actions import make_address

pytestmark = pytest.mark.database


def address(client: FlaskClient) -> str:
    page = client.post("/todo/calendar")
    assert page.status_code == 200
    start = page.text.index("/calendar/", page.text.index("readonly"))
    return page.text[start : page.text.index('"', start)]


@pytest.fixture
def clerk(city: Place) -> Actor:
    """Whose unit owes a plan and a report."""
    with time_machine.travel("2026-07-08T02:00:00Z", tick=False):
        water = unit(city, "市水利局")
        clerk = account(city, Role.UNIT, unit=water)
        row = supervision.commitment(account(city, Role.STAFF), city, water, title="饮水安全，一期；二期")
        supervision.planned(clerk, row)
    return clerk


def events(client: FlaskClient, path: str) -> list[dict[str, str]]:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    found: list[dict[str, str]] = []
    for name, value in read(answer.data):
        if (name, value) == ("BEGIN", "VEVENT"):
            found.append({})
        elif found:
            found[-1][name] = value
    return found


def test_the_due_dates_are_those_of_the_to_dos_under_names_that_stay(
    app: Flask, client: FlaskClient, clerk: Actor
) -> None:
    path = address(sign_in(client, clerk))
    device = app.test_client()
    with time_machine.travel("2026-07-09T02:00:00Z", tick=False):
        (one,) = events(device, path)
        assert one["DTSTART;VALUE=DATE"] == "20260805"
        assert one["SUMMARY"] == "报送 7 月份报告：饮水安全，一期；二期"
        assert one["URL"].endswith("/reports/7")
    with time_machine.travel("2026-08-09T02:00:00Z", tick=False):
        late, coming = events(device, path)
        assert late["UID"] == one["UID"]
        assert late["SUMMARY"].startswith("已过期：")
        assert coming["DTSTART;VALUE=DATE"] == "20260905"


def test_only_the_hash_of_an_address_is_kept_and_it_stands_on_one_page(
    client: FlaskClient, clerk: Actor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    path = address(sign_in(client, clerk))
    token = path.split("/")[2]
    client.get(path)
    client.get(path.replace("own", "none"))
    assert token not in client.get("/todo/calendar").text
    assert token not in "".join(record.getMessage() for record in caplog.records)
    assert all(token not in repr(entry.facts) for entry in db.session.scalars(select(Entry)))
    row = db.session.scalars(select(CalendarAddress)).one()
    assert token not in repr((row.token_sha256, row.made_at))
    assert client.get(path).headers["Cache-Control"] == "no-store"
    assert client.get(path).headers["Referrer-Policy"] == "same-origin"


def test_a_new_address_ends_the_one_before_and_a_revoked_one_is_nobody_s(
    client: FlaskClient, clerk: Actor
) -> None:
    first = address(sign_in(client, clerk))
    second = address(client)
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)
    assert client.post("/todo/calendar/revoke").status_code == 303
    assert client.get(second).status_code == 404
    assert client.post("/todo/calendar/revoke").status_code == 409


def test_the_address_of_a_closed_account_is_nobody_s_and_roles_that_are_gone_show_nothing(
    client: FlaskClient, clerk: Actor
) -> None:
    with transaction():
        path = f"/calendar/{make_address(clerk)}/own.ics"
    assert client.get(path).status_code == 200
    with transaction():
        db.session.get_one(Account, clerk.account_id).closed = True
    assert client.get(path).status_code == 404
    assert client.get("/calendar/none/own.ics").status_code == 404


def test_the_year_of_the_congress_has_its_reporting_days(client: FlaskClient, clerk: Actor) -> None:
    with transaction():
        path = f"/calendar/{make_address(clerk)}/year.ics"
    with time_machine.travel("2026-07-09T02:00:00Z", tick=False):
        found = events(client, path)
    days = [one["DTSTART;VALUE=DATE"] for one in found if "月报报送截止" in one["SUMMARY"]]
    assert days[0] == "20260205"
    assert days[-1] == "20270105"
    assert len(days) == 12
    assert len({one["UID"] for one in found}) == len(found)


def test_what_is_due_on_a_day_of_the_new_year_stands_in_its_calendar_still(
    client: FlaskClient, clerk: Actor
) -> None:
    with transaction():
        path = f"/calendar/{make_address(clerk)}/year.ics"
    with time_machine.travel("2027-01-01T02:00:00Z", tick=False):
        found = events(client, path)
    assert [one["DTSTART;VALUE=DATE"] for one in found if "月报报送截止" in one["SUMMARY"]] == ["20270105"]


def test_whoever_gets_a_new_first_password_has_no_address_any_more(
    client: FlaskClient, clerk: Actor, city: Place
) -> None:
    with transaction():
        path = f"/calendar/{make_address(clerk)}/own.ics"
    assert client.get(path).status_code == 200
    with transaction():
        reset(account(city, Role.STAFF), city, account_id=clerk.account_id or 0, secret_phc="x")
    assert client.get(path).status_code == 404
    assert db.session.scalars(select(CalendarAddress)).all() == []


def test_a_first_address_is_made_twice_at_once(app: Flask, clerk: Actor) -> None:
    def make() -> None:
        with transaction():
            make_address(clerk)

    at_once(app, make, make)
    assert len(db.session.scalars(select(CalendarAddress)).all()) == 1


def test_nobody_makes_an_address_without_signing_in(client: FlaskClient, city: Place) -> None:
    assert client.get("/todo/calendar").status_code == 303
    assert client.post("/todo/calendar").status_code in {303, 401}
    assert db.session.scalars(select(CalendarAddress)).all() == []
