"""The oldest missing month first; nothing changed in one tap; doubts are shown and never block; a day tells on time."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories import account, sign_in, unit
from tests.interleaved.at_once import at_once
from tests.supervision import factories as make
from tests.supervision.requests import HOME, again, delivered, fill
from voting.core.db import db, transaction
from voting.people.rules import Actor, Place, Role
from voting.supervision.commitment.models import Commitment
from voting.supervision.commitment.rules import CommitmentState
from voting.supervision.plan.queries import gantt_rows
from voting.supervision.report import actions as report_actions
from voting.supervision.report.actions import NewReport
from voting.supervision.report.facts import one, reported
from voting.supervision.report.models import Report, ReportVersion
from voting.supervision.report.owed import months_owed, overdue
from voting.supervision.report.rules import MonthSaid, Ticked, doubts


def test_a_month_left_out_is_asked_for_first_across_the_years_end(
    client: FlaskClient, staff: Actor, clerk: Actor, row: Commitment
) -> None:
    make.report(clerk, row, 7, 30)
    with time_machine.travel("2026-11-10T02:00:00Z", tick=False):
        make.report(clerk, row, 9, 60)
        assert (months_owed(one(row)), overdue(one(row))) == ([8, 10, 11], [8, 10])
        page = sign_in(client, clerk).get(f"{HOME}/mine").text
        assert "填报 8 月" in page
        assert "已过期，应于 2026" in page
        assert "还缺 10、11 月" in page
        assert "（8、10 月）" in sign_in(client, staff).get(f"{HOME}/desk").text
    with time_machine.travel("2027-02-10T02:00:00Z", tick=False):
        assert overdue(one(row)) == [8, 10, 11, 12]
        assert "填报 8 月" in sign_in(client, clerk).get(f"{HOME}/mine").text


def test_nothing_changed_is_one_tap_and_sent_twice_is_one_report(
    client: FlaskClient, clerk: Actor, row: Commitment
) -> None:
    make.report(clerk, row, 6, 72, done=2, spent=1968 * make.WAN)
    sign_in(client, clerk)
    page = client.get(f"{HOME}/mine").text
    same = f"{HOME}/mine/{row.id}/reports/7/same"
    assert f'action="{same}"' in page
    assert client.post(same).status_code == 303
    assert client.post(same).status_code == 303
    june, july = reported(again(row)).values()
    assert (july.progress, july.spent_fen, july.milestones) == (72, 1968 * make.WAN, june.milestones)
    assert july.text == "本月无变化。"
    assert len(db.session.scalars(select(ReportVersion)).all()) == 2
    assert client.post(f"{HOME}/mine/{row.id}/reports/8/same").status_code == 409
    assert client.post(f"{HOME}/mine/{row.id}/reports/13/same").status_code == 404


def test_nothing_changed_explains_nothing_where_the_work_is_behind(
    client: FlaskClient, clerk: Actor, row: Commitment
) -> None:
    make.report(clerk, row, 6, 20)
    same = f"{HOME}/mine/{row.id}/reports/7/same"
    assert f'action="{same}"' not in sign_in(client, clerk).get(f"{HOME}/mine").text
    answer = client.post(same)
    assert answer.location == same.removesuffix("/same")
    assert "请用一句话说明原因和赶上的时间" in client.get(answer.location).text
    assert fill(client, row, progress="20", text="本月无变化。").status_code == 422
    assert list(reported(again(row))) == [6]


def test_what_was_done_after_a_month_is_not_reported_for_it(
    client: FlaskClient, clerk: Actor, row: Commitment
) -> None:
    first = make.steps(row)[0].id
    given: dict[str, Any] = {"milestones": str(first), f"done_on_{first}": "2026-07-01"}
    answer = fill(sign_in(client, clerk), row, 6, **given)
    assert answer.status_code == 422
    assert "6 月以后才完成的" in answer.text
    assert fill(client, row, 6, **given | {f"done_on_{first}": "2026-06-30"}).status_code == 303


def test_work_that_is_not_lit_yet_has_no_plan_to_stand_beside(
    client: FlaskClient, clerk: Actor, row: Commitment
) -> None:
    assert "计划 0%" not in sign_in(client, clerk).get(f"{HOME}/mine").text


@pytest.mark.database
def test_one_tap_twice_at_once_is_one_report(app: Flask, clerk: Actor, row: Commitment) -> None:
    make.report(clerk, row, 6, 72, done=2)
    number = row.id

    def tap() -> None:
        with transaction():
            report_actions.report_same(clerk, number, 7)

    at_once(app, tap, tap)
    assert len(db.session.scalars(select(ReportVersion)).all()) == 2


@pytest.mark.database
def test_one_form_twice_at_once_is_one_draft(app: Flask, clerk: Actor, row: Commitment) -> None:
    new = NewReport(commitment_id=row.id, month=6, progress=20, spent_fen=0, text="汛期停工。")

    def send() -> None:
        with transaction():
            report_actions.fill_in(clerk, new)

    at_once(app, send, send)
    assert len(db.session.scalars(select(Report)).all()) == 1


def test_what_was_begun_is_not_thrown_away_by_nothing_changed(
    client: FlaskClient, clerk: Actor, row: Commitment
) -> None:
    make.report(clerk, row, 6, 41)
    sign_in(client, clerk)
    fill(client, row)
    answer = client.post(f"{HOME}/mine/{row.id}/reports/7/same")
    assert answer.status_code == 409
    assert "已经填了一些" in answer.text
    assert 'value="54"' in client.get(f"{HOME}/mine/{row.id}/reports/7").text


def test_nothing_changed_needs_something_before_it_and_ones_own_project(
    client: FlaskClient, city: Place, clerk: Actor, row: Commitment
) -> None:
    same = f"{HOME}/mine/{row.id}/reports/7/same"
    assert sign_in(client, clerk).post(same).status_code == 409
    other = account(city, Role.UNIT, unit=unit(city, "市教育局"))
    assert sign_in(client, other).post(same).status_code == 404


def test_a_month_to_come_names_the_one_that_is_due(
    client: FlaskClient, clerk: Actor, row: Commitment
) -> None:
    sign_in(client, clerk)
    for answer in (fill(client, row, 8), client.get(f"{HOME}/mine/{row.id}/reports/8")):
        assert answer.status_code == 409
        assert "现在该报 7 月" in answer.text


def test_doubts_ask_for_one_tick_and_then_let_pass(
    client: FlaskClient, clerk: Actor, row: Commitment
) -> None:
    make.report(clerk, row, 6, 41)
    sign_in(client, clerk)
    check = fill(client, row, progress="98", spent="5000").location
    page = client.get(check).text
    for words in ("超过年度计划 4800 万元", "子项目“更新管网、改造水源井”的完成数还是 0", "多了 57 个百分点"):
        assert words in page
    refused = client.post(check)
    assert refused.status_code == 422
    assert "数没有错就勾选" in refused.text
    assert 7 not in reported(again(row))
    assert client.post(check, data={"looked": "y"}).status_code == 303
    assert reported(again(row))[7].progress == 98


def test_progress_that_goes_back_leads_to_the_correction(
    client: FlaskClient, clerk: Actor, row: Commitment
) -> None:
    make.report(clerk, row, 6, 41)
    answer = fill(sign_in(client, clerk), row, progress="30")
    assert answer.status_code == 422
    assert f'href="{HOME}/mine/{row.id}/reports/6"' in answer.text
    assert "更正 6 月份报告" in answer.text


@pytest.mark.parametrize(
    ("day", "word"),
    [
        ("2026-09-04", "按期完成"),
        ("2026-09-30", "按期完成"),
        ("2026-10-02", "晚 %(late)s 天完成"),
        ("", "当月完成"),
    ],
)
def test_on_time_is_said_where_the_day_says_so(
    client: FlaskClient, clerk: Actor, row: Commitment, day: str, word: str
) -> None:
    third = make.steps(row)[2]
    assert (third.title, third.due_on) == ("管网更换", date(2026, 9, 30))
    month = 10 if day > "2026-09-30" else 9
    with time_machine.travel("2026-10-03T02:00:00Z", tick=False):
        sign_in(client, clerk)
        with_day: dict[str, Any] = {"milestones": str(third.id), f"done_on_{third.id}": day}
        if not day:
            fourth = make.steps(row)[3]
            with_day = {"milestones": str(fourth.id)}
        check = fill(client, row, month, **with_day).location
        client.post(check, data={"looked": "y"})
        rows = {found.name: found for found in gantt_rows(one(again(row)))}
    name = third.title if day else "水质检测与通水"
    expected = word if day else "按期完成"
    assert rows[name].word == expected


def test_a_day_to_come_is_no_day_of_completion(client: FlaskClient, clerk: Actor, row: Commitment) -> None:
    first = make.steps(row)[0].id
    given: dict[str, Any] = {"milestones": str(first), f"done_on_{first}": "2026-07-09"}
    answer = fill(sign_in(client, clerk), row, **given)
    assert answer.status_code == 422
    assert "完成日期不能在今天以后" in answer.text


def test_ticked_on_the_27th_for_the_5th_without_a_day_is_not_on_time() -> None:
    said = MonthSaid(progress=10, before=0, months=1, spent_fen=0, planned_fen=1)
    ticked = Ticked("招标", date(2026, 9, 1), date(2026, 9, 5), None)
    (doubt,) = doubts(MonthSaid(**{**vars(said), "ticked": [ticked]}), date(2026, 9, 30))
    assert "没有写哪天完成" in doubt.message
    dated = Ticked("招标", date(2026, 9, 1), date(2026, 9, 5), date(2026, 9, 27))
    (doubt,) = doubts(MonthSaid(**{**vars(said), "ticked": [dated]}), date(2026, 9, 30))
    assert doubt.values["done"] == "2026-09-27"
    good = Ticked("招标", date(2026, 9, 1), date(2026, 9, 5), date(2026, 9, 4))
    assert list(doubts(MonthSaid(**{**vars(said), "ticked": [good]}), date(2026, 9, 30))) == []


def test_a_unit_takes_its_wish_for_acceptance_back(
    client: FlaskClient, city: Place, clerk: Actor, row: Commitment
) -> None:
    delivered(client, clerk, row)
    back = f"{HOME}/mine/{row.id}/delivery/withdrawal"
    assert f'action="{back}"' in client.get(f"{HOME}/mine").text
    assert client.post(back).status_code == 303
    assert again(row).state is CommitmentState.UNDER_WAY
    assert client.post(back).status_code == 303, "the same deed twice"
    other = account(city, Role.UNIT, unit=unit(city, "市教育局"))
    assert sign_in(client, other).post(back).status_code == 404


def test_before_the_work_begins_there_is_no_wish_to_take_back(
    client: FlaskClient, clerk: Actor, row: Commitment
) -> None:
    assert sign_in(client, clerk).post(f"{HOME}/mine/{row.id}/delivery/withdrawal").status_code == 409


@pytest.mark.parametrize("money", ["1e30", "9" * 35, "-1", "NaN"])
def test_no_money_is_too_strange_for_a_sentence(
    client: FlaskClient, clerk: Actor, row: Commitment, money: str
) -> None:
    answer = fill(sign_in(client, clerk), row, spent=money)
    assert answer.status_code == 422
    assert money in answer.text
    assert "管材到齐" in answer.text
