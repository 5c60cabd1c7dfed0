"""Text messages through a real web server: the office's page, double opt-in by number, trouble that holds up nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from threading import Thread

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.conftest import rows
from tests.factories import account, place, sign_in
from tests.interleaved.cuts import PowerCut
from tests.notices.factories import KEY, Told, told, under_way
from tests.notices.robot_server import ALLOWED, Robot, Said, be_patient, talking
from tests.supervision import factories as supervision
from voting.audit.models import Entry
from voting.core.clock import now
from voting.core.db import db
from voting.core.due_rules import MOST_TRIES
from voting.core.running import settings
from voting.jobs import troubles
from voting.notices.outbox import texting
from voting.notices.outbox.facts import is_any_text_ripe
from voting.notices.outbox.models import Message
from voting.notices.outbox.rules import LEASE, STALE, MessageState
from voting.notices.outbox.texting import Texting, deliver
from voting.people.rules import Level, Place, Role

pytestmark = pytest.mark.database
PAGE = "/j/140900/sms"
SITE = "https://ballot.example.cn"
PHONE = "13800000000"
BODY = '{"key":"S3cret","mobile":"{phone}","content":"{text}"}'
BY = Texting(site=SITE, secret_key=KEY, hosts=ALLOWED)


@pytest.fixture
def provider(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Robot]:
    monkeypatch.setitem(app.extensions, "settings", replace(settings(), chat_hosts=ALLOWED, site=SITE))
    be_patient(monkeypatch)
    with time_machine.travel("2026-07-08T04:00:00Z", tick=True), talking() as made:
        yield made


@pytest.fixture
def staff(client: FlaskClient, city: Place) -> FlaskClient:
    return sign_in(client, account(city, Role.STAFF))


def good(provider: Robot, **changes: str) -> dict[str, str]:
    values = {"signature": "忻州人大", "address": provider.url, "header": "", "format": "json", "body": BODY}
    return values | {"accepted": '"errcode":0'} | changes


def texts(provider: Robot) -> list[tuple[str, str]]:
    return [(one["mobile"], one["content"]) for one in provider.taken]


def states() -> list[MessageState]:
    db.session.rollback()
    return list(db.session.scalars(select(Message.state).order_by(Message.id)))


def test_the_office_fills_in_its_provider_tries_it_and_removes_it_and_no_secret_comes_back(
    staff: FlaskClient, provider: Robot
) -> None:
    assert staff.post(PAGE, data=good(provider)).status_code == 303
    page = staff.get(PAGE).text
    assert "忻州人大" in page
    assert "S3cret" not in page
    assert "send?key" not in page
    assert "S3cret" not in str(rows("SELECT * FROM sms_provider"))
    answer = staff.post(f"{PAGE}/try", data={"phone": "138 0000 0000"}, follow_redirects=True)
    assert "测试短信已交给服务商" in answer.text
    assert "【忻州人大】这是一条测试短信" in texts(provider)[0][1]
    provider.answers = lambda: Said(body=b'{"errcode":7,"errmsg":"138 0000 0000"}')
    assert "没有发成" in staff.post(f"{PAGE}/try", data={"phone": PHONE}, follow_redirects=True).text
    assert staff.post(f"{PAGE}/remove").status_code == 303
    assert rows("SELECT * FROM sms_provider") == []
    assert staff.post(f"{PAGE}/remove").status_code == 404
    said = [
        (row.event, str(row.facts))
        for row in db.session.scalars(select(Entry).where(Entry.event.startswith("notices:sms")))
    ]
    assert [event for event, _facts in said] == [
        "notices:sms:set",
        *["notices:sms:tried"] * 2,
        "notices:sms:removed",
    ]
    assert not re.search(r"S3cret|138|send\?key", str(said))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"address": "https://127.0.0.1.invalid/x"}, "找不到这个网址的服务器"),
        ({"address": "http://sms.example.cn/x"}, "这不是一个网址"),
        ({"body": '{"mobile":"{phone}"}'}, "正文里要有"),
        ({"body": "m={phone}&c={text}"}, "正文不是 JSON"),
        ({"header": "Host: x"}, "请求头写成"),
        ({"signature": "【忻州人大】"}, "不要写【】"),
        ({"accepted": ""}, "请填写成功时回答里有的一段文字"),
    ],
)
def test_bad_input_gets_a_sentence_and_loses_nothing(
    staff: FlaskClient, provider: Robot, changes: dict[str, str], sentence: str
) -> None:
    answer = staff.post(PAGE, data=good(provider, **changes))
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert rows("SELECT * FROM sms_provider") == []


def test_others_do_not_get_there(client: FlaskClient, city: Place, provider: Robot) -> None:
    sign_in(client, account(city, Role.UNIT))
    assert client.get(PAGE).status_code == client.post(PAGE, data=good(provider)).status_code == 403


def follow(client: FlaskClient, world: Told, code: str = "140900", contact: str = "１３８ 0000 0000") -> None:
    path = f"/j/{code}/follow/project/{world.row.project_id}"
    assert "手机号" in client.get(path).text
    assert client.post(path, data={"contact": contact, "agreed": "y"}).status_code == 303


def test_a_number_is_asked_first_and_told_afterwards(
    staff: FlaskClient, city: Place, provider: Robot
) -> None:
    staff.post(PAGE, data=good(provider))
    world = under_way(city)
    told()
    follow(staff, world)
    assert is_any_text_ripe()
    deliver(BY)
    ((phone, first),) = texts(provider)
    assert (phone.replace(" ", ""), first[:6]) == (PHONE, "【忻州人大】")
    link = re.search(rf"{SITE}(/follow/[0-9a-f-]+)", first)
    assert link is not None
    assert staff.post(f"{link[1]}/confirm").status_code == 303
    supervision.planned(world.clerk, world.row)
    told()
    deliver(BY)
    assert "实施计划已公布" in texts(provider)[-1][1]
    assert link[0] in texts(provider)[-1][1]
    assert len(texts(provider)[-1][1]) < 300
    assert states() == [MessageState.SENT] * 2
    assert not is_any_text_ripe()
    staff.post(f"{link[1]}/end")
    supervision.report(world.clerk, world.row, 6, progress=50, done=1)
    told()
    deliver(BY)
    assert len(provider.taken) == 2


def test_a_county_sends_by_its_city_s_provider_and_another_city_by_none(
    staff: FlaskClient, city: Place, county: Place, provider: Robot
) -> None:
    staff.post(PAGE, data=good(provider))
    world = under_way(county)
    follow(staff, world, county.code)
    deliver(BY)
    assert len(provider.taken) == 1
    other = place(code="140800", name="运城市", level=Level.CITY)
    elsewhere = under_way(other)
    page = staff.get(f"/j/140800/follow/project/{elsewhere.row.project_id}").text
    assert "还没有接入邮件和短信" in page


def test_a_provider_in_trouble_rests_and_what_was_not_answered_goes_once_more_marked(
    staff: FlaskClient, city: Place, provider: Robot, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff.post(PAGE, data=good(provider))
    world = under_way(city)
    follow(staff, world)
    provider.answers = lambda: Said(status=502)
    deliver(BY)
    deliver(BY)
    assert len(provider.taken) == 1, "it rests"
    assert not is_any_text_ripe()
    monkeypatch.setattr("voting.notices.channel.web_call.WHOLE_SECONDS", 0.5)
    provider.silent = True
    with time_machine.travel(now() + timedelta(minutes=2), tick=True):
        deliver(BY)
        provider.let_go.set()
        provider.silent = False
        provider.answers = Said
    with time_machine.travel(now() + LEASE + timedelta(minutes=10), tick=True):
        deliver(BY)
    assert "（可能已发过一次）" in texts(provider)[-1][1]
    assert states() == [MessageState.SENT]


@pytest.mark.parametrize(
    "answer",
    [
        Said(status=401),
        Said(body=b'{"errcode":7,"errmsg":"bad key 138 0000 0000"}'),
        Said(status=429),
        Said(status=502),
    ],
    ids=["unauthorised", "wrong key", "too many", "down"],
)
def test_wrong_credentials_lose_no_text_they_wait_and_leave_when_it_is_put_right(
    staff: FlaskClient, city: Place, provider: Robot, answer: Said
) -> None:
    staff.post(PAGE, data=good(provider))
    world = under_way(city)
    for number in range(3):
        follow(staff, world, contact=f"1380000000{number}")
    provider.answers = lambda: answer
    for hours in range(0, 24 * 7, 13):
        with time_machine.travel(now() + timedelta(hours=hours), tick=True):
            deliver(BY)
            told = troubles()
    assert states() == [MessageState.WAITING] * 3
    assert len(provider.taken) < 3 * 14, "with growing pauses"
    assert "138" not in str(rows("SELECT failure FROM message"))
    told = [one for one in told if "text messages wait" in one]
    assert len(told) == 1
    assert told[0].startswith("3 text messages wait")
    assert "/j/CODE/sms" in told[0]
    assert "没有收下" in staff.get(PAGE).text
    provider.answers = Said
    assert staff.post(PAGE, data=good(provider)).status_code == 303
    before = len(provider.taken)
    with time_machine.travel(now() + timedelta(days=7), tick=True):
        deliver(BY)
    assert states() == [MessageState.SENT] * 3
    assert len(provider.taken) == before + 3
    assert "没有收下" not in staff.get(PAGE).text


def test_one_number_that_is_refused_holds_up_no_other_and_is_refused_in_the_end(
    staff: FlaskClient, city: Place, provider: Robot
) -> None:
    staff.post(PAGE, data=good(provider))
    world = under_way(city)
    for number in range(4):
        follow(staff, world, contact=f"1380000000{number}")
    bad = {"13800000000", "13800000001"}

    def answers() -> Said:
        refused = provider.taken[-1]["mobile"].replace(" ", "") in bad
        return Said(body=b'{"errcode":7}') if refused else Said()

    provider.answers = answers
    for hours in range(0, 24 * 9, 13):
        with time_machine.travel(now() + timedelta(hours=hours), tick=True):
            if hours % 2:
                follow(staff, world, contact=f"139000000{hours:02d}"[:11].ljust(11, "0"))
            deliver(BY)
    assert states()[:4] == [MessageState.REFUSED] * 2 + [MessageState.SENT] * 2
    assert set(states()[4:]) == {MessageState.SENT}
    assert 2 * MOST_TRIES <= sum(one["mobile"].replace(" ", "") in bad for one in provider.taken) < 40


def test_what_no_provider_took_for_a_month_is_not_sent_any_more(
    staff: FlaskClient, city: Place, provider: Robot
) -> None:
    staff.post(PAGE, data=good(provider))
    follow(staff, under_way(city))
    provider.answers = lambda: Said(status=401)
    deliver(BY)
    provider.answers = Said
    with time_machine.travel(now() + STALE + timedelta(days=1), tick=True):
        deliver(BY)
    assert states() == [MessageState.DROPPED]
    assert len(provider.taken) == 1


def test_two_workers_send_every_text_once(
    app: Flask, staff: FlaskClient, city: Place, provider: Robot
) -> None:
    staff.post(PAGE, data=good(provider))
    world = under_way(city)
    for number in range(6):
        follow(staff, world, contact=f"1380000000{number}")

    def work() -> None:
        with app.app_context():
            deliver(BY)

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    while is_any_text_ripe():
        deliver(BY)
    assert sorted(phone for phone, _text in texts(provider)) == [f"1380000000{number}" for number in range(6)]
    assert states() == [MessageState.SENT] * 6


def test_a_clock_that_jumps_ahead_and_back_sends_no_text_twice_and_holds_none_up(
    staff: FlaskClient, city: Place, provider: Robot
) -> None:
    staff.post(PAGE, data=good(provider))
    follow(staff, under_way(city))
    provider.answers = lambda: Said(status=502)
    with time_machine.travel(now(), tick=False) as clock:
        clock.shift(timedelta(days=20))
        deliver(BY)
        clock.shift(-timedelta(days=20))
        provider.answers = Said
        assert is_any_text_ripe(), "a rest that a wrong clock wrote holds nothing up"
        deliver(BY)
        clock.shift(timedelta(days=20))
        deliver(BY)
    assert len(provider.taken) == 2
    assert states() == [MessageState.SENT]


def test_a_worker_killed_after_the_provider_took_it_sends_once_more_marked(
    staff: FlaskClient, city: Place, provider: Robot, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff.post(PAGE, data=good(provider))
    follow(staff, under_way(city))

    def killed(*_anything: object) -> None:
        raise PowerCut

    with monkeypatch.context() as patched:
        patched.setattr(texting, "_keep", killed)
        with pytest.raises(PowerCut):
            deliver(BY)
    db.session.rollback()
    deliver(BY)
    assert len(provider.taken) == 1, "not before its lease is over"
    with time_machine.travel(now() + LEASE + timedelta(minutes=1), tick=True):
        deliver(BY)
        deliver(BY)
    assert ["（可能已发过一次）" in text for _phone, text in texts(provider)] == [False, True]
    assert states() == [MessageState.SENT]
