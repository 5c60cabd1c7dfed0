"""What is asked of units: counted as it happens, shown to whom it concerns, and nobody else's business."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select, text
from wtforms import DateField, IntegerField

from tests.factories import account, sign_in, unit
from tests.look.markup import faults
from tests.supervision import factories as make
from tests.supervision.requests import FIGURES, HOME, fill
from voting.burden.actions import add
from voting.burden.models import FormBurden
from voting.burden.rules import FORMS, LONGEST, Burden, filling, total
from voting.core.access import rule_of
from voting.core.db import db, transaction
from voting.core.fields import MoneyField
from voting.people.rules import Actor, Place, Role
from voting.supervision.change.forms import ChangeForm
from voting.supervision.commitment.models import Commitment
from voting.supervision.finding.forms import PostForm
from voting.supervision.follow_up.forms import AnswerForm
from voting.supervision.plan.forms import PlanForm, StepForm
from voting.supervision.report.forms import ReportForm

PAGE = "/j/140900/burden"
UNCOUNTED = {
    "uploads.receive": "a photograph, sent by itself: it is a field of the form that names it",
    "screening.remove_attachment": "one button; nothing is handed in",
}


ASKED_AGAIN = {"完成时限": "a change asks for the new limit in place of the plan's"}


def counted(form: str = "supervision.fill_in") -> Burden:
    db.session.expire_all()
    row = db.session.scalars(select(FormBurden).where(FormBurden.form == form)).one()
    return Burden(row.pages, row.fields, row.seconds)


def test_every_form_that_a_unit_may_hand_in_is_counted_or_said_why_not(app: Flask) -> None:
    units = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and Role.UNIT in rule_of(app, rule.endpoint)
    }
    assert units == FORMS.keys() | UNCOUNTED.keys()


def test_no_figure_is_asked_for_in_two_forms(app: Flask) -> None:
    with app.test_request_context():
        forms = [one() for one in (PlanForm, StepForm, ReportForm, ChangeForm, PostForm, AnswerForm)]
        figures = Counter(
            str(field.label.text)
            for form in forms
            for field in form
            if isinstance(field, IntegerField | MoneyField | DateField)
        )
    assert len(figures) > len(forms)
    assert {label for label, times in figures.items() if times > 1} == ASKED_AGAIN.keys()


def test_a_report_counts_its_fields_and_a_refused_one_its_page_alone(
    client: FlaskClient, clerk: Actor, row: Commitment
) -> None:
    sign_in(client, clerk)
    assert fill(client, row, progress="130").status_code == 422
    assert counted() == Burden(pages=1)
    check = fill(client, row).location
    assert counted() == Burden(pages=2, fields=3), (
        "progress, money and the sentence; what was left empty asked nothing"
    )
    client.post(check)
    assert counted("supervision.submit") == Burden(pages=1), "a button asks for no field"


def test_a_month_without_change_costs_one_screen_one_tap_and_no_character(
    client: FlaskClient, clerk: Actor, row: Commitment
) -> None:
    make.report(clerk, row, 6, 72, done=2)
    sign_in(client, clerk)
    assert client.post(f"{HOME}/mine/{row.id}/reports/7/same").status_code == 303
    assert counted("supervision.nothing_changed") == Burden(pages=1)
    assert not db.session.scalars(select(FormBurden).where(FormBurden.form == "supervision.fill_in")).all()


def test_rows_of_a_plan_are_counted_one_by_one(
    client: FlaskClient, clerk: Actor, assigned: Commitment
) -> None:
    sign_in(client, clerk)
    plan = {
        "target": "更新管网",
        "due_on": "2026-11-30",
        "funding": "市级",
        "safeguards": "专班",
        "steps-0-title": "勘测",
        "steps-0-starts_on": "2026-03-01",
        "steps-0-due_on": "2026-03-31",
        "steps-0-weight": "100",
    }
    assert client.post(f"{HOME}/plans/{assigned.id}", data=plan).status_code == 303
    assert counted("supervision.publish_plan").fields == 8


@pytest.fixture
def shown_with_token(app: Flask) -> Iterator[None]:
    app.config["WTF_CSRF_ENABLED"] = True
    yield
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.mark.usefixtures("shown_with_token")
def test_minutes_run_from_the_form_on_the_screen_to_the_form_handed_in(
    client: FlaskClient, clerk: Actor, row: Commitment
) -> None:
    sign_in(client, clerk)
    with time_machine.travel("2026-07-08T02:00:00Z", tick=False) as clock:
        page = client.get(f"{HOME}/mine/{row.id}/reports/7").text
        token = re.findall(r'name="csrf_token"[^>]* value="([^"]+)"', page)[0]
        clock.shift(timedelta(seconds=75))
        assert fill(client, row, csrf_token=token).status_code == 303
        assert counted() == Burden(1, 3, 75)
        clock.shift(timedelta(hours=3))
        fill(client, row, csrf_token=token)
        assert counted().seconds == 75 + LONGEST.total_seconds(), "who goes to lunch is not filling in"


def test_staff_who_publish_a_units_plan_are_not_the_unit(
    client: FlaskClient, staff: Actor, assigned: Commitment
) -> None:
    sign_in(client, staff)
    client.post(f"{HOME}/plans/{assigned.id}", data={"target": "x"})
    assert db.session.scalars(select(FormBurden)).all() == []


def test_a_count_that_fails_fails_no_report(
    client: FlaskClient, clerk: Actor, row: Commitment, caplog: pytest.LogCaptureFixture
) -> None:
    sign_in(client, clerk)
    with transaction():
        db.session.execute(text("DROP TABLE form_burden"))
    assert fill(client, row).status_code == 303
    assert "a form was not counted" in caplog.text
    assert FIGURES["text"] not in caplog.text


def seen(client: FlaskClient, actor: Actor, where: str = PAGE) -> str:
    answer = sign_in(client, actor).get(where)
    assert answer.status_code == 200
    assert faults(answer.text) == []
    return answer.text


def test_a_unit_reads_its_own_and_no_other_units(
    client: FlaskClient, city: Place, clerk: Actor, row: Commitment, staff: Actor
) -> None:
    fill(sign_in(client, clerk), row)
    school = account(city, Role.UNIT, unit=unit(city))
    assert "月报" in seen(client, clerk).split("<main")[1]
    assert "这个月还没有交来的表" in seen(client, school)
    assert "市水利局" in seen(client, staff)


def test_the_overseer_reads_what_lies_below_and_goes_down_to_the_unit(
    client: FlaskClient, city: Place, county: Place, township: Place
) -> None:
    for at, fields in ((county, 30), (township, 12)):
        with transaction():
            add(at.id, unit(at, f"{at.name}水利局").id, "supervision.fill_in", Burden(1, fields, 61))
    overseer = account(city, Role.OVERSIGHT)
    (below,) = re.findall(r"定襄县</a></th>(.*?)</tr>", seen(client, overseer), re.DOTALL)
    assert re.findall(r">(\d+)<", below) == ["2", "42", "3"], "122 seconds are three begun minutes"
    assert "定襄县水利局" in seen(client, overseer, "/j/140921/burden")
    sheet = load_workbook(BytesIO(client.get(f"{PAGE}/burden.xlsx").data)).active
    assert [cell.value for cell in sheet[2]] == ["定襄县", "全部", 2, 42, 3]


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.SCRUTINEER, Role.AUDITOR])
def test_others_do_not_read_it(client: FlaskClient, city: Place, role: Role) -> None:
    assert sign_in(client, account(city, role)).get(PAGE).status_code == 403


def test_a_neighbour_does_not_find_it(client: FlaskClient, city: Place, county: Place) -> None:
    assert sign_in(client, account(county, Role.STAFF)).get(PAGE).status_code == 404


@pytest.mark.parametrize("month", ["2026-13", "x", "", "9999999-01", "2026-06\n"])
def test_nonsense_for_a_month_shows_the_newest(client: FlaskClient, staff: Actor, month: str) -> None:
    assert sign_in(client, staff).get(PAGE, query_string={"month": month}).status_code == 200


def test_a_month_without_forms_is_empty(client: FlaskClient, staff: Actor) -> None:
    assert "2025 年 3 月" in seen(client, staff, f"{PAGE}?month=2025-03")


@pytest.mark.pure
def test_sums_and_bounds() -> None:
    assert total([Burden(1, 2, 59), Burden(1, 0, 2)]) == Burden(2, 2, 61)
    assert total([]).minutes == 0
    assert Burden(seconds=61).minutes == 2
    assert filling(timedelta(seconds=-5)) == 0
    assert filling(timedelta(days=2)) == LONGEST.total_seconds()


@pytest.mark.database
def test_what_is_added_stands_in_the_month_of_the_day(city: Place, water: object) -> None:
    del water
    (unit_id,) = db.session.scalars(text("SELECT id FROM unit"))
    for day in ("2026-07-31T15:59:00Z", "2026-07-31T16:01:00Z"):
        with time_machine.travel(day, tick=False), transaction():
            add(city.id, unit_id, "supervision.fill_in", Burden(1, 1, 1))
    found = db.session.scalars(select(FormBurden.month).order_by(FormBurden.month)).all()
    assert found == [date(2026, 7, 1), date(2026, 8, 1)], "months are those of China"


def test_a_units_account_reads_its_own_alone_whatever_else_it_may_do(
    client: FlaskClient, city: Place
) -> None:
    water, roads = unit(city, "市水利局"), unit(city, "市交通局")
    with transaction():
        for one in (water, roads):
            add(city.id, one.id, "supervision.fill_in", Burden(1, 2, 3))
    both = sign_in(client, account(city, Role.UNIT, Role.SUPERVISION, unit=water))
    assert "市水利局" in both.get(PAGE).text
    assert "市交通局" not in both.get(PAGE).text
    office = sign_in(client, account(city, Role.UNIT, Role.STAFF, unit=water))
    assert "市交通局" in office.get(PAGE).text
