"""What is typed that no column holds and no reader sees: a sentence at its field, 404 in an address, nothing in a log."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import DataError, DBAPIError, ProgrammingError

from tests.conftest import rows
from tests.factories import account, sign_in, unit
from tests.screening.factories import call, staff, suggestion
from tests.supervision import factories as make
from voting.congress.place.models import Unit
from voting.core.db import account_of, db, transaction
from voting.people.rules import Place, Role

pytestmark = pytest.mark.database
FORM = {"title": "给东关小学门口装红绿灯", "content": "放学时车多人多，孩子过马路很危险。"}
NO_TEXT = "不能显示的控制字符"


def suggest(client: FlaskClient, **changes: str) -> tuple[int, str]:
    answer = client.post("/j/140900/suggest", data={"nonce": uuid4().hex, **FORM, **changes})
    return answer.status_code, answer.text


def at_field(page: str, name: str) -> str:
    """Return the sentence at a field."""
    found = re.search(rf'id="{name}-error">.*?<span>(.*?)</span>', page, re.DOTALL)
    return found[1] if found else ""


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("1e30", "不是有效的小数"),
        ("sNaN", "不是有效的小数"),
        ("9" * 35, "0 到 1 万亿元"),
        ("1_000", "不是有效的小数"),
        ("0.0000001", "最多到分"),
        ("1\0", "不是有效的小数"),
    ],
)
def test_a_sum_that_is_none_gets_a_sentence_at_its_field(
    client: FlaskClient, city: Place, typed: str, sentence: str
) -> None:
    call(city)
    status, page = suggest(client, cost=typed)
    assert status == 422
    assert sentence in at_field(page, "cost")
    assert FORM["title"] in page


@pytest.mark.parametrize("typed", ["1e30", "sNaN", "9" * 35, "NaN"])
def test_a_report_with_a_sum_that_is_none_gets_a_sentence_at_its_field(
    client: FlaskClient, city: Place, typed: str
) -> None:
    with time_machine.travel("2026-07-08T02:00:00Z", tick=False):
        bureau = unit(city, "市水利局")
        clerk = account(city, Role.UNIT, unit=bureau)
        row = make.planned(clerk, make.commitment(account(city, Role.STAFF), city, bureau))
        make.report(clerk, row, 6, 41, spent=1_234_567_890_000)
        where = f"/j/140900/supervision/mine/{row.id}/reports/7"
        form = {"progress": "54", "text": "按计划推进。"}
        sign_in(client, clerk)
        refused = client.post(where, data={**form, "spent": typed})
        assert refused.status_code == 422
        assert at_field(refused.text, "spent")
        assert f'value="{typed}"' in refused.text
        lower = client.post(where, data={**form, "spent": "1234567.88"})
        assert "累计完成投资不能少于上月的 1234567.89 万元" in lower.text
        taken = client.post(where, data={**form, "spent": "１，２３４，５６７．９"})
        assert "123.45679 亿元" in client.get(taken.location).text


def test_a_column_holds_the_sum_of_many_greatest_amounts(client: FlaskClient, city: Place) -> None:
    call(city)
    assert suggest(client, cost="100000000")[0] == 303
    assert suggest(client, cost="100,000,000.00")[0] == 303
    assert rows("SELECT sum(cost_fen) FROM screening_suggestion") == [(2 * 10**14,)]


@pytest.mark.parametrize("field", ["title", "content", "place", "contact_name", "nonce"])
@pytest.mark.parametrize("sign", ["\0", "\x1b", "\x85", "\ufffe"])
def test_signs_that_are_no_text_get_a_sentence_at_the_field(
    client: FlaskClient, city: Place, field: str, sign: str
) -> None:
    call(city)
    status, page = suggest(client, **{field: f"给东关小学{sign}门口装红绿灯"})
    assert status == 422
    assert NO_TEXT in page
    assert rows("SELECT count(*) FROM screening_suggestion") == [(0,)]


@pytest.mark.parametrize(
    "path",
    [
        "/j/140900%00/",
        "/j/140900/track?number=%00",
        "/j/%00/",
        "/photos/%00",
        "/j/140900/supervision?q=%00&unit=%1b",
        "/j/140900/supervision/photos/1/%00",
        "/ballots/%00/result.json",
        "/j/140900/supervision?%00=1",
        "/hall/%00",
    ],
)
def test_an_address_with_signs_that_are_no_text_names_nothing(
    client: FlaskClient, city: Place, path: str
) -> None:
    assert client.get(path).status_code == 404


def test_a_secret_with_signs_that_are_no_text_is_refused(client: FlaskClient, city: Place) -> None:
    for login, password in (("a\0b", "x"), ("ab", "x\0y")):
        answer = client.post("/sign-in", data={"login": login, "password": password})
        assert answer.status_code == 422
        assert NO_TEXT in answer.text


@pytest.mark.parametrize(
    "title",
    [
        "\u200b" * 4,
        "\u3164" * 4,
        "\u2800" * 4,
        "\u202e\u202d\u202e\u202d",
        "\ufe0f" * 5,
        "\u0301" * 6,
        "\u200d\u200c" * 3,
    ],
)
def test_a_title_that_nobody_can_see_is_refused(client: FlaskClient, city: Place, title: str) -> None:
    call(city)
    status, page = suggest(client, title=title)
    assert status == 422
    assert "没有看得见的字" in at_field(page, "title")


def test_a_title_that_turns_the_line_round_is_cleaned(client: FlaskClient, city: Place) -> None:
    call(city)
    assert (
        suggest(client, title="修\u202e路\u2066和路灯\u200b", content="第一行。\r\n第二行\u202e写得很清楚。")[
            0
        ]
        == 303
    )
    assert rows("SELECT title, content FROM screening_suggestion") == [
        ("修路和路灯", "第一行。\n第二行写得很清楚。")
    ]


def test_blanks_alone_are_no_text_where_one_must_stand(client: FlaskClient, city: Place) -> None:
    sign_in(client, account(city, Role.STAFF))
    answer = client.post("/j/140900/congress/units", data={"names": " \u3000 "})
    assert answer.status_code == 422
    assert rows("SELECT count(*) FROM unit") == [(0,)]


def test_a_name_of_a_list_that_nobody_can_see_is_left_out(client: FlaskClient, city: Place) -> None:
    sign_in(client, account(city, Role.STAFF))
    client.post("/j/140900/congress/units", data={"names": "市教育局\n\u3164\u3164\n\u0301"})
    assert rows("SELECT name FROM unit") == [("市教育局",)]


def test_a_title_in_another_script_is_kept_apart_from_the_words_around_it(
    client: FlaskClient, city: Place
) -> None:
    clerk = staff(city)
    call(city, actor=clerk)
    row = suggestion(city, place="كوچا 123")
    page = sign_in(client, clerk).get("/j/140900/screening/suggestions").text
    assert "<bdi>كوچا 123</bdi>" in page
    assert f"{row.number}" in page


def test_a_log_tells_where_and_what_kind_and_nothing_of_what_was_written(app: Flask, city: Place) -> None:
    assert db.engine.hide_parameters
    secret = "张三的电话 13800000000"  # invented
    with pytest.raises(DBAPIError) as caught, transaction():
        db.session.add(Unit(jurisdiction_id=999, name=secret))
    told = account_of(caught.value)
    assert "IntegrityError" in told
    assert "INSERT INTO unit" in told
    assert secret not in told
    assert account_of(ValueError("a plain one")).endswith("ValueError: a plain one")


def test_what_a_database_cannot_hold_is_answered_in_words_and_logged_without_them(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "13800000000"  # invented
    with app.test_request_context("/"):
        error = DataError("INSERT INTO unit", {"name": secret}, ValueError(f"cannot contain NUL: {secret}"))
        answer = app.make_response(app.handle_user_exception(error))
        assert answer.status_code == 422
        assert "无法保存" in answer.get_data(as_text=True)
        broken = app.make_response(
            app.handle_user_exception(ProgrammingError("SELECT", {"name": secret}, ValueError(secret)))
        )
        assert broken.status_code == 500
    assert "INSERT INTO unit" in caplog.text
    assert "ProgrammingError" in caplog.text
    assert secret not in caplog.text


def test_the_list_of_suggestions_bears_the_time_in_china(client: FlaskClient, city: Place) -> None:
    with time_machine.travel(datetime(2026, 11, 27, 15, 33, 29, 612148, tzinfo=UTC), tick=False):
        clerk = staff(city)
        call(city, actor=clerk)
        suggestion(city)
        sheet = sign_in(client, clerk).get("/j/140900/screening/suggestions.csv").text
        assert "2026-11-27 23:33:29," in sheet
        assert "+00:00" not in sheet
        assert "612148" not in sheet
