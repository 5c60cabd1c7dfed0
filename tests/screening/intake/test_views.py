"""A list is looked at line by line before anything is written; its right lines are taken once, the others given back with why."""

from __future__ import annotations

import dataclasses
import io
import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.conftest import rows
from tests.factories import account, sign_in
from tests.screening.factories import YEAR, call, staff, suggestion
from voting.audit.models import Entry
from voting.core.clock import day_of, now, today
from voting.core.db import db, transaction
from voting.core.sheets import Sheet, as_workbook
from voting.jobs import work_off
from voting.people.rules import Place, Role
from voting.screening.intake import actions, facts, queries
from voting.screening.intake.actions import KEPT
from voting.screening.suggestion.contact import contact_of
from voting.screening.suggestion.models import Suggestion
from voting.screening.suggestion.number import tidy
from voting.screening.words import Channel, Source, wording

pytestmark = pytest.mark.database
BASE = "/j/140900/screening/imports"
HEADS = ("工单编号", "诉求标题", "诉求内容", "诉求时间", "诉求人", "联系电话", "诉求地点", "承办单位")


def line(number: int, **changes: str) -> tuple[str, ...]:
    cells = {
        "工单编号": f"GD2026{number:08d}",
        "诉求标题": f"东街 {number} 号路灯不亮",
        "诉求内容": f"东街 {number} 号门前的路灯坏了半个月，老人夜里出门看不见。",
        "诉求时间": today().isoformat(),
        "诉求人": "王秀兰",
        "联系电话": "13800138000",
        "诉求地点": "东街",
        "承办单位": "市城管局",
    }
    return tuple({**cells, **changes}[head] for head in HEADS)


def csv_of(*lines: tuple[str, ...], code: str = "gb18030") -> bytes:
    return "\r\n".join(",".join(one) for one in (HEADS, *lines)).encode(code)


def send(desk: FlaskClient, content: bytes, name: str = "工单.csv", **changes: str) -> TestResponse:
    data = {"source": "resident", "channel": "hotline", "file": (io.BytesIO(content), name), **changes}
    return desk.post(BASE, data=data, content_type="multipart/form-data")


def kept(desk: FlaskClient, content: bytes, name: str = "工单.csv") -> str:
    """Where a list that was handed in is looked at."""
    answer = send(desk, content, name)
    assert answer.status_code == 303, re.findall(r"field-error.*", answer.text)
    return answer.headers["Location"]


def given_back(desk: FlaskClient, page: str) -> list[list[object]]:
    content = desk.get(f"{page}/lines.xlsx").data
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    return [list[object](row) for row in sheet.to_python()]


def stored() -> int:
    return len(rows("SELECT id FROM screening_suggestion"))


def test_nothing_is_written_before_the_clerk_confirms_and_the_rest_is_given_back(
    desk: FlaskClient, city: Place
) -> None:
    call(city)
    day = today()  # read once: midnight may come before the end
    asked = {"诉求时间": day.isoformat()}
    page = kept(desk, csv_of(line(1, **asked), line(2, 诉求内容="。。。。。。", **asked), line(3, **asked)))
    assert stored() == 0
    text = desk.get(page).text
    assert "2 行可以录入，1 行有问题" in text
    assert "只有标点" in text
    assert "13800138000" not in text
    assert desk.post(f"{page}/take").status_code == 303
    found = db.session.scalars(select(Suggestion).order_by(Suggestion.id)).all()
    assert [(row.order_number, row.channel, row.source, row.year) for row in found] == [
        ("GD202600000001", "hotline", "resident", YEAR),
        ("GD202600000003", "hotline", "resident", YEAR),
    ]
    assert (found[0].received_on, contact_of(found[0]), found[0].implementer) == (
        day,
        ("王秀兰", "13800138000"),
        "市城管局",
    )
    assert all(tidy(row.number) == row.number for row in found)
    head, *wrong = given_back(desk, page)
    assert head == ["没有录入的原因", "原表第几行", *HEADS]
    assert [row[1:4] for row in wrong] == [[3.0, "GD202600000002", "东街 2 号路灯不亮"]]
    assert "只有标点" in str(wrong[0][0])
    assert "有 1 行没有录入" in desk.get(page).text
    inbox = desk.get(f"/j/140900/screening/suggestions?year={YEAR}&q=路灯").text
    assert "东街 3 号路灯不亮" in inbox


