"""Routes of supervision: does it, refuses the wrong person, refuses the wrong moment, keeps bad input."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.factories import account, meeting, sign_in, term, unit
from tests.supervision import factories as make
from voting.congress.models import Unit
from voting.core.db import db, transaction
from voting.people.rules import Actor, Place, Role
from voting.screening.models import FrozenText
from voting.supervision import actions, actions_changes, actions_findings
from voting.supervision.find import lights_of, report_of, reported
from voting.supervision.models import Commitment, Photo, ReportVersion
from voting.supervision.models_follow import (
    Change,
    EvaluationOrder,
    Finding,
    FindingPost,
    FollowUp,
    Inspection,
)
from voting.supervision.rules import CommitmentState, FindingState
from voting.supervision.rules_lights import Light
from voting.supervision.rules_results import ChangeKind
from voting.tally import handover
from voting.tally.handover import OutcomeLine

HOME = "/j/140900/supervision"
FIGURES = {"progress": "54", "spent": "2590", "text": "管材到齐，八月底赶上。"}


def again(row: Commitment) -> Commitment:
    db.session.expire_all()
    return db.session.get_one(Commitment, row.id)


def fill(client: FlaskClient, row: Commitment, month: int = 7, **more: Any) -> TestResponse:
    return client.post(f"{HOME}/mine/{row.id}/reports/{month}", data={**FIGURES, **more})


# --- who may come in -------------------------------------------------------------------------------

UNIT, STAFF, GROUP = Role.UNIT, Role.STAFF, Role.SUPERVISION
ROUTES = [
    ("get", "/mine", {UNIT}),
    ("get", "/mine/{c}/reports/7", {UNIT}),
    ("post", "/mine/{c}/reports/7", {UNIT}),
    ("get", "/mine/{c}/reports/7/check", {UNIT}),
    ("post", "/mine/{c}/reports/7/check", {UNIT}),
    ("post", "/mine/{c}/delivery", {UNIT}),
    ("get", "/plans/{c}", {UNIT, STAFF}),
    ("post", "/plans/{c}", {UNIT, STAFF}),
    ("get", "/desk", {STAFF, GROUP}),
    ("post", "/desk/outcomes/abc", {STAFF}),
    ("post", "/desk/lights/2026/6", {STAFF}),
    ("get", "/desk/{c}", {STAFF, GROUP}),
    ("get", "/desk/{c}/unit", {STAFF}),
    ("post", "/desk/{c}/unit", {STAFF}),
    ("get", "/desk/{c}/lights/6", {STAFF}),
    ("post", "/desk/{c}/lights/6", {STAFF}),
    ("get", "/desk/{c}/acceptance", {STAFF, GROUP}),
    ("post", "/desk/{c}/acceptance", {STAFF, GROUP}),
    ("get", "/desk/{c}/send-back", {STAFF}),
    ("post", "/desk/{c}/send-back", {STAFF}),
    ("get", "/desk/{c}/carry-over", {STAFF}),
    ("post", "/desk/{c}/carry-over", {STAFF}),
    ("get", "/desk/{c}/findings/new", {STAFF, GROUP}),
    ("post", "/desk/{c}/findings/new", {STAFF, GROUP}),
    ("get", "/desk/{c}/inspections/new", {STAFF, GROUP}),
    ("post", "/desk/{c}/inspections/new", {STAFF, GROUP}),
    ("get", "/desk/{c}/letters/new", {STAFF, GROUP}),
    ("post", "/desk/{c}/letters/new", {STAFF, GROUP}),
    ("get", "/findings/{f}", {UNIT, STAFF, GROUP}),
    ("post", "/findings/{f}", {UNIT, STAFF, GROUP}),
    ("get", "/letters/{f}", {UNIT, STAFF, GROUP}),
    ("post", "/letters/{f}", {UNIT}),
    ("get", "/projects/{c}/changes/new", {UNIT, STAFF}),
    ("post", "/projects/{c}/changes/new", {UNIT, STAFF}),
    ("get", "/changes/{f}", {UNIT, STAFF, GROUP}),
    ("post", "/changes/{f}/decision", {STAFF}),
    ("post", "/changes/{f}/notice", {STAFF}),
    ("post", "/changes/{f}/report", {STAFF}),
    ("post", "/changes/{f}/withdrawal", {UNIT, STAFF}),
    ("get", "/desk/evaluations/2026", {STAFF, GROUP}),
    ("post", "/desk/evaluations/2026", {STAFF}),
    ("post", "/desk/evaluations/outcomes/abc", {STAFF}),
]


@pytest.mark.parametrize(("method", "path", "roles"), ROUTES)
def test_a_route_is_closed_to_other_roles_and_to_the_signed_out(
    client: FlaskClient, city: Place, method: str, path: str, roles: set[Role]
) -> None:
    url = HOME + path.format(c=1, f=1)
    assert client.open(url, method=method).status_code == 303
    for role in sorted({UNIT, STAFF, GROUP, Role.DEPUTY, Role.TELLER} - roles):
        assert client.open(url, method=method).status_code != 200
        assert sign_in(client, account(city, role)).open(url, method=method).status_code == 403, role


def followed(row: Commitment) -> None:
    """Give the project a finding, a letter and a change request, each the first of its kind."""
    group = Actor(None, row.jurisdiction_id, "", frozenset({Role.STAFF}))
    with transaction():
        due_on = date(2026, 8, 1)
        finding = actions_findings.NewFinding(commitment_id=row.id, title="x", text="x", due_on=due_on)
        assert actions_findings.raise_finding(group, finding).id == 1
        letter = actions_findings.NewLetter(commitment_id=row.id, text="x", due_on=due_on)
        assert actions_findings.send_letter(group, letter).id == 1
        wish = actions_changes.NewChange(
            commitment_id=row.id,
            kind=ChangeKind.SUSPEND,
            reason="x",
            target="x",
            due_on=due_on,
            planned_fen=0,
        )
        assert actions_changes.request_change(group, wish).id == 1


@pytest.mark.parametrize("route", ROUTES)
def test_a_neighbour_finds_nothing(
    client: FlaskClient, county: Place, row: Commitment, route: tuple[str, str, set[Role]]
) -> None:
    """Neither at the city's address, nor with the city's ids at an address of his own."""
    method, path, roles = route
    stranger = account(county, *roles, unit=unit(county, "县水利局"))
    followed(row)
    sign_in(client, stranger)
    assert client.open(HOME + path.format(c=row.id, f=1), method=method).status_code == 404
    if "{c}" in path or path.split("/")[1] in {"findings", "letters", "changes"}:
        own = f"/j/{county.code}/supervision" + path.format(c=row.id, f=1)
        assert client.open(own, method=method).status_code == 404


def test_another_unit_of_the_same_place_finds_nothing(
    client: FlaskClient, city: Place, row: Commitment
) -> None:
    sign_in(client, account(city, Role.UNIT, unit=unit(city, "市教育局")))
    for path in (f"/mine/{row.id}/reports/7", f"/plans/{row.id}", f"/projects/{row.id}/changes/new"):
        assert client.get(HOME + path).status_code == 404
    assert fill(client, row).status_code == 404
    assert client.post(f"{HOME}/mine/{row.id}/delivery").status_code == 404
    assert "农村饮水" not in client.get(f"{HOME}/mine").text


def test_a_neighbours_project_is_not_shown_under_ones_own_address(
    client: FlaskClient, county: Place, row: Commitment
) -> None:
    assert client.get(f"/j/{county.code}/supervision/projects/{row.id}").status_code == 404
    assert client.get(f"{HOME}/projects/{row.id}").status_code == 200


# --- the monthly report ----------------------------------------------------------------------------


def test_a_report_is_filled_in_checked_and_sent(client: FlaskClient, clerk: Actor, row: Commitment) -> None:
    sign_in(client, clerk)
    first = make.steps(row)[0].id
    answer = fill(client, row, milestones=str(first), photos=(BytesIO(make.picture(gps=True)), "a.jpg"))
    assert answer.status_code == 303
    check = client.get(answer.location).text
    assert "54%" in check
    assert "2590 万元" in check
    assert "勘测与设计" in check
    assert reported(again(row)) == {}, "nothing counts before it is confirmed"
    assert client.post(answer.location).status_code == 303
    version = reported(again(row))[7]
    assert (version.progress, version.spent_fen, version.milestones) == (54, 2590 * make.WAN, [first])
    assert again(row).state is CommitmentState.UNDER_WAY
    shown = client.get(f"{HOME}/photos/{row.id}/{version.photos[0]}")
    assert shown.status_code == 200
    assert b"SecretCamera" not in shown.data


def test_sending_twice_is_harmless(client: FlaskClient, clerk: Actor, row: Commitment) -> None:
    sign_in(client, clerk)
    check = fill(client, row).location
    assert client.post(check).status_code == 303
    assert client.post(check).status_code == 303
    assert client.get(check).status_code == 303
    assert len(db.session.scalars(select(ReportVersion)).all()) == 1


def test_last_months_figures_are_already_there(client: FlaskClient, clerk: Actor, row: Commitment) -> None:
    make.report(clerk, row, 6, 41, spent=1968 * make.WAN)
    page = sign_in(client, clerk).get(f"{HOME}/mine/{row.id}/reports/7").text
    assert 'value="41"' in page
    assert 'value="1968"' in page
    assert "6 月 41%" in page


def test_a_correction_is_a_new_version_and_the_old_one_stays(
    client: FlaskClient, clerk: Actor, row: Commitment
) -> None:
    make.report(clerk, row, 6, 41, spent=1968 * make.WAN)
    sign_in(client, clerk)
    answer = fill(client, row, 6, progress="40")
    assert answer.status_code == 422
    assert "请写明更正的原因" in answer.text
    check = fill(client, row, 6, progress="40", correction="重复计算了一个村").location
    client.post(check)
    versions = db.session.scalars(select(ReportVersion).order_by(ReportVersion.number)).all()
    assert [(v.number, v.progress, v.correction) for v in versions] == [
        (1, 41, ""),
        (2, 40, "重复计算了一个村"),
    ]
    assert "更正 1 次" in client.get(f"{HOME}/projects/{row.id}").text


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"progress": "14"}, "不能少于上月的 41%"),
        ({"spent": "1000"}, "不能少于上月的 1968 万元"),
        ({"progress": "abc"}, "不是有效的整数"),
        ({"progress": "101"}, "0 到 100"),
        ({"progress": "-1"}, "0 到 100"),
        ({"progress": ""}, "请填写累计进度"),
        ({"spent": "12.00000001"}, "最多到分"),
        ({"spent": "-3"}, "0 到 1 万亿元"),
        ({"text": "长" * 501}, "最多 500 个字"),
        ({"milestones": "99999"}, "不在现行计划中"),
        ({"kept": "0" * 64 + ".jpg"}, "照片没有上传成功"),
    ],
)
def test_a_wrong_figure_gets_a_sentence_and_keeps_the_rest(
    client: FlaskClient, clerk: Actor, row: Commitment, given: dict[str, Any], sentence: str
) -> None:
    make.report(clerk, row, 6, 41, spent=1968 * make.WAN)
    sign_in(client, clerk)
    answer = fill(client, row, **given)
    assert answer.status_code == 422
    assert sentence in answer.text
    kept = {**FIGURES, **given}
    assert kept["text"] in answer.text
    assert kept["spent"] in answer.text
    assert report_of(again(row), 7) is None


def test_who_is_behind_says_why(client: FlaskClient, clerk: Actor, row: Commitment) -> None:
    sign_in(client, clerk)
    answer = fill(client, row, text="")
    assert answer.status_code == 422
    assert "请用一句话说明原因" in answer.text


def test_a_month_to_come_cannot_be_reported(client: FlaskClient, clerk: Actor, row: Commitment) -> None:
    sign_in(client, clerk)
    assert fill(client, row, 8).status_code == 409
    assert fill(client, row, 13).status_code == 404
    assert client.post(f"{HOME}/mine/{row.id}/reports/7/check").status_code == 409
    assert client.get(f"{HOME}/mine/{row.id}/reports/7/check").status_code == 404


def test_no_report_before_the_plan(client: FlaskClient, clerk: Actor, assigned: Commitment) -> None:
    assert fill(sign_in(client, clerk), assigned).status_code == 409


@pytest.mark.parametrize("content", [b"not a picture", b"PK\x03\x04zip", b""])
def test_a_file_that_is_no_photo_is_refused_and_the_good_ones_wait(
    client: FlaskClient, clerk: Actor, row: Commitment, content: bytes
) -> None:
    sign_in(client, clerk)
    good = fill(client, row, progress="", photos=(BytesIO(make.picture()), "good.jpg"))
    assert good.status_code == 422
    name = db.session.scalars(select(Photo.name)).one()
    assert f'name="kept" value="{name}"' in good.text
    bad = fill(client, row, kept=name, photos=(BytesIO(content), "bad.jpg"))
    assert bad.status_code == 422
    assert "这不是照片" in bad.text
    assert f'name="kept" value="{name}"' in bad.text
    assert report_of(again(row), 7) is None


def test_seven_photos_are_too_many(client: FlaskClient, clerk: Actor, row: Commitment) -> None:
    sign_in(client, clerk)
    photos = [(BytesIO(make.picture(50 + n)), f"{n}.jpg") for n in range(7)]
    answer = fill(client, row, photos=photos)
    assert answer.status_code == 422
    assert "最多 6 张" in answer.text


def test_a_photo_that_is_not_published_is_for_those_who_work_on_it(
    client: FlaskClient, city: Place, county: Place, clerk: Actor, row: Commitment
) -> None:
    sign_in(client, clerk)
    fill(client, row, photos=(BytesIO(make.picture()), "a.jpg"))
    name = db.session.scalars(select(Photo.name)).one()
    url = f"{HOME}/photos/{row.id}/{name}"
    assert client.get(url).status_code == 200
    for stranger in (
        account(city, Role.DEPUTY),
        account(city, Role.UNIT, unit=unit(city, "市教育局")),
        account(county, Role.STAFF),
    ):
        assert sign_in(client, stranger).get(url).status_code == 404
    client.delete_cookie("signed_in")
    assert client.get(url).status_code == 404
    assert client.get(f"{HOME}/photos/{row.id}/{'0' * 64}.jpg").status_code == 404
    assert client.get(f"{HOME}/photos/{row.id}/..%2f..%2fservice.db").status_code == 404


# --- plan, lights, acceptance ------------------------------------------------------------------------


def plan_fields(row: Commitment, **more: str) -> dict[str, str]:
    fields = {"target": "更新 310 公里", "due_on": "2026-11-30", "funding": "市级财政", "safeguards": "专班"}
    for n, step in enumerate(make.steps(row)):
        fields |= {
            f"steps-{n}-id": str(step.id),
            f"steps-{n}-title": step.title,
            f"steps-{n}-weight": str(step.weight),
            f"steps-{n}-starts_on": step.starts_on.isoformat(),
            f"steps-{n}-due_on": step.due_on.isoformat(),
        }
    return {**fields, **more}


def test_a_plan_is_published_once(client: FlaskClient, clerk: Actor, assigned: Commitment) -> None:
    row = assigned
    sign_in(client, clerk)
    assert client.post(f"{HOME}/plans/{row.id}", data=plan_fields(row)).status_code == 303
    assert again(row).state is CommitmentState.PLANNED
    assert "保障措施" in client.get(f"{HOME}/projects/{row.id}").text
    assert client.post(f"{HOME}/plans/{row.id}", data=plan_fields(row)).status_code == 409


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
    light = f"{HOME}/desk/{row.id}/lights/6"
    assert client.get(light).status_code == 404
    assert client.post(f"{HOME}/desk/lights/2026/6").status_code == 303
    assert [found.light for found in lights_of(again(row))] == [Light.RED]
    assert client.post(light, data={"light": "yellow", "reason": ""}).status_code == 422
    assert client.post(light, data={"light": "purple", "reason": "x"}).status_code == 422
    assert client.post(light, data={"light": "yellow", "reason": "雨季停工已报备"}).status_code == 303
    (found,) = lights_of(again(row))
    assert (found.light, found.shown, found.chosen_by) == (Light.RED, Light.YELLOW, staff.name)
    assert "雨季停工已报备" in client.get(f"{HOME}/projects/{row.id}").text
    client.post(f"{HOME}/desk/lights/2026/6")
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
        page = client.get(HOME + path)
        assert page.status_code == 200, path
        assert "<b>还差" not in page.text, path
    assert "&lt;b&gt;还差 5%(x)s&lt;/b&gt;" in page.text


def test_a_month_to_come_cannot_be_lit(client: FlaskClient, staff: Actor, row: Commitment) -> None:
    sign_in(client, staff)
    assert client.post(f"{HOME}/desk/lights/2026/8").status_code == 409
    assert client.post(f"{HOME}/desk/lights/2026/13").status_code == 404


def test_a_successor_takes_over_and_a_foreign_unit_cannot(
    client: FlaskClient, city: Place, county: Place, staff: Actor, row: Commitment
) -> None:
    heir, foreign = unit(city, "市城管局"), unit(county, "县水利局")
    sign_in(client, staff)
    assert client.post(f"{HOME}/desk/{row.id}/unit", data={"unit": str(foreign.id)}).status_code == 422
    assert client.post(f"{HOME}/desk/{row.id}/unit", data={"unit": str(heir.id)}).status_code == 303
    assert again(row).unit_id == heir.id


ACCEPTED = {"result": "finished", "on": "2026-07-08", "opinion": "全部完成。", "upkeep": "水务公司"}


def delivered(client: FlaskClient, clerk: Actor, row: Commitment) -> None:
    make.report(clerk, row, 7, 100, done=4, spent=4700 * make.WAN)
    assert sign_in(client, clerk).post(f"{HOME}/mine/{row.id}/delivery").status_code == 303


def test_delivered_work_is_accepted_and_shines_blue(
    client: FlaskClient, staff: Actor, clerk: Actor, row: Commitment
) -> None:
    accept = f"{HOME}/desk/{row.id}/acceptance"
    sign_in(client, staff)
    assert client.post(accept, data=ACCEPTED).status_code == 409
    delivered(client, clerk, row)
    sign_in(client, staff)
    assert client.post(accept, data={**ACCEPTED, "opinion": ""}).status_code == 422
    assert client.post(accept, data={**ACCEPTED, "on": "2026-07-09"}).status_code == 422
    assert client.post(accept, data={**ACCEPTED, "result": "great"}).status_code == 422
    assert client.post(accept, data=ACCEPTED).status_code == 303
    assert again(row).state is CommitmentState.ACCEPTED
    assert client.post(accept, data=ACCEPTED).status_code == 409
    page = client.get(f"{HOME}/projects/{row.id}").text
    assert "水务公司" in page
    assert "已验收" in page
    assert "98%" in client.get(f"{HOME}/years/2026").text


def test_work_with_an_open_finding_is_not_accepted(
    client: FlaskClient, staff: Actor, clerk: Actor, group: Actor, row: Commitment
) -> None:
    with transaction():
        new = actions_findings.NewFinding(commitment_id=row.id, title="x", text="x", due_on=date(2026, 8, 1))
        actions_findings.raise_finding(group, new)
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
    client: FlaskClient, staff: Actor, row: Commitment
) -> None:
    sign_in(client, staff)
    over = f"{HOME}/desk/{row.id}/carry-over"
    assert client.post(over, data={"reason": "管材迟到"}).status_code == 409
    unfinished = {**ACCEPTED, "result": "not"}
    assert client.post(f"{HOME}/desk/{row.id}/acceptance", data=unfinished).status_code == 303
    assert client.post(over, data={"reason": "管材迟到"}).status_code == 303
    assert again(row).state is CommitmentState.CARRIED_OVER
    assert client.post(over, data={"reason": "管材迟到"}).status_code == 409
    assert "结转" in client.get(f"{HOME}/projects/{row.id}").text


def test_early_work_is_not_delivered(client: FlaskClient, clerk: Actor, row: Commitment) -> None:
    assert sign_in(client, clerk).post(f"{HOME}/mine/{row.id}/delivery").status_code == 409


# --- findings, inspections, letters ------------------------------------------------------------------

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
    assert "只填了一个村" in client.get(f"{HOME}/projects/{row.id}").text


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
    assert "大林乡" in client.get(f"{HOME}/projects/{row.id}").text


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
    assert "已增加两个施工队" in client.get(f"{HOME}/projects/{row.id}").text


# --- changes -----------------------------------------------------------------------------------------

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
    assert "两个村搬迁" not in client.get(f"{HOME}/projects/{row.id}").text
    assert client.post(f"{change}/notice", data={"notice": "短"}).status_code == 422
    assert client.post(f"{change}/notice", data=NOTICE).status_code == 303
    fresh = again(row)
    assert (fresh.planned_fen, fresh.voted_fen) == (4200 * make.WAN, 4800 * make.WAN)
    page = client.get(f"{HOME}/projects/{row.id}").text
    assert "<ins>290</ins>" in page
    assert "<del>310</del>" in page
    assert client.post(f"{change}/report").status_code == 303
    assert client.post(f"{change}/report").status_code == 409
    sign_in(client, clerk)
    assert client.post(url, data=WISH).status_code == 409, "first the plan is revised"
    assert client.post(f"{HOME}/plans/{row.id}", data=plan_fields(row)).status_code == 303
    assert client.post(f"{HOME}/plans/{row.id}", data=plan_fields(row)).status_code == 409


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
        new = actions_changes.NewChange(
            commitment_id=row.id,
            kind=ChangeKind.TERMINATE,
            reason="政策变化",
            target="",
            due_on=row.due_on,
            planned_fen=0,
        )
        number = actions_changes.request_change(staff, new).id
    home = f"/j/{township.code}/supervision"
    sign_in(client, staff)
    page = client.get(f"{home}/changes/{number}").text
    assert "人民代表大会" in page
    assert "人大主席团" in page
    client.post(f"{home}/changes/{number}/decision", data=DECISION)
    client.post(f"{home}/changes/{number}/notice", data=NOTICE)
    assert again(row).state is CommitmentState.TERMINATED
    assert client.post(f"{home}/changes/{number}/report").status_code == 409


# --- the public pages ----------------------------------------------------------------------------------


def test_the_board_shows_filters_and_exports(client: FlaskClient, clerk: Actor, row: Commitment) -> None:
    make.report(clerk, row, 6, 41, spent=1968 * make.WAN)
    assert "农村饮水" in client.get(HOME).text
    assert "没有符合条件的项目" in client.get(f"{HOME}?light=blue").text
    assert "农村饮水" in client.get(f"{HOME}?unit=市水利局&q=饮水&year=2026").text
    assert client.get(f"{HOME}?year=x&light=%00&unit={'长' * 200}").status_code == 200
    sheet = client.get(f"{HOME}/board.csv").data.decode("utf-8-sig")
    assert "农村饮水安全巩固提升,市水利局" in sheet
    assert "19680000.00" in sheet


def test_a_title_cannot_run_in_a_spreadsheet(
    client: FlaskClient, july: None, city: Place, staff: Actor, water: Unit
) -> None:
    make.commitment(staff, city, water, title='=HYPERLINK("x")')
    assert ",'=HYPERLINK" in client.get(f"{HOME}/board.csv").text.replace('"', "")


def test_a_draft_is_nowhere_in_public(client: FlaskClient, clerk: Actor, row: Commitment) -> None:
    fill(sign_in(client, clerk), row, text="只是草稿的一句话")
    client.delete_cookie("signed_in")
    for path in ("", f"/projects/{row.id}", "/years/2026", "/board.csv"):
        assert "只是草稿的一句话" not in client.get(HOME + path).text


@time_machine.travel("2027-01-20T02:00:00Z")
def test_the_year_report_counts_results(
    client: FlaskClient, city: Place, staff: Actor, clerk: Actor, water: Unit
) -> None:
    row = make.planned(clerk, make.commitment(staff, city, water))
    make.report(clerk, row, 12, 95, done=3, spent=4560 * make.WAN)
    sign_in(client, clerk).post(f"{HOME}/mine/{row.id}/delivery")
    basically = {**ACCEPTED, "result": "basically", "on": "2027-01-19"}
    assert sign_in(client, staff).post(f"{HOME}/desk/{row.id}/acceptance", data=basically).status_code == 303
    page = client.get(f"{HOME}/years/2026").text
    assert "95%" in page
    assert "基本完成" in page


# --- outcomes come in ------------------------------------------------------------------------------------


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
    line = OutcomeLine(
        project_id=row.project_id,
        ordinal=1,
        title=row.title,
        text_sha256=row.text_sha256,
        approve=175,
        oppose=4,
        abstain=0,
        basically=43,
        passed=True,
        chosen=False,
        grade="satisfied",
        reason="",
    )
    base = make.outcome(list(db.session.scalars(select(FrozenText))))
    outcome = replace(base, ballot_uuid=uuid, kind="evaluate", lines=(line,))
    monkeypatch.setattr(handover, "outcomes", lambda *_: (outcome,))
    monkeypatch.setattr(handover, "outcome", lambda *_: outcome)
    assert "记录测评结果" in client.get(url).text
    assert client.post(f"{url.removesuffix('/2026')}/outcomes/{uuid}").status_code == 303
    assert "满意 175，基本满意 43，不满意 4" in client.get(f"{HOME}/projects/{row.id}").text


# --- cost ------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("july")
def test_no_page_needs_more_than_fifteen_queries(
    client: FlaskClient, city: Place, staff: Actor, clerk: Actor, water: Unit
) -> None:
    texts = make.frozen(city, water, *(f"项目{n:02d}" for n in range(12)))
    with transaction():
        rows = actions.take_in(staff, make.outcome(texts))
    for row in rows:
        make.report(clerk, make.planned(clerk, row), 7, 50)
    followed(rows[0])
    pages = {
        None: ["", f"/projects/{rows[0].id}", "/years/2026", "/board.csv"],
        clerk: ["/mine", f"/mine/{rows[0].id}/reports/7", f"/plans/{rows[0].id}", "/findings/1"],
        staff: ["/desk?year=2026", f"/desk/{rows[0].id}", "/changes/1", "/desk/evaluations/2026"],
    }
    found = {}
    for actor, paths in pages.items():
        client.delete_cookie("signed_in")
        if actor:
            sign_in(client, actor)
        for path in paths:
            asked: list[str] = []
            with listening(asked):
                assert client.get(HOME + path).status_code == 200
            found[path] = len(asked)
    assert max(found.values()) <= 15, found


@contextmanager
def listening(asked: list[str]) -> Iterator[None]:
    """Collect the statements that are sent to the database."""

    def hear(*event: Any) -> None:
        if event[2].lstrip().upper().startswith(("SELECT", "INSERT", "UPDATE", "DELETE")):
            asked.append(event[2])

    sqlalchemy.event.listen(db.engine, "before_cursor_execute", hear)
    try:
        yield
    finally:
        sqlalchemy.event.remove(db.engine, "before_cursor_execute", hear)
