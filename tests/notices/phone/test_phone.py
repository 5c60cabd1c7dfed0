"""Text messages to accounts: a number of one's own, confirmed by its first message; what goes there, in the night, and not any more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.conftest import rows
from tests.factories import account, sign_in
from tests.notices.factories import KEY, Told, letter, told, under_way
from tests.notices.robot_server import ALLOWED, Robot, be_patient, talking
from tests.supervision import factories as supervision
from voting.audit.models import Entry
from voting.core.clock import now
from voting.core.db import db, transaction
from voting.core.running import settings
from voting.notices.channel.sms_template import BodyFormat, SmsTemplate
from voting.notices.event.rules import NoticeKind
from voting.notices.outbox.facts import is_any_text_ripe
from voting.notices.outbox.models import Message
from voting.notices.outbox.rules import MessageState
from voting.notices.outbox.texting import Texting, deliver
from voting.notices.phone import actions
from voting.notices.phone.models import AccountPhone
from voting.notices.sms import actions as sms
from voting.notices.wish.contact import token_of
from voting.people.models import Account
from voting.people.rules import Actor, Place, Role

pytestmark = pytest.mark.database
PAGE = "/me/notices/phone"
SITE = "https://ballot.example.cn"
PHONE = "13800000000"
BY = Texting(site=SITE, secret_key=KEY, hosts=ALLOWED)
NOON = "2026-07-08T04:00:00Z"


@pytest.fixture(autouse=True)
def by_day() -> Iterator[None]:
    """Noon in China: nothing is held back for the night."""
    with time_machine.travel(NOON, tick=True):
        yield


@pytest.fixture
def provider(app: Flask, city: Place, monkeypatch: pytest.MonkeyPatch) -> Iterator[Robot]:
    """The city's provider."""
    monkeypatch.setitem(
        app.extensions, "settings", replace(settings(), chat_hosts=ALLOWED, site=SITE, secret_key=KEY)
    )
    be_patient(monkeypatch)
    with talking() as made:
        body = '{"mobile":"{phone}","content":"{text}"}'
        template = SmsTemplate(
            address=made.url, header="", format=BodyFormat.JSON, body=body, accepted='"errcode":0'
        )
        with transaction():
            new = sms.NewProvider(signature="忻州人大", template=template)
            sms.set_provider(account(city, Role.STAFF), city, new, KEY)
        yield made


@pytest.fixture
def world(city: Place) -> Told:
    made = under_way(city)
    told()
    return made


def texts(provider: Robot) -> list[str]:
    return [one["content"] for one in provider.taken]


def reached(actor: Actor, *kinds: NoticeKind) -> None:
    """Somebody has a confirmed number."""
    with transaction():
        actions.keep(actor, actions.NewPhone(number=PHONE, kinds=kinds), KEY)
    with transaction():
        actions.confirm_number(actor, token_of(actor.account_id or 0, PHONE, KEY), KEY)
        db.session.get_one(AccountPhone, actor.account_id).to_confirm = False


def states() -> list[MessageState]:
    db.session.rollback()
    return list(db.session.scalars(select(Message.state).order_by(Message.id)))


def test_a_number_is_asked_first_confirmed_by_its_owner_alone_and_told_afterwards(
    app: Flask, client: FlaskClient, world: Told, provider: Robot
) -> None:
    sign_in(client, world.clerk)
    assert "暂不发短信" not in client.get(PAGE).text
    assert client.post(PAGE, data={"number": "１３８ 0000 0000"}).status_code == 303
    letter(world)
    told()
    deliver(BY)
    (first,) = texts(provider)
    assert "督办函" not in first
    link = re.search(rf"{SITE}(/me/notices/phone/[0-9a-f]+)", first)
    assert link is not None
    assert "还没有确认" in client.get(PAGE).text
    assert sign_in(app.test_client(), world.staff).post(link[1]).status_code == 404, "another's link"
    assert "确认，是我的手机号" in client.get(link[1]).text
    assert client.post(link[1]).status_code == 303
    letter(world)
    told()
    assert is_any_text_ripe()
    deliver(BY)
    assert "收到关于“农村饮水安全巩固提升”的督办函" in texts(provider)[-1]
    assert f"{SITE}/me/notices/list" in texts(provider)[-1]
    assert states() == [MessageState.SENT] * 2
    assert not is_any_text_ripe()
    assert "138" not in str(rows("SELECT * FROM notice_phone"))
    lines = db.session.scalars(select(Entry).where(Entry.event.startswith("notices:phone"))).all()
    assert [line.event for line in lines] == ["notices:phone:changed", "notices:phone:confirmed"]
    assert "138" not in str([line.facts for line in lines])


