"""Mail through a real server: what it says, when it leaves, and everything that servers do to it."""

from __future__ import annotations

import logging
import re
import socket
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests.factories import account
from tests.interleaved.cuts import PowerCut
from tests.notices.factories import KEY, START, Told, letter, told, under_way, wishes
from tests.notices.mail_server import HOST, SITE, Mailbox, free_port, sending, serving
from tests.supervision import factories as supervision
from voting.core.db import db, transaction
from voting.core.due_rules import MOST_TRIES, PAUSES
from voting.notices.follow.rules import Way
from voting.notices.outbox.actions import Sending, ServerAway, deliver
from voting.notices.outbox.facts import given_up_lately, is_anything_ripe
from voting.notices.outbox.models import Message
from voting.notices.outbox.rules import LEASE, STALE, MessageState
from voting.notices.wish.contact import token_of
from voting.notices.wish.models import Addressee, FormerAddress
from voting.notices.wish.rules import Pace
from voting.people import actions_accounts
from voting.people.rules import Actor, Place, Role

pytestmark = pytest.mark.database
READER = "reader@example.cn"
LONG = 600.0


@pytest.fixture
def world(city: Place) -> Told:
    """A project under way whose unit reads mail and has been told nothing yet."""
    made = under_way(city)
    told()
    wishes(made.clerk)
    told()
    return made


def states() -> list[MessageState]:
    db.session.rollback()
    return list(db.session.scalars(select(Message.state).order_by(Message.id)))


def text_of(mail: object) -> str:
    body = mail.get_body(("plain",))  # type: ignore[attr-defined]
    return str(body.get_content())


def test_a_letter_is_told_by_mail_in_text_and_html_with_why_and_how_to_stop(
    app: Flask, world: Told, box: Mailbox, by: Sending
) -> None:
    number = letter(world)
    told()
    assert is_anything_ripe()
    deliver(by)
    (mail,) = box.to(READER)
    assert mail["Subject"] == "【民生实事】忻州市：须办理、须答复的事项"
    assert mail.get_content_type() == "multipart/alternative"
    text, html = text_of(mail), mail.get_body(("html",)).get_content()  # type: ignore[union-attr]
    for said in (text, html):
        assert "收到关于“农村饮水安全巩固提升”的督办函（第 1 号），请按期答复。" in said
        assert f"{SITE}/j/140900/supervision/letters/{number}" in said
        assert "登记了这个邮箱" in said
        assert f"{SITE}/me/notices" in said
        assert "请说明原因" not in said
    assert re.fullmatch(r"<[0-9a-f]{32}@example\.cn>", mail["Message-ID"])
    assert (mail["Auto-Submitted"], mail["X-Sent-Again"]) == ("auto-generated", None)
    assert states() == [MessageState.SENT]
    assert not is_anything_ripe()
    deliver(by)
    assert len(box.taken) == 1


def test_it_is_written_in_its_reader_s_language(app: Flask, world: Told, box: Mailbox, by: Sending) -> None:
    wishes(world.clerk, language="en")
    letter(world)
    told()
    deliver(by)
    (mail,) = box.to(READER)
    assert mail["Subject"] == "[Livelihood projects] 忻州市: What must be acted on or answered"
    assert "Follow-up letter No. 1 about" in text_of(mail)
    assert 'lang="en"' in mail.get_body(("html",)).get_content()  # type: ignore[union-attr]


@pytest.mark.parametrize("tls", [True, False])
def test_nothing_is_handed_to_a_server_that_nobody_vouches_for(
    app: Flask, world: Told, box: Mailbox, files: tuple[Path, Path], tls: bool
) -> None:
    letter(world)
    told()
    port = free_port()
    with serving(box, port, files, tls=tls):
        with pytest.raises(ServerAway, match="SSLCertVerificationError"):
            deliver(sending(port, None, tls=tls))
        assert box.taken == []
        deliver(sending(port, files[0], tls=tls))
    assert len(box.taken) == 1


def test_nothing_is_handed_over_in_clear(app: Flask, world: Told, box: Mailbox) -> None:
    letter(world)
    told()
    port = free_port()
    with serving(box, port, None), pytest.raises(ServerAway):
        deliver(sending(port, None))
    assert box.taken == []


