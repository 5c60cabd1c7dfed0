"""A special inquiry: each question with its answer in public, each promise with its day a to-do of its unit until it is answered."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.conftest import rows
from tests.factories import account, sign_in
from tests.notices.factories import told, words_of
from tests.supervision.activity.factories import held, planned
from tests.supervision.requests import HOME
from voting.congress.place.models import Unit
from voting.core.db import db
from voting.people.rules import Actor, Place, Role
from voting.supervision.activity.rules import ActivityKind
from voting.todo.queries import own

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("july")]
QUESTION = {"text": "两个村的水为什么还是浑的？", "reply": "滤芯没有换。"}
PROMISE = {"promise": "九月底前全部换完。", "due_on": "2026-09-30"}


def path(activity: int) -> str:
    return f"{HOME}/desk/activity/{activity}/questions/new"


def test_a_promise_is_public_at_once_and_waits_for_its_unit_until_it_is_kept(
    client: FlaskClient, staff: Actor, clerk: Actor, water: Unit
) -> None:
    activity = held(staff, ActivityKind.INQUIRY)
    sign_in(client, staff)
    assert client.get(path(activity)).status_code == 200
    data = {"unit_id": str(water.id), **QUESTION, **PROMISE}
    assert client.post(path(activity), data=data).status_code == 303
    ((number,),) = rows("SELECT id FROM supervision_opinion")
    assert rows("SELECT promise_id FROM inquiry_question") == [(number,)]
    told()
    assert words_of(clerk) == ["贵单位在专题询问中作出的承诺已登记，请在 2026-09-30 以前兑现并报告。"]
    db.session.rollback()
    assert [(one.kind, str(one.due_on)) for one in own(clerk)] == [("supervision:opinion", "2026-09-30")]
    one = f"{HOME}/opinions/{number}"
    client.delete_cookie("signed_in")
    public = client.get(f"{HOME}/activities/2026").text
    for said in (*QUESTION.values(), PROMISE["promise"]):
        assert said in public
    sign_in(client, clerk).post(one, data={"step": "respond", "text": "已换完。"})
    db.session.rollback()
    assert own(clerk) == []
    client.delete_cookie("signed_in")
    assert "已换完。" not in client.get(f"{HOME}/activities/2026").text
    sign_in(client, staff)
    for step in ("accept", "publish"):
        assert client.post(one, data={"step": step, "text": "属实。"}).status_code == 303
    client.delete_cookie("signed_in")
    assert "已换完。" in client.get(f"{HOME}/activities/2026").text


def test_a_question_without_a_promise_leaves_nothing_to_do(
    client: FlaskClient, staff: Actor, clerk: Actor, water: Unit
) -> None:
    activity = held(staff, ActivityKind.INQUIRY)
    data = {"unit_id": str(water.id), **QUESTION}
    assert sign_in(client, staff).post(path(activity), data=data).status_code == 303
    told()
    assert words_of(clerk) == []
    assert rows("SELECT id FROM supervision_opinion") == []
    assert QUESTION["reply"] in client.get(f"{HOME}/desk/activity/{activity}").text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"text": ""}, "请填写问题。"),
        ({"reply": ""}, "请填写现场回答。"),
        ({"due_on": ""}, "有承诺的，请写明兑现日期。"),
        ({"promise": ""}, "写了兑现日期，请写明承诺了什么"),
        ({"due_on": "2026-07-07"}, "期限不能在今天以前。"),
    ],
)
def test_bad_input_gets_a_sentence_and_writes_nothing(
    client: FlaskClient,
    staff: Actor,
    water: Unit,
    change: dict[str, str],
    sentence: str,
) -> None:
    activity = held(staff, ActivityKind.INQUIRY)
    data = {"unit_id": str(water.id), **QUESTION, **PROMISE, **change}
    answer = sign_in(client, staff).post(path(activity), data=data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert rows("SELECT id FROM inquiry_question") == rows("SELECT id FROM supervision_opinion") == []


def test_questions_are_put_in_an_inquiry_that_was_held_and_written_down_by_the_office(
    client: FlaskClient, city: Place, staff: Actor, water: Unit
) -> None:
    data = {"unit_id": str(water.id), **QUESTION}
    sign_in(client, staff)
    other = client.post(path(held(staff, ActivityKind.STUDY)), data=data)
    assert (other.status_code, "只有专题询问才记录问题和回答。" in other.text) == (409, True)
    assert client.post(path(planned(staff, ActivityKind.INQUIRY)), data=data).status_code == 409
    sign_in(client, account(city, Role.SUPERVISION))
    assert client.post(path(held(staff, ActivityKind.INQUIRY)), data=data).status_code == 403
