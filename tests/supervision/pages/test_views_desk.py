"""Routes of staff: plan, lights, acceptance, outcomes that come in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories import meeting, sign_in, term, unit
from tests.supervision import factories as make
from tests.supervision.requests import (
    ACCEPTED,
    HOME,
    again,
    confirmed,
    delivered,
    plan_fields,
)
from voting.congress.ballot_rules.choices import Kind
from voting.congress.place.models import Unit
from voting.congress.place.queries import place_by_id
from voting.core.db import db, transaction
from voting.people.rules import Actor, Place
from voting.screening.shortlist.models import FrozenText
from voting.supervision.commitment import actions as commitment_actions
from voting.supervision.commitment.models import Commitment
from voting.supervision.commitment.rules import CommitmentState
from voting.supervision.evaluation.models import EvaluationOrder
from voting.supervision.finding import actions as finding_actions
from voting.supervision.finding.models import Finding
from voting.supervision.light.actions import set_rule
from voting.supervision.light.facts import lights_of
from voting.supervision.light.models import MonthLight
from voting.supervision.light.rules import Light, Reason, Thresholds
from voting.supervision.pages.desk import queries as desk_page_queries
from voting.supervision.plan.models import Plan
from voting.tally import handover


def test_a_plan_is_published_once(client: FlaskClient, clerk: Actor, assigned: Commitment) -> None:
    row = assigned
    sign_in(client, clerk)
    assert client.post(f"{HOME}/plans/{row.id}", data=plan_fields(row)).status_code == 303
    assert again(row).state is CommitmentState.PLANNED
    assert "保障措施" in client.get(f"{HOME}/projects/{row.id}", follow_redirects=True).text
    assert client.post(f"{HOME}/plans/{row.id}", data=plan_fields(row)).status_code == 303
    assert len(db.session.scalars(select(Plan)).all()) == 1, "sent twice, published once"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"target": ""}, "请填写目标任务"),
        ({"due_on": "2026-12-31"}, "不能晚于票决确定的 2026-11-30"),
        ({"due_on": "soon"}, "不是有效的日期"),
        ({"steps-0-weight": "26"}, "合计要等于 100"),
        ({"steps-0-weight": ""}, "填全"),
        ({"steps-0-starts_on": "2026-05-01"}, "开始日期不能晚于完成日期"),
        ({"steps-3-due_on": "2026-12-15"}, "不能晚于完成时限"),
        ({f"steps-{n}-title": "" for n in range(4)}, "至少写一个时间节点"),
    ],
)
def test_a_plan_that_breaks_the_vote_is_sent_back_as_it_was_written(
    client: FlaskClient, clerk: Actor, assigned: Commitment, wrong: dict[str, str], sentence: str
) -> None:
    row = assigned
    sign_in(client, clerk)
    answer = client.post(f"{HOME}/plans/{row.id}", data=plan_fields(row, **wrong))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "市级财政" in answer.text
    assert again(row).state is CommitmentState.ASSIGNED


def test_staff_light_a_month_and_choose_another_light_in_public(
    client: FlaskClient, staff: Actor, clerk: Actor, row: Commitment
) -> None:
    sign_in(client, staff)
    light = f"{HOME}/desk/{row.id}/lights/7"
    assert client.get(light).status_code == 404
    with time_machine.travel("2026-08-05T02:00:00Z"):
        sign_in(client, staff)
        assert client.post(f"{HOME}/desk/lights/2026/7").status_code == 409  # before the reading day
        assert lights_of(again(row)) == []
    with time_machine.travel("2026-08-06T02:00:00Z"):
        read_and_choose(client, staff, row, light)


def read_and_choose(client: FlaskClient, staff: Actor, row: Commitment, light: str) -> None:
    sign_in(client, staff)
    assert client.post(f"{HOME}/desk/lights/2026/3").status_code == 409  # nobody touches an earlier month
    button = 'desk/lights/2026/7"'
    assert button in client.get(f"{HOME}/desk").text
    assert client.post(f"{HOME}/desk/lights/2026/7").status_code == 303
    assert button not in client.get(f"{HOME}/desk").text
    assert [found.light for found in lights_of(again(row))] == [Light.RED]
    assert client.post(light, data={"light": "yellow", "reason": ""}).status_code == 422
    assert client.post(light, data={"light": "purple", "reason": "x"}).status_code == 422
    assert client.post(light, data={"light": "yellow", "reason": "雨季停工已报备"}).status_code == 303
    (found,) = lights_of(again(row))
    assert (found.light, found.shown, found.chosen_by) == (Light.RED, Light.YELLOW, staff.name)
    assert "雨季停工已报备" in client.get(f"{HOME}/projects/{row.id}", follow_redirects=True).text
    client.post(f"{HOME}/desk/lights/2026/7")
    assert lights_of(again(row))[0].shown is Light.YELLOW, "reading again keeps what a person chose"
    client.post(light, data={"light": "", "reason": "恢复"})
    assert lights_of(again(row))[0].shown is Light.RED


def test_what_people_write_is_shown_as_written(
    client: FlaskClient, staff: Actor, clerk: Actor, group: Actor, row: Commitment
) -> None:
    """Neither markup nor a per cent sign in a person's words is ever read as something else."""
    words = "<b>还差 5%(x)s</b>"
    make.report(clerk, row, 6, 10, text=words)
    sign_in(client, staff)
    client.post(f"{HOME}/desk/{row.id}/lights/6", data={"light": "green", "reason": words})
    finding = {"title": words, "text": words, "due_on": "2026-07-30"}
    sign_in(client, group).post(f"{HOME}/desk/{row.id}/findings/new", data=finding)
    number = db.session.scalars(select(Finding.id)).one()
    for path in ("", f"/projects/{row.id}", f"/findings/{number}", f"/desk/{row.id}", "/desk"):
        page = client.get(HOME + path, follow_redirects=True)
        assert page.status_code == 200, path
        assert "<b>还差" not in page.text, path
    assert "&lt;b&gt;还差 5%(x)s&lt;/b&gt;" in page.text


