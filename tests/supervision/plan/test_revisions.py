"""A plan is revised without a change while target and limit stand; every version is read; nobody's text is lost."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories import account, sign_in
from tests.interleaved.at_once import at_once
from tests.supervision import factories as make
from tests.supervision.requests import HOME, plan_fields
from voting.core.db import db, transaction
from voting.people.rules import Actor, Place, Role
from voting.supervision.commitment.models import Commitment
from voting.supervision.plan import actions as plan_actions
from voting.supervision.plan.models import Plan

REVISED = {
    "target": "更新农村老化供水管网 310 公里，改造水源井 46 眼。",
    "funding": "市级财政 4800 万元",
    "safeguards": "成立专班，每日调度。",
    "reason": "汛期提前，调度加密。",
}


def plans() -> list[Plan]:
    db.session.expire_all()
    return list(db.session.scalars(select(Plan).order_by(Plan.number)))


def revise(client: FlaskClient, row: Commitment, **more: str) -> tuple[int, str]:
    answer = client.post(f"{HOME}/plans/{row.id}", data=plan_fields(row, **{**REVISED, **more}))
    return answer.status_code, answer.text


def test_a_revision_with_a_reason_needs_no_change_and_both_versions_are_public(
    client: FlaskClient, clerk: Actor, row: Commitment
) -> None:
    sign_in(client, clerk)
    assert revise(client, row, **{"steps-2-title": "管网更换和回填"})[0] == 303
    assert [(plan.number, plan.reason) for plan in plans()] == [(1, ""), (2, REVISED["reason"])]
    client.delete_cookie("signed_in")
    page = client.get(f"{HOME}/projects/{row.id}/plans").text
    assert "汛期提前" in page
    assert "<del>管网更换 ·" in page
    assert "<ins>管网更换和回填 ·" in page
    assert "第 1 版" in page
    assert client.get(f"{HOME}/projects/99999/plans").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"target": "更新 290 公里"}, "修订计划不能改目标任务"),
        ({"due_on": "2026-11-29", "steps-3-due_on": "2026-11-29"}, "修订计划不能改完成时限"),
        ({"reason": ""}, "请写明修订的原因"),
        ({"steps-3-due_on": "2027-02-01"}, "不能晚于完成时限"),
    ],
)
def test_what_was_voted_on_is_moved_by_a_change_alone(
    client: FlaskClient, clerk: Actor, row: Commitment, wrong: dict[str, str], sentence: str
) -> None:
    sign_in(client, clerk)
    status, text = revise(client, row, **wrong)
    assert status == 422
    assert sentence in text
    assert "每日调度" in text
    assert len(plans()) == 1


def test_the_second_of_two_editors_sees_both_texts_and_publishes_with_both_in_view(
    client: FlaskClient, city: Place, clerk: Actor, row: Commitment, staff: Actor
) -> None:
    base = re.findall(
        r'name="base"[^>]*value="(\d+)"', sign_in(client, staff).get(f"{HOME}/plans/{row.id}").text
    )
    assert base == ["1"]
    sign_in(client, clerk)
    assert revise(client, row, base="1")[0] == 303
    sign_in(client, staff)
    status, text = revise(client, row, base="1", safeguards="另设监理。", reason="加强监理。")
    assert status == 422
    for words in (
        "另设监理。",
        "加强监理。",
        "成立专班，每日调度。",
        "汛期提前，调度加密。",
        "别人刚公布的第 2 版",
    ):
        assert words in text
    (base,) = re.findall(r'name="base"[^>]*value="(\d+)"', text)
    assert base == "2"
    assert revise(client, row, base=base, safeguards="另设监理。", reason="加强监理。")[0] == 303
    assert [plan.safeguards for plan in plans()][1:] == [REVISED["safeguards"], "另设监理。"]


def test_the_same_revision_sent_twice_is_one_version(
    client: FlaskClient, clerk: Actor, row: Commitment
) -> None:
    sign_in(client, clerk)
    assert revise(client, row, base="1")[0] == 303
    assert revise(client, row, base="1")[0] == 303
    assert len(plans()) == 2


@pytest.mark.database
def test_one_plan_published_twice_at_once_is_one_version(
    app: Flask, clerk: Actor, assigned: Commitment
) -> None:
    number, steps = assigned.id, make.steps(assigned)
    new = plan_actions.NewPlan(
        commitment_id=number,
        target=assigned.target,
        due_on=assigned.due_on,
        funding="市级财政",
        safeguards="专班",
        steps=steps,
        base=0,
    )

    def publish() -> None:
        with transaction():
            plan_actions.publish_plan(clerk, new)

    at_once(app, publish, publish)
    assert [plan.number for plan in plans()] == [1]


def test_another_unit_revises_nothing(client: FlaskClient, city: Place, row: Commitment) -> None:
    sign_in(client, account(city, Role.DEPUTY))
    assert revise(client, row)[0] == 403
    assert len(plans()) == 1