def test_several_notices_are_one_text_and_only_chosen_kinds_go_there(
    app: Flask, world: Told, provider: Robot
) -> None:
    reached(world.clerk)
    reached(world.group, NoticeKind.PROGRESS)
    letter(world)
    letter(world)
    supervision.planned(world.clerk, world.row)
    told()
    deliver(BY)
    said = sorted(texts(provider))
    assert len(said) == 2
    assert any("2 条新通知" in one and "督办函（第 2 号）" in one for one in said)
    assert any("实施计划已公布" in one for one in said)


def test_in_the_night_only_what_is_urgent_is_sent(app: Flask, world: Told, provider: Robot) -> None:
    reached(world.clerk)
    reached(world.group, NoticeKind.PROGRESS)
    with time_machine.travel("2026-07-08T15:00:00Z", tick=False) as clock:  # 23:00 in China
        letter(world)
        supervision.planned(world.clerk, world.row)
        told()
        deliver(BY)
        assert ["督办函" in one for one in texts(provider)] == [True]
        clock.shift(timedelta(hours=8))
        deliver(BY)
    assert "实施计划已公布" in texts(provider)[-1]


def test_to_a_closed_account_and_a_number_taken_away_nothing_is_sent(
    app: Flask, world: Told, provider: Robot
) -> None:
    reached(world.clerk)
    letter(world)
    told()
    with transaction():
        db.session.get_one(Account, world.clerk.account_id).closed = True
    deliver(BY)
    assert texts(provider) == []
    assert states() == [MessageState.DROPPED]
    with transaction():
        actions.forget_closed()
    assert db.session.get_one(AccountPhone, world.clerk.account_id).number is None
    with transaction():
        db.session.get_one(Account, world.clerk.account_id).closed = False
    reached(world.clerk)
    letter(world)
    told()
    with transaction():
        actions.keep(world.clerk, actions.NewPhone(number="", kinds=()), KEY)
    deliver(BY)
    assert texts(provider) == []


def test_one_account_has_strangers_asked_five_times_a_day(app: Flask, world: Told, provider: Robot) -> None:
    numbers = [f"1380000000{number}" for number in range(7)]
    with time_machine.travel(NOON, tick=False) as clock:
        for number in numbers:
            with transaction():
                actions.keep(world.clerk, actions.NewPhone(number=number, kinds=()), KEY)
            deliver(BY)
        assert [one["mobile"] for one in provider.taken] == numbers[:5]
        assert not is_any_text_ripe()
        clock.shift(timedelta(days=1, seconds=1))
        with transaction():
            actions.keep(world.clerk, actions.NewPhone(number=PHONE, kinds=()), KEY)
        deliver(BY)
    assert [one["mobile"] for one in provider.taken][5:] == [PHONE]


def test_another_number_is_asked_anew_and_the_link_of_the_first_opens_nothing(
    client: FlaskClient, world: Told, provider: Robot
) -> None:
    sign_in(client, world.clerk)
    reached(world.clerk)
    client.post(PAGE, data={"number": "13900000000"})
    assert client.get(f"{PAGE}/{token_of(world.clerk.account_id or 0, PHONE, KEY)}").status_code == 404
    letter(world)
    told()
    deliver(BY)
    assert [one["mobile"] for one in provider.taken] == ["13900000000"]
    assert "督办函" not in texts(provider)[0]


def test_bad_input_gets_a_sentence_and_is_not_lost(client: FlaskClient, world: Told, provider: Robot) -> None:
    sign_in(client, world.clerk)
    answer = client.post(PAGE, data={"number": "138 abc", "kinds": "progress"})
    assert answer.status_code == 422
    assert "这不是一个手机号" in answer.text
    assert 'value="138 abc"' in answer.text
    assert rows("SELECT account_id FROM notice_phone") == []


def test_where_no_provider_is_named_the_page_says_so_and_strangers_sign_in_first(
    app: Flask, client: FlaskClient, world: Told
) -> None:
    assert client.get(PAGE).status_code in {302, 303}
    sign_in(client, world.clerk)
    assert "暂不发短信" in client.get(PAGE).text


def test_what_could_not_leave_for_a_month_is_not_sent(app: Flask, world: Told, provider: Robot) -> None:
    reached(world.clerk)
    letter(world)
    told()
    with time_machine.travel(now() + timedelta(days=40), tick=True):
        deliver(BY)
    assert texts(provider) == []
    assert states() == []
