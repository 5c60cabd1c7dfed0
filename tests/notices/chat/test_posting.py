"""Chat robots are told through a real web server: what they say, once each, and everything that servers do to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from threading import Thread

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests.interleaved.cuts import PowerCut
from tests.notices.factories import KEY, START, Told, letter, told, under_way
from tests.notices.mail_server import SITE
from tests.notices.robot_server import ALLOWED, Robot, Said, talking
from tests.supervision import factories as supervision
from voting.core.db import db, transaction
from voting.core.due_rules import MOST_TRIES, PAUSES
from voting.notices.channel.robot_format import MOST_BYTES, RobotFormat
from voting.notices.chat import actions
from voting.notices.chat.facts import is_any_post_ripe, posts_lost_lately
from voting.notices.chat.models import ChatPost, ChatRobot
from voting.notices.chat.posting import Posting, deliver
from voting.notices.chat.rules import CHAT_KINDS, SPACING
from voting.notices.event.rules import NoticeKind
from voting.notices.outbox.rules import LEASE, STALE, MessageState
from voting.people.rules import Place

pytestmark = pytest.mark.database
BY = Posting(site=SITE, secret_key=KEY, hosts=ALLOWED)
SECRET = "SECret"


@pytest.fixture
def robot() -> Iterator[Robot]:
    with talking() as made:
        yield made


@pytest.fixture
def world(city: Place, app: Flask) -> Told:
    with time_machine.travel(START, tick=False):
        made = under_way(city)
        told()
    return made


def added(
    world: Told,
    robot: Robot,
    form: RobotFormat = RobotFormat.WECOM,
    kinds: tuple[NoticeKind, ...] = CHAT_KINDS,
) -> int:
    """A robot of the place; its number."""
    new = actions.NewRobot(name="人大办工作群", format=form, address=robot.url, secret=SECRET, kinds=kinds)
    actions.check(new, ALLOWED)
    with transaction():
        return actions.add(world.staff, world.at, new, KEY).id


def planned(world: Told) -> None:
    """A line that the office hears of."""
    supervision.planned(world.clerk, world.row)
    told()


def posts() -> list[ChatPost]:
    db.session.rollback()
    return list(db.session.scalars(select(ChatPost).order_by(ChatPost.id)))


def states() -> list[MessageState]:
    return [row.state for row in posts()]


@pytest.mark.parametrize("form", RobotFormat)
def test_a_plan_is_told_in_each_format_with_its_link_and_why_it_came(
    world: Told, robot: Robot, form: RobotFormat
) -> None:
    with time_machine.travel(START, tick=False):
        added(world, robot, form)
        planned(world)
        deliver(BY)
    (text,) = robot.texts
    assert text.startswith("【忻州市 · 项目进度】“农村饮水安全巩固提升”的实施计划已公布，第 1 版。\n")
    assert f"{SITE}/j/140900/supervision/" in text
    assert "时间：2026-03-02 10:00" in text
    assert "不再接收" in text
    assert len(text.encode()) < MOST_BYTES
    signed = "sign=" in robot.paths[0] or "sign" in robot.taken[0]
    assert signed is (form is not RobotFormat.WECOM)
    assert states() == [MessageState.SENT]
    deliver(BY)
    assert len(robot.taken) == 1


def test_what_is_said_to_one_unit_or_of_an_unwanted_kind_goes_to_no_group(world: Told, robot: Robot) -> None:
    added(world, robot, kinds=(NoticeKind.RESULT, NoticeKind.TO_ANSWER))
    letter(world)
    planned(world)
    deliver(BY)
    assert (posts(), robot.taken) == ([], [])


def test_nothing_that_people_wrote_leaves_and_the_outbox_and_journal_hold_no_address(
    world: Told, robot: Robot
) -> None:
    added(world, robot)
    letter(world)
    planned(world)
    deliver(BY)
    assert "请说明原因" not in "".join(robot.texts)
    kept = db.session.scalars(select(ChatRobot)).one()
    everything = f"{kept.address} {kept.secret} {[vars(row) for row in posts()]}"
    assert "k-e-y" not in everything
    assert SECRET not in everything
    assert "k-e-y" not in repr(
        actions.NewRobot(name="", format=RobotFormat.WECOM, address="k-e-y", secret="k-e-y", kinds=())
    )


@pytest.mark.parametrize(
    ("said", "word"),
    [
        (Said(302, b"", {"Location": "https://elsewhere.example.cn/"}), "不跟随"),
        (Said(200, b'{"errcode":310000}'), "密钥不对"),
        (Said(404, b""), "代码"),
    ],
)
def test_what_a_robot_refuses_is_not_sent_again_and_is_said(
    world: Told, robot: Robot, said: Said, word: str
) -> None:
    robot.answers = lambda: said
    added(world, robot)
    planned(world)
    deliver(BY)
    deliver(BY)
    (row,) = posts()
    assert (row.state, word in row.failure, len(robot.taken)) == (MessageState.REFUSED, True, 1)
    assert posts_lost_lately() == 1


@pytest.mark.parametrize("said", [Said(500, b""), Said(429, b""), Said(200, b'{"errcode":45009}')])
def test_what_is_taken_later_is_tried_with_growing_pauses_and_given_up_in_the_end(
    world: Told, robot: Robot, said: Said
) -> None:
    robot.answers = lambda: said
    with time_machine.travel(START, tick=False) as clock:
        added(world, robot)
        planned(world)
        for pause in PAUSES:
            deliver(BY)
            clock.shift(pause - timedelta(seconds=1))
            assert not is_any_post_ripe()
            clock.shift(timedelta(seconds=1))
            assert is_any_post_ripe()
        deliver(BY)
    assert (states(), len(robot.taken)) == ([MessageState.FAILED], MOST_TRIES)
    assert not any("可能已经发过" in text for text in robot.texts)


def test_a_robot_that_asks_for_time_gets_it(world: Told, robot: Robot) -> None:
    robot.answers = lambda: Said(429, b"", {"Retry-After": "600"})
    with time_machine.travel(START, tick=False) as clock:
        added(world, robot)
        planned(world)
        deliver(BY)
        clock.shift(timedelta(seconds=599))
        assert not is_any_post_ripe()
        clock.shift(timedelta(seconds=1))
        robot.answers = Said
        deliver(BY)
    assert states() == [MessageState.SENT]


@pytest.mark.parametrize("huge", [False, True])
def test_without_a_whole_answer_it_goes_once_more_marked_and_no_third_time(
    world: Told, robot: Robot, monkeypatch: pytest.MonkeyPatch, huge: bool
) -> None:
    monkeypatch.setattr("voting.notices.channel.web_call.WHOLE_SECONDS", 2.0 if huge else 0.3)
    robot.silent = not huge
    robot.answers = lambda: Said(200, b"x" * 20_000_000)
    with time_machine.travel(START, tick=False) as clock:
        added(world, robot)
        planned(world)
        for _ in range(4):
            deliver(BY)
            clock.shift(LEASE)
    first, second = robot.texts
    assert ("可能已经发过" in first, "可能已经发过" in second) == (False, True)
    assert states() == [MessageState.FAILED]


def test_a_worker_killed_after_the_robot_took_it_sends_once_more_marked(
    world: Told, robot: Robot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_anything: object) -> None:
        raise PowerCut

    with time_machine.travel(START, tick=False) as clock:
        added(world, robot)
        planned(world)
        with monkeypatch.context() as patch:
            patch.setattr("voting.notices.chat.posting._keep", killed)
            with pytest.raises(PowerCut):
                deliver(BY)
        deliver(BY)
        assert len(robot.taken) == 1
        clock.shift(LEASE)
        deliver(BY)
    assert ["可能已经发过" in text for text in robot.texts] == [False, True]
    assert states() == [MessageState.SENT]


def test_a_silent_robot_holds_up_no_deed_and_no_other_robot(
    app: Flask, world: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voting.notices.channel.web_call.WHOLE_SECONDS", 60.0)
    with talking() as silent, talking() as other:
        silent.silent = True
        added(world, silent)
        added(world, other)
        planned(world)

        def work() -> None:
            with app.app_context():
                deliver(BY)

        thread = Thread(target=work)
        thread.start()
        assert silent.asked.wait(30)
        letter(world)
        assert thread.is_alive(), "the deed was done while the robot kept silent"
        silent.let_go.set()
        thread.join(30)
        deliver(BY)
        assert len(other.taken) == 1


def test_a_robot_removed_meanwhile_is_told_nothing_more(world: Told, robot: Robot) -> None:
    number = added(world, robot)
    planned(world)
    with transaction():
        actions.remove(world.staff, world.at, number)
    deliver(BY)
    assert (robot.taken, states()) == ([], [MessageState.DROPPED])
    letter(world)
    told()
    assert len(posts()) == 1


def test_a_host_that_the_operator_allows_no_more_is_not_called(world: Told, robot: Robot) -> None:
    added(world, robot)
    planned(world)
    deliver(Posting(site=SITE, secret_key=KEY, hosts=frozenset()))
    assert (robot.taken, states()) == ([], [MessageState.WAITING])


def test_messages_of_one_robot_keep_their_distance_and_old_ones_are_not_sent(
    world: Told, robot: Robot
) -> None:
    with time_machine.travel(START, tick=False) as clock:
        added(world, robot)
        planned(world)
        supervision.report(world.clerk, world.row, 2, 10)
        told()
        deliver(BY)
        assert len(robot.taken) == 1
        clock.shift(SPACING)
        deliver(BY)
        assert len(robot.taken) == 2
        supervision.report(world.clerk, world.row, 3, 10)
        told()
        clock.shift(STALE + timedelta(days=1))
        deliver(BY)
    assert len(robot.taken) == 2
    assert states()[-1] is MessageState.DROPPED


def test_two_workers_say_everything_once(app: Flask, world: Told) -> None:
    with talking() as robot:
        for _ in range(8):
            added(world, robot)
        planned(world)

        def work() -> None:
            with app.app_context():
                deliver(BY)

        workers = [Thread(target=work) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join(60)
        assert len(robot.taken) == 8
    assert states() == [MessageState.SENT] * 8
