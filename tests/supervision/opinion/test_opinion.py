"""Opinions: assigned, answered by their unit, judged, published; nothing is public before, everything after."""

from __future__ import annotations

import pytest
import time_machine
from flask.testing import FlaskClient

from tests.conftest import rows
from tests.factories import account, sign_in, unit
from tests.notices.factories import told, words_of
from tests.supervision.activity.factories import held, planned
from tests.supervision.requests import HOME
from voting.congress.place.models import Unit
from voting.core.db import db
from voting.people.rules import Actor, Place, Role
from voting.todo.queries import own

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("july")]
TEXT = "八月底前补齐两个村的水质检测。"


def given(client: FlaskClient, staff: Actor, water: Unit, **more: str) -> int:
    """The id of an opinion that the office has handed to the unit by the page."""
    activity = held(staff)
    path = f"{HOME}/desk/activity/{activity}/opinions/new"
    sign_in(client, staff)
    assert client.get(path).status_code == 200
    data = {"unit_id": str(water.id), "text": TEXT, "due_on": "2026-08-31", **more}
    assert client.post(path, data=data).status_code == 303
    ((number,),) = rows("SELECT max(id) FROM supervision_opinion")
    return int(str(number))


def waits(actor: Actor) -> list[str]:
    db.session.rollback()
    return [one.what[:4] for one in own(actor) if one.kind == "supervision:opinion"]


def test_an_opinion_goes_from_the_office_to_the_unit_and_back_until_it_is_published(
    client: FlaskClient, staff: Actor, clerk: Actor, water: Unit
) -> None:
    path = f"{HOME}/opinions/{given(client, staff, water)}"
    assert (waits(clerk), waits(staff)) == (["报告办理"], [])
    assert client.post(path, data={"step": "accept", "text": "好"}).status_code == 409
    sign_in(client, clerk)
    assert TEXT in client.get(f"{HOME}/mine").text
    assert client.post(path, data={"step": "respond", "text": " "}).status_code == 422
    assert client.post(path, data={"step": "accept", "text": "好"}).status_code == 422
    assert client.post(path, data={"step": "respond", "text": "检测了一个村。"}).status_code == 303
    assert client.post(path, data={"step": "respond", "text": "检测了一个村。"}).status_code == 409
    assert (waits(clerk), waits(staff)) == ([], ["评价办理"])
    sign_in(client, staff)
    refused = client.post(path, data={"step": "send_back", "text": "还差一个村。"})
    assert refused.status_code == 422
    assert "退回重办时，请写明新的期限。" in refused.text
    back = {"step": "send_back", "text": "还差一个村。", "due_on": "2026-09-10"}
    assert client.post(path, data={**back, "due_on": "2026-07-01"}).status_code == 422
    assert client.post(path, data=back).status_code == 303
    sign_in(client, clerk).post(path, data={"step": "respond", "text": "两个村都检测了。"})
    sign_in(client, staff).post(path, data={"step": "accept", "text": "主任会议认可。"})
    assert waits(staff) == ["公布办理"]
    public = f"{HOME}/activities/2026"
    client.delete_cookie("signed_in")
    hidden = client.get(public).text
    assert TEXT not in hidden
    assert "两个村都检测了。" not in hidden
    assert "另有 1 条审议意见正在办理" in hidden
    assert (
        sign_in(client, staff).post(path, data={"step": "publish", "text": "予以公布。"}).status_code == 303
    )
    assert (waits(clerk), waits(staff)) == ([], [])
    client.delete_cookie("signed_in")
    shown = client.get(public).text
    for said in (TEXT, "检测了一个村。", "还差一个村。", "两个村都检测了。", "主任会议认可。"):
        assert said in shown


def test_it_is_overdue_where_the_unit_is_late(
    client: FlaskClient, staff: Actor, clerk: Actor, water: Unit
) -> None:
    path = f"{HOME}/opinions/{given(client, staff, water)}"
    with time_machine.travel("2026-08-31T02:00:00Z", tick=False):
        assert [one.is_overdue for one in own(clerk)] == [False]
    with time_machine.travel("2026-09-01T02:00:00Z", tick=False):
        db.session.rollback()
        assert [one.is_overdue for one in own(clerk)] == [True]
        assert "已过期" in sign_in(client, staff).get(path).text


def test_another_unit_and_another_place_find_nothing(
    client: FlaskClient, city: Place, county: Place, staff: Actor, water: Unit
) -> None:
    number = given(client, staff, water)
    path = f"{HOME}/opinions/{number}"
    sign_in(client, account(city, Role.UNIT, unit=unit(city, "市教育局")))
    assert client.get(path).status_code == 404
    assert client.post(path, data={"step": "respond", "text": "x"}).status_code == 404
    sign_in(client, account(county, Role.STAFF))
    assert client.get(f"/j/{county.code}/supervision/opinions/{number}").status_code == 404
    sign_in(client, account(city, Role.COMMITTEE))
    assert client.get(path).status_code == 200
    assert client.post(path, data={"step": "accept", "text": "x"}).status_code == 403


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"text": ""}, "请填写审议意见。"),
        ({"text": "长" * 2001}, "最多 2000 个字。"),
        ({"due_on": ""}, "请填写办理期限。"),
        ({"due_on": "2026-07-07"}, "期限不能在今天以前。"),
        ({"unit_id": "987"}, ""),
    ],
)
def test_bad_input_gets_a_sentence(
    client: FlaskClient,
    staff: Actor,
    water: Unit,
    change: dict[str, str],
    sentence: str,
) -> None:
    data = {"unit_id": str(water.id), "text": TEXT, "due_on": "2026-08-31", **change}
    answer = sign_in(client, staff).post(f"{HOME}/desk/activity/{held(staff)}/opinions/new", data=data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert rows("SELECT id FROM supervision_opinion") == []


def test_nothing_is_handed_over_before_it_is_told_what_came_of_the_activity(
    client: FlaskClient, staff: Actor, water: Unit
) -> None:
    data = {"unit_id": str(water.id), "text": TEXT, "due_on": "2026-08-31"}
    answer = sign_in(client, staff).post(f"{HOME}/desk/activity/{planned(staff)}/opinions/new", data=data)
    assert answer.status_code == 409
    assert "先公布这次活动的情况，再交办。" in answer.text
    assert TEXT in answer.text


def test_the_unit_is_told_with_the_limit(
    client: FlaskClient, city: Place, staff: Actor, clerk: Actor, water: Unit
) -> None:
    office, other = account(city, Role.GOVERNMENT), account(city, Role.UNIT, unit=unit(city, "市教育局"))
    number = given(client, staff, water)
    told()
    assert words_of(clerk) == ["收到一条审议意见，请在 2026-08-31 以前办理并报告。"]
    assert words_of(other) == []
    assert "一条审议意见已交责任单位办理。" in words_of(office)
    sign_in(client, clerk).post(f"{HOME}/opinions/{number}", data={"step": "respond", "text": "办了。"})
    told()
    assert words_of(staff)[-1] == "责任单位已报告一条审议意见或者承诺的办理情况，请评价。"
