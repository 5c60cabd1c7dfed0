"""Routes of changes: request, decision, notice, report."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories import account, sign_in, unit
from tests.supervision import factories as make
from tests.supervision.requests import (
    HOME,
    again,
    plan_fields,
)
from voting.core.db import db, transaction
from voting.people.rules import Actor, Place, Role
from voting.supervision.change import actions as change_actions
from voting.supervision.change.models import Change
from voting.supervision.change.rules import ChangeKind
from voting.supervision.commitment.models import Commitment
from voting.supervision.commitment.rules import CommitmentState

WISH = {
    "kind": "major_adjustment",
    "reason": "两个村搬迁",
    "target": "更新农村老化供水管网 290 公里。",
    "due_on": "2026-11-30",
    "planned": "4200",
}


DECISION = {"approved": "yes", "decided_on": "2026-07-08", "document": "忻人常〔2026〕12 号"}


NOTICE = {"notice": "忻州市人大常委会决定同意调整年度目标，现予公告。"}


def test_a_change_takes_effect_with_its_notice_and_shows_against_the_vote(
    client: FlaskClient, clerk: Actor, staff: Actor, row: Commitment
) -> None:
    sign_in(client, clerk)
    url = f"{HOME}/projects/{row.id}/changes/new"
    assert client.post(url, data=WISH).status_code == 303
    assert client.post(url, data=WISH).status_code == 409, "one at a time"
    number = db.session.scalars(select(Change.id)).one()
    change = f"{HOME}/changes/{number}"
    sign_in(client, staff)
    assert client.post(f"{change}/notice", data=NOTICE).status_code == 409
    assert client.post(f"{change}/decision", data={**DECISION, "decided_on": "2026-07-09"}).status_code == 422
    assert client.post(f"{change}/decision", data={**DECISION, "document": ""}).status_code == 422
    assert client.post(f"{change}/decision", data=DECISION).status_code == 303
    assert client.post(f"{change}/decision", data=DECISION).status_code == 409
    assert again(row).planned_fen == 4800 * make.WAN, "decided but not public"
    assert "两个村搬迁" not in client.get(f"{HOME}/projects/{row.id}", follow_redirects=True).text
    assert client.post(f"{change}/notice", data={"notice": "短"}).status_code == 422
    assert client.post(f"{change}/notice", data=NOTICE).status_code == 303
    fresh = again(row)
    assert (fresh.planned_fen, fresh.voted_fen) == (4200 * make.WAN, 4800 * make.WAN)
    page = client.get(f"{HOME}/projects/{row.id}", follow_redirects=True).text
    assert "<ins>290</ins>" in page
    assert "<del>310</del>" in page
    assert client.post(f"{change}/report").status_code == 303
    assert client.post(f"{change}/report").status_code == 409
    sign_in(client, clerk)
    assert client.post(url, data=WISH).status_code == 409, "first the plan is revised"
    assert client.post(f"{HOME}/plans/{row.id}", data=plan_fields(row)).status_code == 303
    assert client.post(f"{HOME}/plans/{row.id}", data=plan_fields(row)).status_code == 303, "sent twice"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"kind": "minor_adjustment"}, "属于重大调整"),
        ({"kind": "nonsense"}, "不是有效的选择"),
        ({"reason": ""}, "请写明理由"),
        ({"planned": "lots"}, "不是有效的小数"),
        ({"target": "更新农村老化供水管网 310 公里，改造水源井 46 眼。", "planned": "4800"}, "都没有改动"),
    ],
)
def test_a_bad_request_is_sent_back(
    client: FlaskClient, clerk: Actor, row: Commitment, wrong: dict[str, str], sentence: str
) -> None:
    answer = sign_in(client, clerk).post(f"{HOME}/projects/{row.id}/changes/new", data={**WISH, **wrong})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert db.session.scalars(select(Change)).all() == []


def test_a_suspended_project_rests_and_comes_back(
    client: FlaskClient, clerk: Actor, staff: Actor, row: Commitment
) -> None:
    for kind, state in (("suspend", CommitmentState.SUSPENDED), ("resume", CommitmentState.UNDER_WAY)):
        sign_in(client, clerk).post(f"{HOME}/projects/{row.id}/changes/new", data={**WISH, "kind": kind})
        number = db.session.scalars(select(Change.id).order_by(Change.id.desc())).first()
        sign_in(client, staff).post(f"{HOME}/changes/{number}/decision", data=DECISION)
        client.post(f"{HOME}/changes/{number}/notice", data=NOTICE)
        assert again(row).state is state
    assert again(row).target == row.voted_target


def test_a_refused_or_withdrawn_request_changes_nothing(
    client: FlaskClient, clerk: Actor, staff: Actor, row: Commitment
) -> None:
    sign_in(client, clerk).post(f"{HOME}/projects/{row.id}/changes/new", data=WISH)
    first = db.session.scalars(select(Change.id)).one()
    assert client.post(f"{HOME}/changes/{first}/withdrawal").status_code == 303
    assert client.post(f"{HOME}/changes/{first}/withdrawal").status_code == 409
    client.post(f"{HOME}/projects/{row.id}/changes/new", data=WISH)
    second = db.session.scalars(select(Change.id).order_by(Change.id.desc())).first()
    sign_in(client, staff).post(f"{HOME}/changes/{second}/decision", data={**DECISION, "approved": "no"})
    assert client.post(f"{HOME}/changes/{second}/notice", data=NOTICE).status_code == 409
    assert again(row).planned_fen == 4800 * make.WAN


def test_a_township_decides_in_its_congress_and_need_not_report(
    client: FlaskClient, july: None, township: Place
) -> None:
    staff, office = account(township, Role.STAFF), unit(township, "镇政府")
    row = make.planned(staff, make.commitment(staff, township, office))
    with transaction():
        new = change_actions.NewChange(
            commitment_id=row.id,
            kind=ChangeKind.TERMINATE,
            reason="政策变化",
            target="",
            due_on=row.due_on,
            planned_fen=0,
        )
        number = change_actions.request_change(staff, new).id
    home = f"/j/{township.code}/supervision"
    sign_in(client, staff)
    page = client.get(f"{home}/changes/{number}").text
    assert "人民代表大会" in page
    assert "人大主席团" in page
    client.post(f"{home}/changes/{number}/decision", data=DECISION)
    client.post(f"{home}/changes/{number}/notice", data=NOTICE)
    assert again(row).state is CommitmentState.TERMINATED
    assert client.post(f"{home}/changes/{number}/report").status_code == 409
