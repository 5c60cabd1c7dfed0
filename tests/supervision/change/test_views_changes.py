"""Routes of changes: request, decision, notice, report."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pytest
import time_machine
from docx import Document
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories import account, sign_in, term, unit
from tests.supervision import factories as make
from tests.supervision.requests import (
    HOME,
    again,
    plan_fields,
)
from voting.congress.meeting.models import Meeting
from voting.congress.term.models import Term
from voting.core.db import db, transaction
from voting.people.rules import Actor, Place, Role
from voting.supervision.change import actions as change_actions
from voting.supervision.change.models import Change
from voting.supervision.change.queries import last_local_rule
from voting.supervision.change.rules import ChangeKind
from voting.supervision.commitment.models import Commitment
from voting.supervision.commitment.rules import CommitmentState
from voting.supervision.pages.to_do.queries import to_dos

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
    sign_in(client, clerk)
    assert client.post(url, data=WISH).status_code == 409, "first the plan is revised"
    assert client.post(f"{HOME}/plans/{row.id}", data=plan_fields(row)).status_code == 303
    assert client.post(f"{HOME}/plans/{row.id}", data=plan_fields(row)).status_code == 303, "sent twice"


def proclaimed_change(client: FlaskClient, clerk: Actor, staff: Actor, row: Commitment) -> str:
    """Return the address of a change that was asked for, decided and proclaimed on 8 July."""
    sign_in(client, clerk).post(f"{HOME}/projects/{row.id}/changes/new", data=WISH)
    change = f"{HOME}/changes/{db.session.scalars(select(Change.id)).one()}"
    sign_in(client, staff).post(f"{change}/decision", data=DECISION)
    rule = {"local_rule": "《忻州市民生实事项目人大代表票决制办法》"}
    assert client.post(f"{change}/notice", data=NOTICE | rule).status_code == 303
    return change


def session_on(place: Place, opens_on: date, number: int, *, rehearsal: bool = False) -> Meeting:
    """Return a meeting of the congress that opens on a day."""
    in_term = db.session.scalar(select(Term).where(Term.jurisdiction_id == place.id)) or term(place)
    with transaction():
        meeting = Meeting(
            jurisdiction_id=place.id,
            term_id=in_term.id,
            year=opens_on.year,
            number=number,
            title=f"第五届人民代表大会第{number}次会议",
            opens_on=opens_on,
            rehearsal=rehearsal,
        )
        db.session.add(meeting)
    return meeting


def test_a_change_is_reported_at_the_next_session_of_the_congress(
    client: FlaskClient, clerk: Actor, staff: Actor, row: Commitment, city: Place
) -> None:
    before = session_on(city, date(2026, 2, 1), 7)
    change = proclaimed_change(client, clerk, staff, row)
    public = f"{HOME}/projects/{row.id}"
    assert "公告以后还没有安排代表大会会议。" in client.get(change).text
    assert "将向下一次代表大会会议报告" in client.get(public, follow_redirects=True).text
    session = session_on(city, date(2027, 1, 20), 8)
    rehearsal = session_on(city, date(2027, 1, 19), 8, rehearsal=True)
    assert f"应向{session.title}报告" in client.get(change).text
    for meeting in (before, rehearsal, session):
        refused = client.post(f"{change}/report", data={"meeting_id": meeting.id, "on": "2026-07-08"})
        assert refused.status_code == 422, "none of these has opened since the notice"
    with time_machine.travel(datetime(2027, 1, 21, 2, tzinfo=UTC), tick=False):
        sign_in(client, staff)
        for day, sentence in (
            ("2027-01-19", "会议开幕以后"),
            ("2027-01-22", "今天以前"),
            ("", "请填写报告日期"),
        ):
            refused = client.post(f"{change}/report", data={"meeting_id": session.id, "on": day})
            assert (refused.status_code, sentence in refused.text) == (422, True)
        report = {"meeting_id": session.id, "on": "2027-01-20"}
        assert client.post(f"{change}/report", data=report).status_code == 303
        assert client.post(f"{change}/report", data=report).status_code == 409
        assert f"向{session.title}报告。" in client.get(change).text
        assert "已向代表大会报告" in client.get(public, follow_redirects=True).text


def test_the_report_is_due_on_the_last_day_of_the_session(
    client: FlaskClient, clerk: Actor, staff: Actor, row: Commitment, city: Place
) -> None:
    proclaimed_change(client, clerk, staff, row)
    session = session_on(city, date(2027, 1, 20), 8)
    with transaction():
        session.days = 3
    due = [one.due_on for one in to_dos(city, staff) if one.kind == "supervision:change:proclaimed"]
    assert due == [date(2027, 1, 22)]


def test_the_notice_cites_the_law_and_the_rule_of_the_place(
    client: FlaskClient, clerk: Actor, staff: Actor, row: Commitment, city: Place
) -> None:
    change = proclaimed_change(client, clerk, staff, row)
    paper = Document(io.BytesIO(client.get(f"{change}.docx").data))
    text = "".join(line.text for line in paper.paragraphs)
    full = "《中华人民共和国地方各级人民代表大会和地方各级人民政府组织法》第五十条"
    assert f"根据{full}和《忻州市民生实事项目人大代表票决制办法》的规定" in text
    page = client.get(f"{HOME}/projects/{row.id}", follow_redirects=True).text
    assert "《地方组织法》第五十条 · 《忻州市民生实事项目人大代表票决制办法》" in page
    assert "陕西" not in text + page
    assert last_local_rule(city) == "忻州市民生实事项目人大代表票决制办法", "the next notice starts from it"


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
    report = {"meeting_id": 1, "on": "2026-07-08"}
    assert client.post(f"{home}/changes/{number}/report", data=report).status_code == 409
    assert (
        "将向下一次代表大会会议报告"
        not in client.get(f"{home}/projects/{row.id}", follow_redirects=True).text
    )