def test_the_lines_that_were_put_right_are_taken_and_none_is_taken_twice(
    desk: FlaskClient, city: Place
) -> None:
    call(city)
    page = kept(desk, csv_of(line(1), line(2, 联系电话="找我")))
    desk.post(f"{page}/take")
    again = kept(desk, csv_of(line(1), line(2)))
    assert "1 行可以录入，1 行有问题" in desk.get(again).text
    assert "已经录入过" in desk.get(again).text
    desk.post(f"{again}/take")
    assert stored() == 2
    third = kept(desk, csv_of(line(1), line(2)))
    assert "0 行可以录入" in desk.get(third).text
    assert desk.post(f"{third}/take").status_code == 422
    assert stored() == 2


def test_a_list_is_taken_once_and_what_was_entered_meanwhile_is_not_entered_again(
    desk: FlaskClient, city: Place
) -> None:
    call(city)
    first, second = kept(desk, csv_of(line(1), line(2))), kept(desk, csv_of(line(2), line(3)))
    assert desk.post(f"{first}/take").status_code == 303
    assert desk.post(f"{first}/take").status_code == 409
    assert desk.post(f"{second}/take").status_code == 303
    assert stored() == 3
    assert [row[2] for row in given_back(desk, second)[1:]] == ["GD202600000002"]


def test_a_workbook_is_read_like_a_csv(desk: FlaskClient, city: Place) -> None:
    call(city)
    content = as_workbook(Sheet(HEADS, [line(1), line(2)]))
    page = kept(desk, content, "工单.xlsx")
    assert desk.post(f"{page}/take").status_code == 303
    assert stored() == 2


def test_the_exported_list_is_taken_by_another_place_as_it_is_and_by_its_own_not_again(
    desk: FlaskClient, client: FlaskClient, city: Place, county: Place
) -> None:
    call(city)
    told = {
        "title": "东街修路",
        "content": "东街坑洼不平，\n雨天没法走。",
        "place": "东街",
        "scale": "800 米",
        "finish": "2027 年 9 月底前",
        "funding": "县级财政",
        "implementer": "县交通局",
        "cost_fen": 96_500_005,
    }
    made = suggestion(city, **told, contact_phone="13800138000")
    came = today() - timedelta(days=9)
    letter = suggestion(city, title="西街装灯", received_on=came)
    exported = desk.get(f"/j/140900/screening/suggestions.xlsx?year={YEAR}").data
    own = desk.get(kept(desk, exported, "建议.xlsx")).text
    assert "0 行可以录入，2 行有问题" in own
    assert f"建议编号 {made.number}" in own
    clerk = staff(county)
    call(county, actor=clerk)
    there = sign_in(client.application.test_client(), clerk)
    base = f"/j/{county.code}/screening/imports"
    data = {"source": "resident", "channel": "transfer", "file": (io.BytesIO(exported), "建议.xlsx")}
    page = there.post(base, data=data, content_type="multipart/form-data").headers["Location"]
    assert there.post(f"{page}/take").status_code == 303
    asked = select(Suggestion).where(Suggestion.jurisdiction_id == county.id)
    taken = {row.order_number: row for row in db.session.scalars(asked)}
    assert set(taken) == {made.number, letter.number}
    row = taken[made.number]
    assert {name: getattr(row, name) for name in told} == told
    assert row.contact is None
    assert row.received_on == day_of(made.submitted_at)
    assert taken[letter.number].received_on == came