def many(world: Told, count: int) -> list[Actor]:
    """Colleagues of the unit, each with an address of his own."""
    found = [account(world.at, Role.UNIT, unit=world.water) for _ in range(count)]
    for number, one in enumerate(found):
        wishes(one, email=f"reader{number}@example.cn")
    return found


def test_one_refused_of_many_holds_up_no_other(
    app: Flask, world: Told, box: Mailbox, by: Sending, caplog: pytest.LogCaptureFixture
) -> None:
    many(world, 9)
    letter(world)
    told()
    box.recipient = lambda to: f"550 no such user {to}" if to == "reader4@example.cn" else None
    with caplog.at_level(logging.DEBUG):
        deliver(by)
    assert sorted(to for to, _mail in box.taken) == sorted(
        [READER, *(f"reader{n}@example.cn" for n in range(9) if n != 4)]
    )
    assert sorted(states()) == sorted([MessageState.REFUSED, *[MessageState.SENT] * 9])
    own = [one.getMessage() for one in caplog.records if one.name.startswith("voting")]
    assert not any("example.cn" in one for one in own)
    kept = db.session.scalars(select(Message.failure)).all()
    assert sorted(kept) == [""] * 9 + ["550"]
    assert given_up_lately(Way.MAIL) == 1


def test_what_is_taken_later_is_tried_with_growing_pauses_and_given_up_in_the_end(
    app: Flask, world: Told, box: Mailbox, by: Sending
) -> None:
    box.recipient = lambda _to: "451 greylisted"
    with time_machine.travel(START, tick=False) as clock:
        letter(world)
        told()
        for pause in PAUSES:
            deliver(by)
            assert states() == [MessageState.WAITING]
            clock.shift(pause - timedelta(seconds=1))
            assert not is_anything_ripe()
            clock.shift(timedelta(seconds=1))
            assert is_anything_ripe()
        deliver(by)
        assert states() == [MessageState.FAILED]
        assert db.session.scalars(select(Message.tries)).all() == [MOST_TRIES]
    assert box.taken == []


def test_a_server_that_is_away_uses_up_no_try_and_gets_everything_when_it_is_back(
    app: Flask, world: Told, box: Mailbox, files: tuple[Path, Path]
) -> None:
    letter(world)
    told()
    port = free_port()
    for _ in range(MOST_TRIES + 2):
        with pytest.raises(ServerAway, match="ConnectionRefusedError"):
            deliver(sending(port, files[0]))
    assert [(row.state, row.tries) for row in db.session.scalars(select(Message))] == [
        (MessageState.WAITING, 0)
    ]
    with serving(box, port, files):
        deliver(sending(port, files[0]))
    assert len(box.taken) == 1
    assert box.taken[0][1]["X-Sent-Again"] is None