def test_a_month_to_come_cannot_be_lit(client: FlaskClient, staff: Actor, row: Commitment) -> None:
    sign_in(client, staff)
    assert client.post(f"{HOME}/desk/lights/2026/8").status_code == 409
    assert client.post(f"{HOME}/desk/lights/2026/13").status_code == 404
    for year in ("0", "9999", "10000", "9" * 30):
        assert client.post(f"{HOME}/desk/lights/{year}/12").status_code == 404


def test_the_board_says_the_places_own_thresholds(client: FlaskClient, staff: Actor, row: Commitment) -> None:
    mine = Thresholds(
        yellow_from=5, red_above=20, running_months=2, source="通知", holds_from=date(2026, 8, 1)
    )
    with transaction():
        set_rule(staff, mine)
    assert "落后 10 到 30 个百分点" in client.get(HOME).text
    with time_machine.travel("2026-08-20T02:00:00Z", tick=False):
        page = client.get(HOME).text
    for words in ("落后 5 到 20 个百分点", "落后 20 个百分点以上", "连续 2 个月落后亮红灯"):
        assert words in page


@pytest.mark.usefixtures("july")
def test_the_desk_counts_those_who_owe_and_nobody_else(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, staff: Actor, clerk: Actor
) -> None:
    """A project that rested in the month it left out owes nothing: it neither stands in the list nor takes a place in it."""
    monkeypatch.setattr(desk_page_queries, "MOST", 1)
    at, builder = place_by_id(staff.jurisdiction_id), db.session.get_one(Unit, clerk.unit_id)
    texts = make.frozen(at, builder, "饮水", "食堂")
    with transaction():
        row, other = commitment_actions.take_in(staff, make.outcome(texts))
    make.planned(clerk, make.taken_over(row, date(2026, 1, 28)))
    make.planned(clerk, make.taken_over(other, date(2026, 7, 1)))
    make.report(clerk, row, 6, 72, done=2)
    with transaction():
        found = db.session.get_one(Commitment, row.id)
        db.session.add(
            MonthLight(
                jurisdiction_id=row.jurisdiction_id,
                commitment_id=row.id,
                month=7,
                light=Light.GREY,
                reason=Reason.SUSPENDED,
                scheduled=0,
                progress=0,
                late=0,
                computed_at=found.taken_at,
            )
        )
    with time_machine.travel("2026-08-20T02:00:00Z", tick=False):
        page = sign_in(client, staff).get(f"{HOME}/desk").text
    assert "已报齐" not in page
    assert "食堂（7 月）" in page.replace("<bdi>", "").replace("</bdi>", "")
    assert "另有" not in page


