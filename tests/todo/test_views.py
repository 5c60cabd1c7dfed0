"""The page of to-dos and the count beside the name: the first page after signing in, gathered anew each time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import PASSWORD, account, actor_of, deputies, place, sign_in, term, unit
from tests.queries_counted import counted
from tests.screening import factories as screening
from tests.supervision import factories as supervision
from tests.todo.walked import not_doable, shown
from voting.congress.factor_reset import actions as factors
from voting.core import due_tries
from voting.core.clock import now
from voting.core.db import db, transaction
from voting.core.due import owe
from voting.core.due_rules import DueState
from voting.core.due_tries import row_of
from voting.people.models import Account
from voting.people.rules import Level, Place, Role
from voting.supervision.commitment.rules import CommitmentState

pytestmark = pytest.mark.database


def login_of(account_id: int | None) -> str:
    return db.session.get_one(Account, account_id).login


def test_whoever_signs_in_comes_to_what_waits_for_him(client: FlaskClient, city: Place) -> None:
    login = login_of(account(city, Role.STAFF).account_id)
    answer = client.post("/sign-in", data={"login": login, "password": PASSWORD})
    assert answer.headers["Location"] == "/todo"
    asked = client.post("/sign-in?next=/j/140900/", data={"login": login, "password": PASSWORD})
    assert asked.headers["Location"] == "/j/140900/"  # where one wanted to go comes first


def test_the_sign_in_of_the_hall_leads_where_it_led(client: FlaskClient, city: Place) -> None:
    deputies(city, 1)
    answer = client.post("/j/140900/deputy/sign-in", data={"number": "001", "pin": "482913"})
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/account"


def test_nobody_without_a_session_reads_to_dos(client: FlaskClient) -> None:
    for path in ("/todo", "/todo/count.json"):
        answer = client.get(path)
        assert answer.status_code in {303, 401}
        assert "待办" not in answer.text or "/sign-in" in answer.text


def test_who_has_nothing_to_do_reads_that_and_where_he_works(client: FlaskClient, city: Place) -> None:
    page = sign_in(client, account(city, Role.AUDITOR)).get("/todo")
    assert page.status_code == 200
    assert "没有等您办理的事" in page.text
    assert "办理日志" in page.text
    assert client.get("/todo/count.json").json == {"count": 0, "overdue": 0}


def test_a_to_do_is_gone_when_the_deed_is_done(app: Flask, client: FlaskClient, city: Place) -> None:
    staff = account(city, Role.STAFF)
    screening.call(city, actor=staff)
    row = screening.suggestion(city)
    sign_in(client, staff)
    assert "梳理 1 条建议" in client.get("/todo").text
    before = client.get("/todo/count.json").json
    answer = client.post(
        "/j/140900/screening/answers",
        data={"ids": row.id, "answer_class": "planned", "text": "已有安排，不重复立项。"},
    )
    assert answer.status_code == 303
    assert "条建议" not in client.get("/todo").text
    assert before is not None
    assert client.get("/todo/count.json").json == {**before, "count": before["count"] - 1}


def test_staff_read_what_waits_for_others_and_for_whom(client: FlaskClient, city: Place) -> None:
    staff, water = account(city, Role.STAFF), unit(city, "市水利局")
    supervision.commitment(staff, city, water)
    page = sign_in(client, staff).get("/todo").text
    assert "等别人办理的" in page
    assert "市水利局" in page
    assert "公布实施计划" in page
    clerk = sign_in(client, account(city, Role.UNIT, unit=water))
    mine = clerk.get("/todo").text
    assert "公布实施计划" in mine
    assert "等别人办理" not in mine


def test_the_texts_of_others_are_words_not_marks(client: FlaskClient, city: Place) -> None:
    staff, water = account(city, Role.STAFF), unit(city, "<b>局</b>")
    supervision.commitment(staff, city, water, title="<img src=x> 100%(what)s")
    page = sign_in(client, account(city, Role.UNIT, unit=water)).get("/todo").text
    assert "&lt;img src=x&gt; 100%(what)s" in page
    assert "&lt;b&gt;局&lt;/b&gt;" in sign_in(client, staff).get("/todo").text


def test_the_administrator_of_a_city_opens_the_accounts_below(client: FlaskClient, city: Place) -> None:
    county = place(code="140921", name="定襄县", level=Level.COUNTY, under=city)
    admin = account(city, Role.PLATFORM_ADMIN)
    assert "给 1 个下级人大开第一个账号" in sign_in(client, admin).get("/todo").text
    account(county, Role.STAFF)
    assert "开第一个账号" not in client.get("/todo").text


def test_a_job_given_up_is_told_to_the_topmost_administrator_alone(client: FlaskClient, city: Place) -> None:
    county = place(code="140921", name="定襄县", level=Level.COUNTY, under=city)
    with transaction():
        owe("uploads:lapse", "7", now() - timedelta(days=3))
        row = row_of("uploads:lapse", "7")
        assert row is not None
        row.state, row.failure, row.settled_at = DueState.FAILED, "磁盘已满。", now()
    page = sign_in(client, account(city, Role.PLATFORM_ADMIN)).get("/todo").text
    assert "磁盘已满。" in page
    for other in (account(city, Role.STAFF), account(county, Role.PLATFORM_ADMIN)):
        assert "磁盘已满。" not in sign_in(client, other).get("/todo").text
    with transaction():
        due_tries.retry("uploads:lapse", "7")
    assert "磁盘已满。" not in sign_in(client, account(city, Role.PLATFORM_ADMIN)).get("/todo").text


def test_a_deputy_costs_no_room_a_question(client: FlaskClient, city: Place) -> None:
    (deputy,) = deputies(city, 1, in_term=term(city))
    sign_in(client, actor_of(deputy), home=True)
    with counted() as sent:
        assert client.get("/todo/count.json").json == {"count": 0, "overdue": 0}
    assert len(sent) <= 8


def test_the_count_stands_on_no_other_page_s_time(client: FlaskClient, city: Place) -> None:
    staff = account(city, Role.STAFF)
    sign_in(client, staff)
    with counted() as sent:
        page = client.get("/account").text
    assert 'data-todo="/todo/count.json"' in page
    assert len(sent) <= 8
    with counted() as sent:
        client.get("/todo/count.json")
    assert len(sent) <= 60


def test_new_roles_are_shown_what_they_may_do(client: FlaskClient, app: Flask, city: Place) -> None:
    water, staff = unit(city, "市水利局"), account(city, Role.STAFF)
    with transaction():
        supervision.commitment(staff, city, water).state = CommitmentState.DELIVERED
    screening.call(city)
    screening.suggestion(city)
    leader = sign_in(app.test_client(), account(city, Role.GROUP_LEADER)).get("/todo").text
    government = sign_in(app.test_client(), account(city, Role.GOVERNMENT)).get("/todo").text
    assert "验收" in leader
    assert "条建议" not in leader
    assert "梳理 1 条建议" in government


def test_an_authenticator_waits_for_a_second_person_who_is_not_its_owner(app: Flask, city: Place) -> None:
    staff, owner, chair = (
        account(city, Role.STAFF),
        account(city, Role.SECRETARIAT),
        account(city, Role.CHAIR),
    )
    with transaction():
        db.session.get_one(Account, owner.account_id).totp = "x"
        factors.ask(staff, city, account_id=owner.account_id or 0)
    found = shown(app, [staff, owner, chair])
    assert not_doable(app, [one for one in found if one.actor == chair]) == []
    waits = [one.actor for one in found if one.to_do.kind == "congress:factor_reset"]
    assert waits == [chair]
