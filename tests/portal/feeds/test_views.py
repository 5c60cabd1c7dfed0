"""What everybody may subscribe to: only what was published, under names that stay."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
import time_machine
from flask.testing import FlaskClient

from tests.factories import account, unit
from tests.screening import factories as screening
from tests.supervision import factories as supervision
from tests.tally import factories_count as counting
from voting.core.db import transaction
from voting.demonstration import count
from voting.people.rules import Place, Role
from voting.supervision.report import lighting

pytestmark = pytest.mark.database
ATOM = "{http://www.w3.org/2005/Atom}"


def entries(client: FlaskClient) -> list[ET.Element]:
    answer = client.get("/j/140900/news.atom")
    assert answer.status_code == 200
    assert answer.mimetype == "application/atom+xml"
    root = ET.fromstring(answer.data)  # noqa: S314  the program's own
    assert root.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated", "author"):
        assert root.find(f"{ATOM}{name}") is not None
    for one in root.iter(f"{ATOM}entry"):
        assert [len(one.findall(f"{ATOM}{name}")) for name in ("id", "title", "updated", "link")] == [
            1,
            1,
            1,
            1,
        ]
    return root.findall(f"{ATOM}entry")


def titles(client: FlaskClient) -> list[str]:
    return [one.findtext(f"{ATOM}title", "") for one in entries(client)]


def test_an_empty_feed_is_a_feed(client: FlaskClient, city: Place) -> None:
    assert entries(client) == []


def test_a_call_is_news_when_it_is_open_and_not_before(client: FlaskClient, city: Place) -> None:
    staff = account(city, Role.STAFF)
    screening.call(city, actor=staff, opened=False)
    assert titles(client) == []


def test_plans_and_lights_are_news(client: FlaskClient, city: Place) -> None:
    with time_machine.travel("2026-07-08T02:00:00Z", tick=False):
        staff, water = account(city, Role.STAFF), unit(city, "市水利局")
        row = supervision.commitment(staff, city, water, title="饮水 <安全> & 巩固")
        assert titles(client) == []
        supervision.planned(account(city, Role.UNIT, unit=water), row)
    with time_machine.travel("2026-08-06T02:00:00Z", tick=False):
        with transaction():
            lighting.read_month(staff, 2026, 7)
        found = titles(client)
        assert set(found) == {"公布实施计划：饮水 <安全> & 巩固", "2026 年 7 月亮灯"}
        days = client.get("/j/140900/calendar.ics")
    assert days.mimetype == "text/calendar"
    assert "应当完成：饮水 <安全> & 巩固".encode() in days.data.replace(b"\r\n ", b"")


def test_a_result_is_news_once_it_is_announced(client: FlaskClient, city: Place) -> None:
    made = counting.confirmed(city)
    assert titles(client) == []
    count.step(made.uuid, "announce", made.secretary, made.chair, {"number": 1})
    (one,) = entries(client)
    assert "通过的项目" in one.findtext(f"{ATOM}title", "")
    link = one.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == f"http://localhost/j/140900/ballots/{made.uuid}"
    again = entries(client)[0].findtext(f"{ATOM}id")
    assert again == one.findtext(f"{ATOM}id")
    assert str(again).startswith("urn:uuid:")