def test_a_successor_takes_over_and_a_foreign_unit_cannot(
    client: FlaskClient, city: Place, county: Place, staff: Actor, row: Commitment
) -> None:
    heir, foreign = unit(city, "市城管局"), unit(county, "县水利局")
    sign_in(client, staff)
    assert client.post(f"{HOME}/desk/{row.id}/unit", data={"unit": str(foreign.id)}).status_code == 422
    assert client.post(f"{HOME}/desk/{row.id}/unit", data={"unit": str(heir.id)}).status_code == 303
    assert again(row).unit_id == heir.id


def test_delivered_work_is_accepted_and_shines_blue(
    client: FlaskClient, staff: Actor, clerk: Actor, group: Actor, row: Commitment
) -> None:
    accept = f"{HOME}/desk/{row.id}/acceptance"
    sign_in(client, staff)
    assert client.post(accept, data=ACCEPTED).status_code == 409
    delivered(client, clerk, row)
    sign_in(client, staff)
    assert client.post(accept, data={**ACCEPTED, "opinion": ""}).status_code == 422
    assert client.post(accept, data={**ACCEPTED, "on": "2026-07-09"}).status_code == 422
    assert client.post(accept, data={**ACCEPTED, "result": "great"}).status_code == 422
    assert client.post(accept, data={**ACCEPTED, "upkeep_until": "2026-01-01"}).status_code == 422
    assert client.post(accept, data={**ACCEPTED, "upkeep_until": "2031-12-31"}).status_code == 303
    assert again(row).state is CommitmentState.DELIVERED, "it counts when a second person has confirmed it"
    assert client.post(accept, data=ACCEPTED).status_code == 409
    assert "请另一人核对后确认" in client.get(accept).text
    assert client.post(f"{accept}/confirm").status_code == 403
    assert client.post(f"{accept}/withdraw").status_code == 303
    assert client.post(f"{accept}/confirm").status_code == 409
    assert client.post(accept, data={**ACCEPTED, "upkeep_until": "2031-12-31"}).status_code == 303
    assert "核对无误，确认" in sign_in(client, group).get(accept).text
    confirmed(client, group, row)
    assert again(row).state is CommitmentState.ACCEPTED
    sign_in(client, staff)
    assert client.post(accept, data=ACCEPTED).status_code == 409
    page = client.get(f"{HOME}/projects/{row.id}", follow_redirects=True).text
    assert "水务公司" in page
    assert "2031" in page
    assert "已验收" in page
    assert "98%" in client.get(f"{HOME}/years/2026").text


def test_work_with_an_open_finding_is_not_accepted(
    client: FlaskClient, staff: Actor, clerk: Actor, group: Actor, row: Commitment
) -> None:
    with transaction():
        new = finding_actions.NewFinding(commitment_id=row.id, title="x", text="x", due_on=date(2026, 8, 1))
        finding_actions.raise_finding(group, new)
    delivered(client, clerk, row)
    answer = sign_in(client, staff).post(f"{HOME}/desk/{row.id}/acceptance", data=ACCEPTED)
    assert answer.status_code == 409
    assert "全部办结" in answer.text