def test_a_server_that_never_answers_holds_up_no_deed(
    app: Flask, world: Told, files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voting.notices.channel.mail.SECONDS", LONG)
    letter(world)
    told()
    ended: list[str] = []

    def wait(by: Sending) -> None:
        with app.app_context():
            try:
                deliver(by)
            except ServerAway as error:
                ended.append(str(error))

    with socket.create_server((HOST, 0)) as silent:
        thread = Thread(target=wait, args=(sending(silent.getsockname()[1], files[0]),))
        thread.start()
        caller, _address = silent.accept()
        for _ in range(3):
            letter(world)
        assert thread.is_alive(), "the deeds were done while the server kept silent"
        caller.close()
        thread.join(60)
    assert len(ended) == 1


def test_a_server_that_died_after_it_took_a_message_gets_it_once_more_marked_and_no_third_time(
    app: Flask, world: Told, box: Mailbox, by: Sending
) -> None:
    box.dies = lambda: True
    with time_machine.travel(START, tick=False) as clock:
        letter(world)
        told()
        with pytest.raises(ServerAway):
            deliver(by)
        assert not is_anything_ripe()
        deliver(by)
        assert len(box.taken) == 1
        clock.shift(LEASE)
        with pytest.raises(ServerAway):
            deliver(by)
        clock.shift(LEASE)
        deliver(by)
        clock.shift(timedelta(days=30))
        deliver(by)
    first, second = box.to(READER)
    assert first["Message-ID"] == second["Message-ID"]
    assert (first["X-Sent-Again"], second["X-Sent-Again"]) == (None, "yes")
    assert "可能已经收到过一次" in text_of(second)
    assert states() == [MessageState.FAILED]


def test_a_worker_killed_after_the_server_took_it_sends_once_more_under_the_same_id(
    app: Flask, world: Told, box: Mailbox, by: Sending, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_anything: object) -> None:
        raise PowerCut

    with time_machine.travel(START, tick=False) as clock:
        letter(world)
        told()
        with monkeypatch.context() as patch:
            patch.setattr("voting.notices.outbox.actions._settle", killed)
            with pytest.raises(PowerCut):
                deliver(by)
        deliver(by)
        assert len(box.taken) == 1
        clock.shift(LEASE)
        deliver(by)
    first, second = box.to(READER)
    assert (first["Message-ID"], second["X-Sent-Again"]) == (second["Message-ID"], "yes")
    assert states() == [MessageState.SENT]


def test_to_an_account_closed_meanwhile_or_without_an_address_nothing_is_sent(
    app: Flask, world: Told, box: Mailbox, by: Sending
) -> None:
    admin = account(world.at, Role.PLATFORM_ADMIN)
    (other,) = many(world, 1)
    letter(world)
    told()
    assert world.clerk.account_id
    with transaction():
        actions_accounts.close(admin, world.at, account_id=world.clerk.account_id)
    wishes(other, email="")
    deliver(by)
    (farewell,) = box.taken
    assert farewell[0] == "reader0@example.cn"
    assert "第 1 号" not in text_of(farewell[1])
    assert states() == [MessageState.DROPPED, MessageState.DROPPED, MessageState.SENT]
    assert not is_anything_ripe()


def test_digests_leave_in_the_morning_together_and_not_on_a_day_without_notices(
    app: Flask, city: Place, box: Mailbox, by: Sending
) -> None:
    with time_machine.travel(START, tick=False) as clock:
        world = under_way(city)
        told()
        wishes(world.clerk, change=Pace.NONE)
        wishes(world.staff, email="daily@example.cn", progress=Pace.DAILY)
        wishes(world.group, email="weekly@example.cn", progress=Pace.WEEKLY)
        supervision.planned(world.clerk, world.row)
        supervision.report(world.clerk, world.row, 2, 10)
        for _ in range(7 * 24):
            told()
            deliver(by)
            clock.shift(timedelta(hours=1))
        told()
        deliver(by)
    (daily,), (weekly,) = box.to("daily@example.cn"), box.to("weekly@example.cn")
    assert daily["Date"].datetime.isoformat() == "2026-03-03T00:00:00+00:00"
    assert weekly["Date"].datetime.isoformat() == "2026-03-09T00:00:00+00:00"
    assert daily["Subject"] == "【民生实事】忻州市：2 条通知"
    assert "第 1 版" in text_of(daily)
    assert "2 月进度" in text_of(daily)


def test_after_a_stopped_week_everything_leaves_once_and_what_is_older_than_a_month_not_at_all(
    app: Flask, world: Told, box: Mailbox, by: Sending
) -> None:
    with time_machine.travel(START, tick=False) as clock:
        letter(world)
        told()
        clock.shift(timedelta(days=7))
        letter(world)
        told()
        deliver(by)
        deliver(by)
        (mail,) = box.taken
        assert "第 1 号" in text_of(mail[1])
        assert "第 2 号" in text_of(mail[1])
        letter(world)
        told()
        clock.shift(STALE + timedelta(days=1))
        deliver(by)
        assert len(box.taken) == 1
        assert not is_anything_ripe()


def test_a_clock_that_jumps_ahead_and_back_sends_nothing_twice_and_holds_nothing_up(
    app: Flask, world: Told, box: Mailbox, by: Sending
) -> None:
    box.recipient = lambda _to: "451 later"
    with time_machine.travel(START, tick=False) as clock:
        letter(world)
        clock.shift(timedelta(days=20))
        told()
        deliver(by)
        box.recipient = lambda _to: None
        clock.shift(-timedelta(days=20))
        deliver(by)
        clock.shift(timedelta(days=20))
        deliver(by)
        clock.shift(-timedelta(days=20))
        deliver(by)
    assert len(box.taken) == 1


def test_two_workers_send_everything_once(app: Flask, world: Told, box: Mailbox, by: Sending) -> None:
    people = many(world, 20)
    letter(world)
    told()

    def work() -> None:
        with app.app_context():
            deliver(by)

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert len(box.taken) == len({to for to, _mail in box.taken}) == len(people) + 1
    assert set(states()) == {MessageState.SENT}


@pytest.mark.parametrize("way", ["421", "hang-up"])
def test_a_server_that_ends_the_connection_over_one_address_holds_up_no_other(
    app: Flask, world: Told, box: Mailbox, by: Sending, way: str
) -> None:
    many(world, 3)
    if way == "421":
        box.recipient = lambda to: "421 too much for you" if to == READER else None
    else:
        box.hangs_up = lambda to: to == READER
    with time_machine.travel(START, tick=False) as clock:
        letter(world)
        told()
        deliver(by)
        assert sorted(to for to, _mail in box.taken) == [f"reader{n}@example.cn" for n in range(3)]
        for pause in PAUSES:
            assert not is_anything_ripe()
            clock.shift(pause)
            deliver(by)
    assert sorted(states()) == sorted([MessageState.FAILED, *[MessageState.SENT] * 3])
    assert db.session.scalars(select(Message.tries).order_by(Message.tries)).all() == [1, 1, 1, MOST_TRIES]


def test_a_server_that_ends_every_connection_is_in_trouble_itself_and_costs_few_tries(
    app: Flask, world: Told, box: Mailbox, by: Sending
) -> None:
    many(world, 5)
    letter(world)
    told()
    box.recipient = lambda _to: "421 going down"
    with pytest.raises(ServerAway, match="421"):
        deliver(by)
    assert sorted(db.session.scalars(select(Message.tries))) == [0, 0, 0, 0, 1, 1]
    box.recipient = lambda _to: None
    deliver(by)
    assert len(box.taken) == 4, "who has waited in vain waits longer than who has not been tried"


@pytest.mark.parametrize("answer", ["530 log in first", "550 not your address", "451 later", "421 closing"])
def test_what_a_server_has_against_the_sender_refuses_no_message(
    app: Flask, world: Told, box: Mailbox, by: Sending, answer: str
) -> None:
    many(world, 2)
    letter(world)
    told()
    box.sender = answer
    for _ in range(MOST_TRIES + 1):
        with pytest.raises(ServerAway, match=f"MAIL_FROM {answer[:3]}"):
            deliver(by)
    assert set(states()) == {MessageState.WAITING}
    assert set(db.session.scalars(select(Message.tries))) == {0}
    box.sender = None
    deliver(by)
    assert len(box.taken) == 3
    assert {mail["X-Sent-Again"] for _to, mail in box.taken} == {None}


def test_what_waited_for_a_server_longer_than_a_month_is_not_sent_when_it_is_back(
    app: Flask, world: Told, box: Mailbox, files: tuple[Path, Path]
) -> None:
    port = free_port()
    with time_machine.travel(START, tick=False) as clock:
        letter(world)
        told()
        with pytest.raises(ServerAway):
            deliver(sending(port, files[0]))
        clock.shift(STALE + timedelta(days=10))
        with serving(box, port, files):
            deliver(sending(port, files[0]))
    assert box.taken == []
    assert states() == [MessageState.DROPPED]


def test_a_mail_that_cannot_be_written_was_not_sent_and_holds_up_no_other(
    app: Flask, world: Told, box: Mailbox, by: Sending
) -> None:
    many(world, 1)
    with time_machine.travel(START, tick=False) as clock:
        letter(world)
        told()
        with transaction():
            db.session.get_one(Addressee, world.clerk.account_id).language = "xx"
        deliver(by)
        assert [to for to, _mail in box.taken] == ["reader0@example.cn"]
        with transaction():
            db.session.get_one(Addressee, world.clerk.account_id).language = "zh"
        clock.shift(PAUSES[0])
        deliver(by)
    (mail,) = box.to(READER)
    assert mail["X-Sent-Again"] is None
    assert "可能已经收到过一次" not in text_of(mail)


def test_who_wants_a_kind_no_more_is_not_sent_what_waits_of_it(
    app: Flask, city: Place, box: Mailbox, by: Sending
) -> None:
    with time_machine.travel(START, tick=False) as clock:
        world = under_way(city)
        told()
        wishes(world.group, email="weekly@example.cn", progress=Pace.WEEKLY, change=Pace.WEEKLY)
        supervision.planned(world.clerk, world.row)
        told()
        wishes(world.group, email="weekly@example.cn", progress=Pace.NONE, change=Pace.NONE)
        clock.shift(timedelta(days=8))
        assert is_anything_ripe()
        deliver(by)
    assert box.to("weekly@example.cn") == []
    assert set(states()) == {MessageState.DROPPED}


def test_an_address_that_is_replaced_or_removed_hears_so_and_nothing_else(
    app: Flask, world: Told, box: Mailbox, by: Sending
) -> None:
    wishes(world.clerk, email=READER)
    assert not is_anything_ripe(), "nothing has changed"
    wishes(world.clerk, email="second@example.cn")
    letter(world)
    told()
    deliver(by)
    (farewell,) = box.to(READER)
    assert farewell["Subject"] == "【民生实事】这个邮箱不再接收通知"
    assert "如果不是，请马上登录更改密码" in text_of(farewell)
    for said in ("农村饮水", "second@example.cn", world.clerk.name):
        assert said not in farewell.as_string() + text_of(farewell)
    assert len(box.to("second@example.cn")) == 1
    wishes(world.clerk, email="")
    deliver(by)
    assert len(box.to("second@example.cn")) == 2
    assert len(box.to(READER)) == 1
    assert set(db.session.scalars(select(Message.former))) == {None}
    assert db.session.scalars(select(FormerAddress)).all() == []


def test_an_address_is_asked_first_and_gets_nothing_else_until_its_owner_says_yes(
    app: Flask, world: Told, box: Mailbox, by: Sending
) -> None:
    new = "new@example.cn"
    wishes(world.clerk, email=new, confirmed=False)
    letter(world)
    told()
    deliver(by)
    (first,) = box.to(new)
    assert first["Subject"] == "【民生实事】请确认您的邮箱"
    assert world.clerk.account_id
    link = f"{SITE}/me/notices/confirm/{token_of(world.clerk.account_id, new, KEY)}"
    assert link in text_of(first)
    assert "农村饮水" not in text_of(first)
    wishes(world.clerk, email=new, confirmed=False)
    deliver(by)
    assert len(box.to(new)) == 2, "saved again, it is asked again"
    wishes(world.clerk, email=new)
    letter(world)
    told()
    deliver(by)
    assert "督办函（第 2 号）" in text_of(box.to(new)[-1])
    assert box.to("reader@example.cn")[-1]["Subject"] == "【民生实事】这个邮箱不再接收通知"


def test_an_address_that_was_never_confirmed_hears_of_no_change(
    app: Flask, world: Told, box: Mailbox, by: Sending
) -> None:
    wishes(world.clerk, email="typo@example.cn", confirmed=False)
    wishes(world.clerk, email="right@example.cn", confirmed=False)
    deliver(by)
    assert box.to("typo@example.cn") == []
    assert [mail["Subject"] for mail in box.to("right@example.cn")] == ["【民生实事】请确认您的邮箱"]


def test_on_a_day_without_events_no_digest_is_sent(
    app: Flask, world: Told, box: Mailbox, by: Sending
) -> None:
    wishes(world.clerk, change=Pace.DAILY, progress=Pace.DAILY, result=Pace.DAILY, meeting=Pace.DAILY)
    deliver(by)
    for day in range(1, 8):
        with time_machine.travel(START + timedelta(days=day), tick=False):
            told()
            assert not is_anything_ripe()
            deliver(by)
    assert box.taken == []