def test_a_list_that_was_given_up_is_gone(desk: FlaskClient, city: Place) -> None:
    call(city)
    page = kept(desk, csv_of(line(1)))
    assert desk.post(f"{page}/give_up").status_code == 303
    assert desk.get(page).status_code == 404
    assert (stored(), rows("SELECT id FROM screening_import")) == (0, [])


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.csv", "表头"),
        (b"%PDF-1.7 \xff\xfe\xff", "a.csv", "打不开"),
        (b"PK\x03\x04 no zip", "a.xlsx", "打不开"),
        (b"a,b\n1,2", "a.csv", "表头"),
        (b"a,b\n1,2", "a.exe", "只能上传"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_a_sentence(
    desk: FlaskClient, city: Place, content: bytes, name: str, said: str
) -> None:
    call(city)
    answer = send(desk, content, name)
    assert answer.status_code == 422
    assert said in answer.text
    assert rows("SELECT id FROM screening_import") == []


def test_whose_and_how_must_be_chosen(desk: FlaskClient, city: Place) -> None:
    call(city)
    assert send(desk, csv_of(line(1)), channel="").status_code == 422
    assert send(desk, csv_of(line(1)), source="").status_code == 422
    assert send(desk, csv_of(line(1)), channel="online").status_code == 422


def test_nothing_is_handed_in_before_the_call_opens(desk: FlaskClient, city: Place) -> None:
    assert send(desk, csv_of(line(1))).status_code == 404
    call(city, opened=False)
    assert "征集开始以后才能导入" in desk.get(BASE).text
    assert send(desk, csv_of(line(1))).status_code == 404


def test_only_those_who_collect_import_and_nobody_of_another_place(
    app: Flask, desk: FlaskClient, city: Place, county: Place
) -> None:
    call(city)
    page = kept(desk, csv_of(line(1)))
    for who, status in (
        (account(city, Role.OVERSIGHT), 403),
        (account(city, Role.STATION), 403),
        (staff(county), 404),
    ):
        other = sign_in(app.test_client(), who)
        for path in (BASE, page, f"{page}/lines.xlsx"):
            assert other.get(path).status_code == status, path
        assert other.post(f"{page}/take").status_code in {status, 400}
    elsewhere = sign_in(app.test_client(), staff(county))
    assert elsewhere.get(page.replace("140900", "140921")).status_code == 404
    assert stored() == 0


def test_the_journal_says_how_many_and_names_nobody(desk: FlaskClient, city: Place) -> None:
    call(city)
    desk.post(f"{kept(desk, csv_of(line(1), line(2, 诉求内容='')))}/take")
    facts = db.session.scalars(
        select(Entry.facts).where(Entry.event == "screening:suggestion:imported")
    ).one()
    assert (facts["taken"], facts["refused"], facts["channel"]) == (1, 1, "hotline")
    assert "王秀兰" not in str(rows("SELECT facts FROM audit_entry"))


def test_a_list_and_its_lines_are_deleted_after_their_time(
    app: Flask, desk: FlaskClient, city: Place
) -> None:
    call(city)
    page = kept(desk, csv_of(line(1), line(2, 诉求内容="")))
    desk.post(f"{page}/take")
    with time_machine.travel(now() + KEPT + timedelta(minutes=1)):
        work_off(app)
    assert rows("SELECT id FROM screening_import") == []
    assert stored() == 1


def test_where_the_key_is_gone_a_list_says_so_and_can_be_given_up(
    app: Flask, desk: FlaskClient, city: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    call(city)
    settled, waiting = (kept(desk, csv_of(line(n), line(n + 1, 诉求内容=""))) for n in (1, 3))
    assert desk.post(f"{settled}/take").status_code == 303
    changed = dataclasses.replace(app.extensions["settings"], secret_key="y" * 32)
    monkeypatch.setitem(app.extensions, "settings", changed)
    text = desk.get(waiting).text
    assert "这份表读不出来了（程序的密钥已更换）" in text
    assert "放弃这份表" in text
    assert desk.get(settled).status_code == 200
    for path in (f"{waiting}/lines.xlsx", f"{settled}/lines.xlsx"):
        asked = desk.get(path)
        assert (asked.status_code, "程序的密钥已更换" in asked.text) == (409, True)
    assert desk.post(f"{waiting}/take").status_code == 409
    assert desk.post(f"{waiting}/give_up").status_code == 303
    assert stored() == 1


def test_lines_without_a_number_are_known_again_by_a_keyed_digest(desk: FlaskClient, city: Place) -> None:
    call(city)
    same = csv_of(line(1, 工单编号=""), line(1, 工单编号="", 联系电话="13800138001"))
    assert desk.post(f"{kept(desk, same)}/take").status_code == 303
    assert stored() == 2
    assert "0 行可以录入，2 行有问题" in desk.get(kept(desk, same)).text
    nonces = {nonce for (nonce,) in rows("SELECT nonce FROM screening_suggestion")}
    keys = {one.key for one in facts.text_of_list(same).lines}
    assert len(nonces) == len(keys) == 2
    assert not nonces & keys


@pytest.mark.slow
def test_of_ten_thousand_lines_thirty_seven_are_given_back(desk: FlaskClient, city: Place) -> None:
    call(city)
    lines = [line(n, 诉求内容="") if n % 271 == 0 else line(n) for n in range(1, 10_001)]
    wrong = sum(not one[2] for one in lines)
    assert wrong == 36
    lines[-1] = lines[-2]
    page = kept(desk, csv_of(*lines))
    assert "9963 行可以录入，37 行有问题" in desk.get(page).text
    assert desk.post(f"{page}/take").status_code == 303
    assert stored() == 9963
    assert len(given_back(desk, page)) == 38


def test_a_list_that_broke_off_half_way_is_confirmed_again(
    desk: FlaskClient, city: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    call(city)
    monkeypatch.setattr(actions, "AT_ONCE", 2)
    page = kept(desk, csv_of(*(line(n) for n in range(1, 6)), line(6, 诉求内容="")))
    text = queries.waiting_text(city, page.rsplit("/", 1)[1])
    with transaction():
        left = actions.take_lines(
            account(city, Role.STAFF),
            jurisdiction_id=city.id,
            import_id=page.rsplit("/", 1)[1],
            text=text,
            give_back=lambda _read: b"",
        )
    assert (stored(), len(left.lines)) == (2, 4)
    assert "3 行可以录入，3 行有问题" in desk.get(page).text
    assert desk.post(f"{page}/take").status_code == 303
    assert stored() == 5
    assert "录入了 5 条" in desk.get(page).text
    lines = db.session.scalars(
        select(Entry.facts).where(Entry.event == "screening:suggestion:imported")
    ).all()
    assert [facts["taken"] for facts in lines] == [2, 2, 1]


def test_a_nul_is_said_at_its_line_and_the_rest_is_taken(desk: FlaskClient, city: Place) -> None:
    """PostgreSQL stores no NUL: wherever one stands, in a text or a name, its line is given back and none is lost."""
    call(city)
    nul = csv_of(
        line(1),
        line(2, 诉求内容="路灯坏了\0半个月，看不见路。"),
        line(3, 诉求人="王\0秀兰"),
        line(4, 诉求地点="东\0街"),
        line(5),
    )
    page = kept(desk, nul)
    text = desk.get(page).text
    assert "2 行可以录入，3 行有问题" in text
    assert text.count("控制字符") >= 3
    assert desk.post(f"{page}/take").status_code == 303
    assert stored() == 2
    assert len(given_back(desk, page)) == 1 + 3


def test_a_line_says_its_own_source_and_channel(desk: FlaskClient, city: Place) -> None:
    """Of what it does not say, or in a hotline's own words, and of 网上, which nobody types in, what was chosen holds."""
    call(city)
    said = (
        ("", ""),
        (wording(Source.STATION), wording(Channel.LETTER)),
        ("村里人", "微信"),
        (wording(Source.UNIT), wording(Channel.ONLINE)),
    )
    heads = (*HEADS, "提出主体", "来源渠道")
    lines = [(*line(number), *pair) for number, pair in enumerate(said, 1)]
    page = kept(desk, "\r\n".join(",".join(one) for one in (heads, *lines)).encode())
    assert "4 行可以录入，0 行有问题" in desk.get(page).text
    assert desk.post(f"{page}/take").status_code == 303
    found = db.session.scalars(select(Suggestion).order_by(Suggestion.id)).all()
    assert [(row.source, row.channel) for row in found] == [
        (Source.RESIDENT, Channel.HOTLINE),
        (Source.STATION, Channel.LETTER),
        (Source.RESIDENT, Channel.HOTLINE),
        (Source.UNIT, Channel.HOTLINE),
    ]


def test_the_empty_list_has_every_heading_that_is_known(desk: FlaskClient) -> None:
    answer = desk.get(f"{BASE}/empty.xlsx")
    assert answer.status_code == 200
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0)
    assert tuple(sheet.to_python()[0]) == queries.empty_heads()