def test_sending_back_needs_a_reason_and_the_right_moment(
    client: FlaskClient, staff: Actor, clerk: Actor, row: Commitment
) -> None:
    back = f"{HOME}/desk/{row.id}/send-back"
    assert sign_in(client, staff).post(back, data={"reason": "x"}).status_code == 409
    delivered(client, clerk, row)
    sign_in(client, staff)
    assert client.post(back, data={"reason": " "}).status_code == 422
    assert client.post(back, data={"reason": "水质报告缺页"}).status_code == 303
    assert again(row).state is CommitmentState.UNDER_WAY


def test_half_done_work_is_unfinished_and_carried_over_once(
    client: FlaskClient, staff: Actor, group: Actor, row: Commitment
) -> None:
    sign_in(client, staff)
    over = f"{HOME}/desk/{row.id}/carry-over"
    assert client.post(over, data={"reason": "管材迟到"}).status_code == 409
    unfinished = {**ACCEPTED, "result": "not"}
    assert client.post(f"{HOME}/desk/{row.id}/acceptance", data=unfinished).status_code == 303
    confirmed(client, group, row)
    sign_in(client, staff)
    assert client.post(over, data={"reason": "管材迟到"}).status_code == 303
    assert again(row).state is CommitmentState.CARRIED_OVER
    assert client.post(over, data={"reason": "管材迟到"}).status_code == 409
    assert "结转" in client.get(f"{HOME}/projects/{row.id}", follow_redirects=True).text


def test_early_work_is_not_delivered(client: FlaskClient, clerk: Actor, row: Commitment) -> None:
    assert sign_in(client, clerk).post(f"{HOME}/mine/{row.id}/delivery").status_code == 409


def test_an_announced_outcome_is_taken_in_from_the_desk(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, city: Place, staff: Actor, water: Unit
) -> None:
    outcome = make.outcome(make.frozen(city, water, "饮水", "食堂", "电梯"), chosen=2)
    monkeypatch.setattr(handover, "outcomes", lambda *_: (outcome,))
    monkeypatch.setattr(handover, "outcome", lambda *_: outcome)
    sign_in(client, staff)
    assert "转入实施" in client.get(f"{HOME}/desk?year=2026").text
    for _ in range(2):
        assert client.post(f"{HOME}/desk/outcomes/{make.UUID}").status_code == 303
    assert sorted(db.session.scalars(select(Commitment.title))) == ["食堂", "饮水"]
    assert make.UUID not in client.get(f"{HOME}/desk?year=2026").text


def test_an_unknown_ballot_cannot_be_taken_in(client: FlaskClient, staff: Actor) -> None:
    sign_in(client, staff)
    assert client.post(f"{HOME}/desk/outcomes/nothing").status_code == 404
    assert client.post(f"{HOME}/desk/evaluations/outcomes/nothing").status_code == 404


def test_an_evaluation_is_ordered_and_its_outcome_taken_in(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, city: Place, staff: Actor, row: Commitment
) -> None:
    sitting = meeting(city, in_term=term(city), year=2027)
    url = f"{HOME}/desk/evaluations/2026"
    sign_in(client, staff)
    assert client.post(url, data={"meeting_id": str(sitting.id)}).status_code == 422
    assert client.post(url, data={"meeting_id": "99", "commitment_ids": str(row.id)}).status_code == 422
    assert (
        client.post(url, data={"meeting_id": str(sitting.id), "commitment_ids": str(row.id)}).status_code
        == 303
    )
    uuid = db.session.scalars(select(EvaluationOrder.ballot_uuid)).one()
    line = make.evaluated(row)
    base = make.outcome(list(db.session.scalars(select(FrozenText))))
    outcome = replace(base, ballot_uuid=uuid, kind=Kind.EVALUATE, lines=(line,))
    monkeypatch.setattr(handover, "outcomes", lambda *_: (outcome,))
    monkeypatch.setattr(handover, "outcome", lambda *_: outcome)
    assert "记录测评结果" in client.get(url).text
    assert client.post(f"{url.removesuffix('/2026')}/outcomes/{uuid}").status_code == 303
    assert (
        "满意 175，基本满意 43，不满意 4"
        in client.get(f"{HOME}/projects/{row.id}", follow_redirects=True).text
    )
