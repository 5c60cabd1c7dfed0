"""One click on a mail stops it (RFC 8058): by the address alone, without session or token; opening it stops nothing; what is served has no such link."""

from __future__ import annotations

import re
from email.message import EmailMessage

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from tests.conftest import rows
from tests.factories import account
from tests.notices.factories import KEY, START, Told, letter, told, under_way, wishes
from tests.notices.mail_server import SITE, Mailbox
from tests.supervision import factories as supervision
from tests.waiting import while_uncommitted
from voting.audit.models import Entry
from voting.core.db import db, transaction
from voting.notices.event.rules import SERVED, NoticeKind
from voting.notices.follow.actions import NewFollow, ask, confirm
from voting.notices.follow.link import digest_of
from voting.notices.follow.link import token_of as follow_token
from voting.notices.follow.models import Follow
from voting.notices.follow.rules import Topic, Way
from voting.notices.outbox.actions import Sending, deliver
from voting.notices.wish.actions import stop
from voting.notices.wish.link import named_in, stop_token
from voting.notices.wish.models import ChosenPace
from voting.notices.wish.rules import Pace
from voting.people.rules import Place, Role

pytestmark = pytest.mark.database
ADDRESS, FOLLOWER = "reader@example.cn", "suggester@example.cn"
CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def world(city: Place) -> Told:
    made = under_way(city)
    wishes(made.other, email=ADDRESS, progress=Pace.AT_ONCE)
    told()
    return made


@pytest.fixture
def guarded(app: Flask, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A client without cookies, of a program that asks forms for their token, as in service."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    return app.test_client(use_cookies=False)


def mails(box: Mailbox, by: Sending, to: str) -> list[EmailMessage]:
    deliver(by)
    return box.to(to)


def clicked(mail: EmailMessage) -> str:
    """The path that a mail program would post to."""
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    (url,) = re.findall(r"<(https://\S+)>", mail["List-Unsubscribe"].replace("\n", ""))
    assert url.startswith(SITE)
    return str(url.removeprefix(SITE))


def stopped() -> list[NoticeKind]:
    db.session.rollback()
    return list(db.session.scalars(select(ChosenPace.kind).where(ChosenPace.pace == Pace.NONE)))


def test_one_click_stops_the_kinds_of_the_mail_and_no_other(
    world: Told, box: Mailbox, by: Sending, guarded: FlaskClient
) -> None:
    with time_machine.travel(START, tick=False):
        supervision.planned(world.clerk, world.row)
        told()
        (mail,) = mails(box, by, ADDRESS)
        path = clicked(mail)
        page = guarded.get(path)
        assert (page.status_code, "项目进度" in page.text) == (200, True)
        assert stopped() == [], "who opens the link, or a scanner of mails, stops nothing"
        for _ in range(2):
            answer = guarded.post(path, data=CLICK)
            assert (answer.status_code, "不再发邮件" in answer.text) == (200, True)
        supervision.report(world.clerk, world.row, 2, 5)
        told()
        assert len(mails(box, by, ADDRESS)) == 1
    assert stopped() == [NoticeKind.PROGRESS]
    lines = db.session.scalars(select(Entry).where(Entry.event == "notices:wishes:stopped")).all()
    assert [(line.facts["kinds"], line.account_id) for line in lines] == [(["progress"], None)]


def test_what_must_be_served_has_no_link_and_is_sent_all_the_same(
    world: Told, box: Mailbox, by: Sending
) -> None:
    with time_machine.travel(START, tick=False):
        wishes(world.clerk, email=ADDRESS, progress=Pace.AT_ONCE)
        letter(world)
        told()
        (mail,) = mails(box, by, ADDRESS)
    assert mail["List-Unsubscribe"] is None
    assert mail["List-Unsubscribe-Post"] is None
    assert stop_token(7, SERVED, ADDRESS, KEY) == ""
    forged = f"7-{NoticeKind.TO_ANSWER.value}-{'0' * 32}"
    assert named_in(forged) is None


def test_a_follower_stops_by_one_click_and_his_contact_is_gone(
    world: Told, box: Mailbox, by: Sending, guarded: FlaskClient
) -> None:
    new = NewFollow(
        jurisdiction_id=world.at.id,
        topic=Topic.PROJECT,
        subject_id=world.row.project_id,
        name="x",
        path="/",
        way=Way.MAIL,
        contact=FOLLOWER,
        language="zh",
        origin="0" * 64,
    )
    with time_machine.travel(START, tick=False):
        with transaction():
            ask(new, KEY)
        digest = digest_of(FOLLOWER, KEY)
        row = db.session.scalars(select(Follow).where(Follow.digest == digest)).one()
        with transaction():
            confirm(follow_token(row.id, digest, KEY), KEY)
        supervision.planned(world.clerk, world.row)
        told()
        path = clicked(mails(box, by, FOLLOWER)[-1])
        assert guarded.get(path).status_code == 200
        assert rows("SELECT count(*) FROM follow WHERE contact IS NOT NULL") == [(1,)]
        answer = guarded.post(path, data=CLICK)
    assert (answer.status_code, "联系方式已经删除" in answer.text) == (200, True)
    assert rows("SELECT contact FROM follow") == [(None,)]


@pytest.mark.parametrize(
    "changed", ["another account", "another kind", "another address", "no kind", "nonsense"]
)
def test_a_link_that_the_program_did_not_make_for_this_address_stops_nothing(
    world: Told, guarded: FlaskClient, changed: str
) -> None:
    reader, other = world.other.account_id, account(world.at, Role.STAFF)
    assert reader is not None
    wishes(other, email="other@example.cn")
    good = stop_token(reader, {NoticeKind.PROGRESS}, ADDRESS, KEY)
    bad = {
        "another account": good.replace(f"{reader}-", f"{other.account_id}-", 1),
        "another kind": good.replace("progress", "result"),
        "another address": stop_token(reader, {NoticeKind.PROGRESS}, "former@example.cn", KEY),
        "no kind": good.replace("progress", "weather"),
        "nonsense": "9999999999-x-y",
    }[changed]
    for answer in (guarded.get(f"/notices/stop/{bad}"), guarded.post(f"/notices/stop/{bad}", data=CLICK)):
        assert (answer.status_code, "这个链接已失效" in answer.text) == (404, True)
    assert stopped() == []
    assert guarded.post(f"/notices/stop/{good}", data=CLICK).status_code == 200


def test_a_click_that_comes_twice_at_once_is_one_wish(app: Flask, world: Told) -> None:
    assert world.other.account_id is not None
    with transaction():
        db.session.execute(delete(ChosenPace))
    token = stop_token(world.other.account_id, {NoticeKind.PROGRESS}, ADDRESS, KEY)
    assert while_uncommitted(app, lambda: stop(token, KEY), lambda: stop(token, KEY)) == []
    lines = select(Entry).where(Entry.event == "notices:wishes:stopped")
    assert len(db.session.scalars(lines).all()) == 1


def test_another_deed_asks_for_the_token_of_a_form_as_before(guarded: FlaskClient, world: Told) -> None:
    answer = guarded.post("/follow/1-000000000000000000000000/end")
    assert answer.status_code == 400
