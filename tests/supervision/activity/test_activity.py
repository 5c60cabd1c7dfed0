"""Activities of supervision: planned in public, told what came of them or why they do not take place."""

from __future__ import annotations

from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.conftest import rows
from tests.factories import account, sign_in
from tests.supervision.activity.factories import held, planned
from tests.supervision.requests import HOME
from voting.audit.models import Entry
from voting.core.db import db, transaction
from voting.core.errors import WrongMoment
from voting.people.rules import Actor, Place, Role
from voting.supervision.activity import actions
from voting.supervision.activity.rules import ActivityKind, expect_of_year
from voting.supervision.commitment.models import Commitment
from voting.supervision.commitment.rules import FieldRefused
from voting.todo.queries import own

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("july")]
NEW = {"kind": "study", "title": "农村饮水专题调研", "on": "2026-07-20", "plan": "走访八个村。"}


@pytest.mark.pure
@pytest.mark.parametrize(
    ("on", "of_year"),
    [
        (date(2025, 12, 31), False),
        (date(2026, 1, 1), True),
        (date(2027, 3, 31), True),
        (date(2027, 4, 1), False),
    ],
)
def test_an_activity_of_a_year_lies_in_it_or_in_the_winter_after(on: date, of_year: bool) -> None:
    if of_year:
        expect_of_year(on, 2026)
    else:
        with pytest.raises(FieldRefused):
            expect_of_year(on, 2026)


def test_what_is_planned_and_what_came_of_it_is_public(client: FlaskClient, staff: Actor) -> None:
    sign_in(client, staff)
    assert client.get(f"{HOME}/desk/activities/2026/new").status_code == 200
    assert client.post(f"{HOME}/desk/activities/2026/new", data=NEW).status_code == 303
    ((number,),) = rows("SELECT id FROM supervision_activity")
    report = f"{HOME}/desk/activity/{number}/report"
    assert "走访八个村。" in client.get(f"{HOME}/desk/activity/{number}").text
    told = {"held_on": "2026-07-08", "report": "水压够了，两个村水浑。"}
    assert client.get(report).status_code == 200
    assert client.post(report, data=told).status_code == 303
    assert client.post(report, data=told).status_code == 409, "what was published stays"
    client.delete_cookie("signed_in")
    public = client.get(f"{HOME}/activities/2026").text
    assert "走访八个村。" in public
    assert "水压够了，两个村水浑。" in public
    assert "新增监督活动" not in public
    lines = db.session.scalars(select(Entry.event).order_by(Entry.number)).all()
    assert lines[-2:] == ["supervision:activity:planned", "supervision:activity:moved"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"kind": "party"}, ""),
        ({"title": ""}, "请填写题目。"),
        ({"plan": " "}, "请填写方案。"),
        ({"on": ""}, "请填写计划日期。"),
        ({"on": "2028-01-01"}, "日期要在 2026 年 1 月 1 日到下一年 3 月 31 日之间。"),
    ],
)
def test_bad_input_gets_a_sentence(
    client: FlaskClient, staff: Actor, change: dict[str, str], sentence: str
) -> None:
    answer = sign_in(client, staff).post(f"{HOME}/desk/activities/2026/new", data={**NEW, **change})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert rows("SELECT id FROM supervision_activity") == []


def test_what_has_not_taken_place_is_not_told(client: FlaskClient, staff: Actor) -> None:
    number = planned(staff)
    told = {"held_on": "2026-07-09", "report": "好。"}
    answer = sign_in(client, staff).post(f"{HOME}/desk/activity/{number}/report", data=told)
    assert answer.status_code == 422
    assert "举行日期不能在今天以后。" in answer.text


def test_an_activity_is_cancelled_with_a_reason_in_public(client: FlaskClient, staff: Actor) -> None:
    path = f"{HOME}/desk/activity/{planned(staff)}/cancel"
    sign_in(client, staff)
    assert client.get(path).status_code == 200
    assert client.post(path, data={"reason": ""}).status_code == 422
    assert client.post(path, data={"reason": "防汛，改由书面报告。"}).status_code == 303
    assert client.post(path, data={"reason": "再来一次"}).status_code == 409
    assert "防汛，改由书面报告。" in client.get(f"{HOME}/activities/2026").text


def test_others_do_not_plan(client: FlaskClient, city: Place, county: Place, staff: Actor) -> None:
    number = planned(staff)
    for role in (Role.UNIT, Role.SUPERVISION, Role.GOVERNMENT, Role.COMMITTEE):
        sign_in(client, account(city, role))
        assert client.post(f"{HOME}/desk/activities/2026/new", data=NEW).status_code == 403
        assert client.post(f"{HOME}/desk/activity/{number}/cancel", data={"reason": "x"}).status_code == 403
    sign_in(client, account(county, Role.STAFF))
    assert client.get(f"/j/{county.code}/supervision/desk/activity/{number}").status_code == 404
    with pytest.raises(WrongMoment), transaction():
        actions.cancel_activity(staff, held(staff), "x")


def waiting(actor: Actor) -> list[str]:
    db.session.rollback()
    return [one.subject for one in own(actor) if one.kind == "supervision:activity"]


def test_an_activity_whose_day_has_come_waits_for_the_office(staff: Actor) -> None:
    planned(staff, on=date(2026, 7, 9))
    assert waiting(staff) == []
    number = planned(staff, on=date(2026, 7, 8))
    assert waiting(staff) == [str(number)]


def test_the_year_shows_its_three_steps(client: FlaskClient, row: Commitment, staff: Actor) -> None:
    page = client.get(f"{HOME}/activities/2026").text
    assert "1 / 1" in page
    assert page.count("还没有安排") == 2
    held(staff, ActivityKind.HALF_YEAR)
    page = client.get(f"{HOME}/activities").headers["Location"]
    assert page.endswith("/activities/2026")
    assert client.get(page).text.count("还没有安排") == 1
