"""Accounts opened by a list: line by line, for the place and those right below, all or none."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.caller import Browser
from tests.factories import account, place, sign_in, unit
from voting.audit.models import Entry
from voting.congress.account_list.rules import MOST_LINES
from voting.core.db import db
from voting.core.sheets import Sheet, as_workbook
from voting.people.models import Account, Grant
from voting.people.rules import Level, Place, Role

pytestmark = pytest.mark.database
HEADS = ("地方", "账号", "姓名", "身份", "单位或联络站")
PLACES = {"140900": "忻州市", "140921": "定襄县"}
Line = tuple[str, str, str, str, str]


@pytest.fixture(autouse=True)
def as_in_service(app: Flask) -> None:
    """Every request of every client here stands alone."""
    app.test_client_class = Browser


@pytest.fixture
def admin(app: Flask, city: Place) -> FlaskClient:
    return sign_in(app.test_client(), account(city, Role.PLATFORM_ADMIN, login="admin"))


def sends(
    client: FlaskClient, lines: list[Line], *, at: str = "140900", heads: tuple[str, ...] = HEADS
) -> TestResponse:
    content = as_workbook(Sheet(heads, lines, widths=[20] * len(heads)))
    data = {"file": (BytesIO(content), "list.xlsx"), "place": PLACES[at]}
    return client.post(f"/j/{at}/congress/account-list", data=data)


def opens(
    client: FlaskClient, lines: list[Line], *, at: str = "140900", out: tuple[int, ...] = ()
) -> TestResponse:
    names = ("place", "login", "name", "roles", "whose")
    fields = {
        f"lines-{n}-{name}": value
        for n, line in enumerate(lines)
        for name, value in zip(names, line, strict=True)
    }
    fields |= {f"lines-{n}-leave_out": "y" for n in out}
    return client.post(f"/j/{at}/congress/account-list/open", data=fields)


def logins() -> set[str]:
    return set(db.session.scalars(select(Account.login)))


def test_a_city_opens_its_counties_offices_by_one_list(app: Flask, admin: FlaskClient, county: Place) -> None:
    lines: list[Line] = [
        (county.name, "office-1", "张一", "人大工作人员", ""),
        (county.code, "office-2", "李二", "执行主席、大会秘书处", ""),
        ("", "chief", "王三", "审计", ""),
    ]
    page = sends(admin, lines)
    assert page.status_code == 200
    assert page.text.count("可以开") == 3
    assert logins() == {"admin"}  # a preview opens nothing
    answer = opens(admin, lines)
    assert answer.status_code == 200
    passwords = re.findall(r"<dt>首次密码</dt><dd>([^<]+)</dd>", answer.text)
    assert len(set(passwords)) == 3
    found = {row.login: row for row in db.session.scalars(select(Account))}
    assert [found[one].jurisdiction_id == county.id for one in ("office-1", "office-2", "chief")] == [
        True,
        True,
        False,
    ]
    held = db.session.scalars(select(Grant.role).where(Grant.account_id == found["office-2"].id)).all()
    assert set(held) == {Role.CHAIR, Role.SECRETARIAT}
    lines_ = db.session.scalars(select(Entry).where(Entry.event == "people:account:opened")).all()
    assert {"office-1", "office-2", "chief"} <= {line.facts["login"] for line in lines_}
    signed = app.test_client().post("/sign-in", data={"login": "office-1", "password": passwords[0]})
    assert signed.status_code == 303
    assert passwords[0] not in admin.get(f"/j/{county.code}/accounts/").text


def test_a_county_opens_its_townships_and_neither_the_city_nor_a_neighbour_s(
    app: Flask, city: Place, county: Place, township: Place
) -> None:
    other = place(code="140981", name="原平市", level=Level.COUNTY, under=city)
    client = sign_in(app.test_client(), account(county, Role.PLATFORM_ADMIN))
    good: Line = (township.name, "town", "张一", "人大工作人员", "")
    for far in (city.name, other.name, "没有这个地方"):
        page = sends(client, [good, (far, "far", "李二", "人大工作人员", "")], at=county.code)
        assert page.text.count("可以开") == 1
        assert "不是本级，也不是您管的直接下级" in page.text
        answer = opens(client, [good, (far, "far", "李二", "人大工作人员", "")], at=county.code)
        assert answer.status_code == 422
    assert "town" not in logins()
    assert opens(client, [good], at=county.code).status_code == 200
    assert "town" in logins()


def test_the_office_lists_for_its_own_place_alone(app: Flask, county: Place, township: Place) -> None:
    client = sign_in(app.test_client(), account(county, Role.STAFF))
    page = sends(client, [(township.name, "town", "张一", "人大工作人员", "")], at=county.code)
    assert "不是本级" in page.text
    above = sends(client, [("", "seer", "张一", "审计", "")], at=county.code)
    assert "只有平台管理员可以授予" in above.text


def test_lines_without_a_place_go_where_the_form_says(admin: FlaskClient, county: Place) -> None:
    content = as_workbook(Sheet(HEADS[1:], [("office-1", "张一", "人大工作人员", "")], widths=[20] * 4))
    data = {"file": (BytesIO(content), "list.xlsx"), "place": county.name}
    page = admin.post("/j/140900/congress/account-list", data=data)
    assert page.status_code == 200
    assert f'value="{county.name}"' in page.text
    data = {"file": (BytesIO(content), "list.xlsx"), "place": "别处"}
    assert admin.post("/j/140900/congress/account-list", data=data).status_code == 422


def test_nobody_else_comes_near_it(app: Flask, city: Place) -> None:
    client = sign_in(app.test_client(), account(city, Role.SECRETARIAT))
    assert client.get("/j/140900/congress/account-list").status_code == 403
    assert sends(client, []).status_code == 403
    assert opens(client, []).status_code == 403


BAD: list[tuple[Line, str]] = [
    (("", "张 三", "张三", "人大工作人员", ""), "账号只用字母"),
    (("", "", "张三", "人大工作人员", ""), "账号只用字母"),
    (("", "one", "", "人大工作人员", ""), "请填写姓名"),
    (("", "one", "张三", "", ""), "请至少写一种身份"),
    (("", "one", "张三", "县长", ""), "没有“县长”这种身份"),
    (("", "one", "张三", "人大代表", ""), "代表账号由名册导入开通"),
    (("", "one", "张三", "责任单位", ""), "责任单位的账号须选明是哪个单位"),
    (("", "one", "张三", "责任单位", "没有的局"), "没有“没有的局”这个单位"),
    (("", "one", "张三", "代表联络站", ""), "须写明是哪个联络站"),
    (("", "one", "张三", "审计", "一个站"), "写了联络站的"),
    (("", "admin", "张三", "审计", ""), "已经有人使用"),
    (("", "good", "张三", "审计", ""), "表里有两行都用账号"),
]


@pytest.mark.parametrize(("bad", "said"), BAD)
def test_a_bad_line_is_named_and_nothing_is_lost(admin: FlaskClient, bad: Line, said: str) -> None:
    good: Line = ("", "good", "李四", "审计", "")
    for answer in (sends(admin, [good, bad]), opens(admin, [good, bad])):
        assert said in answer.text
        assert 'value="李四"' in answer.text
        assert all(f'value="{cell}"' in answer.text for cell in bad if cell)
        assert answer.text.count("可以开") == 1
    assert logins() == {"admin"}
    assert opens(admin, [good, bad], out=(1,)).status_code == 200
    assert logins() == {"admin", "good"}


def test_units_and_stations_are_tied(admin: FlaskClient, city: Place) -> None:
    water = unit(city, "市水利局")
    lines: list[Line] = [
        ("", "water", "张一", "责任单位", "市水利局"),
        ("", "hut", "李二", "代表联络站", "城关联络站"),
    ]
    assert opens(admin, lines).status_code == 200
    found = {row.login: row for row in db.session.scalars(select(Account))}
    assert (found["water"].unit_id, found["hut"].station) == (water.id, "城关联络站")


@pytest.mark.parametrize(
    ("heads", "count", "said"),
    [
        (("甲", "乙", "丙", "丁", "戊"), 1, "没有找到表头"),
        (HEADS, 0, "表头下面没有内容"),
        (HEADS, MOST_LINES + 1, "请分成几份"),
    ],
)
def test_a_list_that_is_none_is_refused_with_a_sentence(
    admin: FlaskClient, heads: tuple[str, ...], count: int, said: str
) -> None:
    lines: list[Line] = [("", f"one{n}", "张三", "审计", "") for n in range(count)]
    answer = sends(admin, lines, heads=heads)
    assert answer.status_code == 422
    assert said in answer.text


@pytest.mark.parametrize(("name", "content"), [("list.xlsx", b"PK no zip"), ("list.txt", b"text"), ("", b"")])
def test_a_file_that_is_no_list_is_refused_with_a_sentence(
    admin: FlaskClient, name: str, content: bytes
) -> None:
    data = {"file": (BytesIO(content), name), "place": "忻州市"}
    answer = admin.post("/j/140900/congress/account-list", data=data)
    assert answer.status_code == 422
    assert 'class="field-error"' in answer.text


def test_the_empty_list_is_one_that_is_read(admin: FlaskClient) -> None:
    content = admin.get("/j/140900/congress/account-list.xlsx").data
    data = {"file": (BytesIO(content), "accounts.xlsx"), "place": "忻州市"}
    answer = admin.post("/j/140900/congress/account-list", data=data)
    assert answer.status_code == 200
    assert "请填写姓名" in answer.text
    assert "staff-140900" in answer.text
