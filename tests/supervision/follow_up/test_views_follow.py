"""Routes of findings, inspections and letters."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories import account, sign_in, unit
from tests.supervision import factories as make
from tests.supervision.requests import (
    HOME,
)
from voting.core.db import db
from voting.people.rules import Actor, Place, Role
from voting.supervision.commitment.models import Commitment
from voting.supervision.finding.models import Finding, FindingPost
from voting.supervision.finding.rules import FindingState
from voting.supervision.follow_up.models import FollowUp
from voting.supervision.inspection.models import Inspection

PROBLEM = {"title": "管沟没有回填", "text": "两个村半个月没有回填。", "due_on": "2026-07-30"}


def test_a_finding_goes_round_until_the_recheck_passes(
    client: FlaskClient, clerk: Actor, group: Actor, row: Commitment
) -> None:
    sign_in(client, group)
    new = f"{HOME}/desk/{row.id}/findings/new"
    assert client.post(new, data={**PROBLEM, "photos": (BytesIO(make.picture()), "a.jpg")}).status_code == 303
    finding = db.session.scalars(select(Finding)).one()
    url = f"{HOME}/findings/{finding.id}"
    assert client.post(url, data={"step": "pass_recheck", "text": "好"}).status_code == 409
    sign_in(client, clerk)
    assert "管沟没有回填" in client.get(f"{HOME}/mine").text
    assert client.post(url, data={"step": "pass_recheck", "text": "好"}).status_code == 422
    assert client.post(url, data={"step": "answer", "text": ""}).status_code == 422
    assert client.post(url, data={"step": "answer", "text": "月底前回填。"}).status_code == 303
    assert client.post(url, data={"step": "rectify", "text": "已回填。"}).status_code == 303
    assert client.post(url, data={"step": "rectify", "text": "已回填。"}).status_code == 409
    sign_in(client, group)
    assert client.post(url, data={"step": "fail_recheck", "text": "只填了一个村。"}).status_code == 422
    failed = {"step": "fail_recheck", "text": "只填了一个村。", "due_on": "2026-08-10"}
    assert client.post(url, data=failed).status_code == 303
    sign_in(client, clerk).post(url, data={"step": "rectify", "text": "都填了。"})
    assert (
        sign_in(client, group).post(url, data={"step": "pass_recheck", "text": "看过。"}).status_code == 303
    )
    db.session.expire_all()
    assert db.session.scalars(select(Finding.state)).one() is FindingState.CLOSED
    assert db.session.scalars(select(Finding.due_on)).one() == date(2026, 8, 10)
    thread = db.session.execute(select(FindingPost.step, FindingPost.by).order_by(FindingPost.id)).all()
    assert [tuple(post) for post in thread] == [
        ("raise", "代表监督小组"),
        ("answer", "市水利局"),
        ("rectify", "市水利局"),
        ("fail_recheck", "代表监督小组"),
        ("rectify", "市水利局"),
        ("pass_recheck", "代表监督小组"),
    ]
    assert "只填了一个村" in client.get(f"{HOME}/projects/{row.id}", follow_redirects=True).text


@pytest.mark.parametrize(
    "wrong", [{"title": ""}, {"title": "长" * 121}, {"due_on": "2026-07-07"}, {"due_on": ""}]
)
def test_a_bad_finding_is_sent_back_as_written(
    client: FlaskClient, group: Actor, row: Commitment, wrong: dict[str, str]
) -> None:
    answer = sign_in(client, group).post(f"{HOME}/desk/{row.id}/findings/new", data={**PROBLEM, **wrong})
    assert answer.status_code == 422
    assert "半个月没有回填" in answer.text
    assert db.session.scalars(select(Finding)).all() == []


def test_a_finding_of_another_unit_is_not_found(
    client: FlaskClient, city: Place, group: Actor, row: Commitment
) -> None:
    sign_in(client, group).post(f"{HOME}/desk/{row.id}/findings/new", data=PROBLEM)
    number = db.session.scalars(select(Finding.id)).one()
    sign_in(client, account(city, Role.UNIT, unit=unit(city, "市教育局")))
    assert client.get(f"{HOME}/findings/{number}").status_code == 404
    assert client.post(f"{HOME}/findings/{number}", data={"step": "answer", "text": "x"}).status_code == 404


def test_an_inspection_is_recorded_but_not_before_it_took_place(
    client: FlaskClient, group: Actor, row: Commitment
) -> None:
    url = f"{HOME}/desk/{row.id}/inspections/new"
    visit = {"on": "2026-07-07", "place": "大林乡", "people": "9", "text": "看了三个村。"}
    sign_in(client, group)
    for wrong in ({"on": "2026-07-09"}, {"people": "0"}, {"people": "many"}, {"place": ""}):
        answer = client.post(url, data={**visit, **wrong})
        assert answer.status_code == 422
        assert "看了三个村" in answer.text
    assert client.post(url, data=visit).status_code == 303
    assert db.session.scalars(select(Inspection)).one().people == 9
    assert "大林乡" in client.get(f"{HOME}/projects/{row.id}", follow_redirects=True).text


def test_letters_are_numbered_and_answered_once(
    client: FlaskClient, clerk: Actor, staff: Actor, row: Commitment
) -> None:
    sign_in(client, staff)
    url = f"{HOME}/desk/{row.id}/letters/new"
    letter = {"text": "请加快进度。", "due_on": "2026-07-20"}
    assert client.post(url, data={**letter, "due_on": "2026-07-01"}).status_code == 422
    for _ in range(2):
        assert client.post(url, data=letter).status_code == 303
    first, second = db.session.scalars(select(FollowUp).order_by(FollowUp.id))
    assert (first.number, second.number) == (1, 2)
    answer = f"{HOME}/letters/{first.id}"
    sign_in(client, clerk)
    assert client.post(answer, data={"answer": ""}).status_code == 422
    assert client.post(answer, data={"answer": "已增加两个施工队。"}).status_code == 303
    assert client.post(answer, data={"answer": "再说一次"}).status_code == 409
    assert "已增加两个施工队" in client.get(f"{HOME}/projects/{row.id}", follow_redirects=True).text
