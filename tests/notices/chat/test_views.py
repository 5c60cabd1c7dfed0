"""The page of chat robots: what the office may do there, what is refused with a sentence, and that no address comes back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories import account, place, sign_in
from tests.notices.robot_server import ALLOWED, Robot, Said, talking
from voting.audit.models import Entry
from voting.core.db import db
from voting.core.running import settings
from voting.notices.chat.models import ChatRobot
from voting.notices.chat.rules import MOST_ROBOTS
from voting.people.rules import Level, Place, Role

pytestmark = pytest.mark.database
PAGE = "/j/140900/robots"


@pytest.fixture
def robot(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Robot]:
    monkeypatch.setitem(app.extensions, "settings", replace(settings(), chat_hosts=ALLOWED))
    with talking() as made:
        yield made


@pytest.fixture
def staff(client: FlaskClient, city: Place) -> FlaskClient:
    return sign_in(client, account(city, Role.STAFF))


def good(robot: Robot | None = None) -> dict[str, object]:
    url = robot.url if robot else "https://127.0.0.1/send?key=k-e-y"
    told = {"name": "人大办工作群", "format": "feishu", "address": url, "secret": "SECret"}
    return told | {"kinds": ["result", "change"]}


def lines() -> list[tuple[str, str]]:
    found = db.session.scalars(
        select(Entry).where(Entry.event.startswith("notices:robot")).order_by(Entry.number)
    )
    return [(row.event, str(row.facts)) for row in found]


def test_a_robot_is_added_tried_and_removed_and_no_address_is_shown_or_written(
    staff: FlaskClient, robot: Robot
) -> None:
    assert staff.post(PAGE, data=good(robot)).status_code == 303
    page = staff.get(PAGE).text
    assert "人大办工作群" in page
    assert "票决、测评结果、项目调整" in page
    row = db.session.scalars(select(ChatRobot)).one()
    answer = staff.post(f"{PAGE}/{row.id}/try", follow_redirects=True)
    assert "对方已收下" in answer.text
    assert robot.texts == ["【忻州市】这是一条测试消息：群机器人已接通。"]
    assert "sign" in robot.taken[0]
    assert staff.post(f"{PAGE}/{row.id}/remove").status_code == 303
    assert staff.post(f"{PAGE}/{row.id}/try").status_code == 404
    after = staff.get(PAGE).text
    assert "还没有群机器人" in after
    assert [event for event, _facts in lines()] == [
        "notices:robot:added",
        "notices:robot:tried",
        "notices:robot:removed",
    ]
    for text in (page, answer.text, after, str(lines()), str(row.address)):
        assert "k-e-y" not in text
        assert "SECret" not in text


@pytest.mark.parametrize(
    ("said", "word"),
    [
        (Said(302, b"", {"Location": "http://127.0.0.1/"}), "不跟随"),
        (Said(200, b'{"code":19021}'), "签名不符"),
        (Said(200, b'{"code":77}'), "代码 77"),
        (Said(429, b""), "发得太多"),
        (Said(500, b""), "出错"),
        (Said(200, b"x" * 20_000_000), "没有等到完整的回答"),
    ],
)
def test_a_test_message_that_fails_says_why(staff: FlaskClient, robot: Robot, said: Said, word: str) -> None:
    staff.post(PAGE, data=good(robot))
    robot.answers = lambda: said
    row = db.session.scalars(select(ChatRobot)).one()
    answer = staff.post(f"{PAGE}/{row.id}/try", follow_redirects=True)
    assert word in answer.text
    assert "'accepted': False" in lines()[-1][1]


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"address": "https://127.0.0.1/send"}, "内网"),
        ({"address": "https://169.254.169.254/latest"}, "内网"),
        ({"address": "https://[::1]/send"}, "内网"),
        ({"address": "https://qyapi.weixin.qq.com/send\r\nX-More: 1"}, "不是一个网址"),
        ({"address": "http://qyapi.weixin.qq.com/send"}, "不是一个网址"),
        ({"secret": ""}, "请填写密钥"),
        ({"name": ""}, "群聊的名称"),
        ({"kinds": []}, "至少选一类"),
        ({"kinds": ["account"]}, ""),
        ({"format": "slack"}, ""),
    ],
)
def test_what_cannot_be_called_gets_a_sentence_and_is_not_kept(
    staff: FlaskClient, wrong: dict[str, object], word: str
) -> None:
    answer = staff.post(PAGE, data=good() | wrong)
    assert answer.status_code == 422
    assert word in answer.text
    assert "SECret" not in answer.text
    assert db.session.scalars(select(ChatRobot)).all() == []


def test_there_is_an_end_to_how_many(staff: FlaskClient, robot: Robot) -> None:
    for _ in range(MOST_ROBOTS):
        assert staff.post(PAGE, data=good(robot)).status_code == 303
    assert "请先移除不用的" in staff.post(PAGE, data=good(robot)).text


@pytest.mark.parametrize("role", [Role.SUPERVISION, Role.UNIT, Role.DEPUTY, Role.OVERSIGHT, Role.SECRETARIAT])
def test_others_may_not(client: FlaskClient, city: Place, role: Role) -> None:
    sign_in(client, account(city, role))
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, data=good()).status_code == 403


def test_another_place_s_robot_is_not_found(
    staff: FlaskClient, robot: Robot, app: Flask, city: Place
) -> None:
    staff.post(PAGE, data=good(robot))
    number = db.session.scalars(select(ChatRobot)).one().id
    other = place(code="140921", name="定襄县", level=Level.COUNTY, under=city)
    client = sign_in(app.test_client(), account(other, Role.STAFF))
    for deed in ("try", "remove"):
        assert client.post(f"/j/140921/robots/{number}/{deed}").status_code == 404
    assert robot.taken == []
