"""Followers without an account: asked, confirmed, told, ended; through a real mail server; ten thousand of one project."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from threading import Thread

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, insert, select

from config import MailServer
from tests.conftest import rows
from tests.factories import unit
from tests.interleaved.cuts import Fate, PowerCut, cut
from tests.notices.factories import KEY, Told, told, under_way
from tests.notices.mail_server import HOST, SITE, Mailbox
from tests.screening import factories as screening
from tests.supervision import factories as supervision
from tests.waiting import while_uncommitted
from voting.audit.models import Entry
from voting.core.clock import now
from voting.core.db import db, transaction
from voting.core.errors import TooManyTries, WrongMoment
from voting.notices.follow import actions, rules
from voting.notices.follow.actions import NewFollow
from voting.notices.follow.link import digest_of, token_of
from voting.notices.follow.models import Follow, FollowNews
from voting.notices.follow.rules import (
    ANSWERED_WITHIN,
    DAY,
    FOLLOWED_FOR,
    FORGOTTEN_AFTER,
    MOST_OF_A_CONTACT,
    FollowState,
    Topic,
    Way,
)
from voting.notices.outbox import spreading
from voting.notices.outbox.actions import Sending, deliver
from voting.notices.outbox.facts import is_anything_ripe
from voting.notices.outbox.models import Message
from voting.notices.outbox.rules import STALE
from voting.notices.wish.contact import seal
from voting.notices.wish.rules import Pace
from voting.people.rules import Place
from voting.screening.appraisal import actions as appraisals
from voting.screening.merging import actions as merging
from voting.screening.reserve import actions as reserve
from voting.screening.shortlist import actions as shortlist
from voting.screening.shortlist.rules import MOVING
from voting.screening.suggestion.models import Suggestion

pytestmark = pytest.mark.database
READER = "reader@example.cn"
NOON = "2026-07-08T04:00:00Z"


@pytest.fixture(autouse=True)
def by_day() -> Iterator[None]:
    """Noon in China: nothing is held back for the night."""
    with time_machine.travel(NOON, tick=True):
        yield


@pytest.fixture
def mailing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program names a mail server; nothing is sent by itself."""
    server = MailServer(host=HOST, port=1, tls=False, sender="ballot@example.cn")
    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], mail=server))


@pytest.fixture
def world(city: Place) -> Told:
    made = under_way(city)
    told()
    return made


def ask(at: Place, topic: Topic, subject: int, contact: str = READER) -> None:
    path = f"/j/{at.code}/"
    new = NewFollow(
        jurisdiction_id=at.id,
        topic=topic,
        subject_id=subject,
        name="x",
        path=path,
        way=Way.MAIL,
        contact=contact,
        language="zh",
        origin="o",
    )
    with transaction():
        actions.ask(new, KEY)


def followed(at: Place, topic: Topic, subject: int, contact: str = READER) -> Follow:
    """Somebody follows something and has confirmed it."""
    ask(at, topic, subject, contact)
    row = the(contact, topic, subject)
    with transaction():
        actions.confirm(token_of(row.id, row.digest, KEY), KEY)
    return the(contact, topic, subject)


def the(contact: str, topic: Topic, subject: int) -> Follow:
    db.session.rollback()
    digest = digest_of(contact, KEY)
    asked = select(Follow).where(Follow.digest == digest, Follow.topic == topic, Follow.subject_id == subject)
    return db.session.scalars(asked).one()


def said(box: Mailbox, to: str = READER) -> list[str]:
    found = []
    for mail in box.to(to):
        body = mail.get_body(("plain",))
        assert body is not None
        found.append(str(body.get_content()))
    return found


def test_double_opt_in_from_the_page_to_the_end_of_it_without_an_account(
    client: FlaskClient, mailing: None, world: Told, box: Mailbox, by: Sending
) -> None:
    path = f"/j/140900/follow/project/{world.row.project_id}"
    page = client.get(path).text
    assert "农村饮水安全巩固提升" in page
    answer = client.post(path, data={"contact": READER, "agreed": "y"})
    assert (answer.status_code, answer.location) == (303, f"/j/140900/projects/{world.row.project_id}")
    told()
    deliver(by)
    (first,) = said(box)
    link = re.search(rf"{SITE}(/follow/\S+)", first)
    assert link is not None
    supervision.planned(world.clerk, world.row)
    told()
    deliver(by)
    assert len(said(box)) == 1, "who has not confirmed hears nothing"
    assert "是您本人吗" in client.get(link[1]).text
    assert the(READER, Topic.PROJECT, world.row.project_id).state is FollowState.ASKED, "opening is no yes"
    assert client.post(f"{link[1]}/confirm").status_code == 303
    supervision.report(world.clerk, world.row, 6, progress=50, done=1)
    told()
    deliver(by)
    mails = said(box)
    assert [one for one in mails[1:] if link[1] in one] == mails[1:]
    assert client.post(f"{link[1]}/end").status_code == 303
    assert "联系方式已经删除" in client.get(link[1]).text
    row = the(READER, Topic.PROJECT, world.row.project_id)
    assert (row.state, row.contact) == (FollowState.ENDED, None)
    assert client.post(f"{link[1]}/confirm").status_code == 409
    assert client.post(f"{link[1]}/end").status_code == 303, "said again, nothing changes"


def test_the_contact_is_nowhere_in_clear_and_in_no_line_of_the_journal(app: Flask, world: Told) -> None:
    followed(world.at, Topic.PROJECT, world.row.project_id)
    assert "reader" not in str(rows("SELECT * FROM follow"))
    lines = db.session.scalars(select(Entry).where(Entry.event.startswith("notices:follow")))
    said = {line.event: line.facts for line in lines}
    assert set(said) == {"notices:follow:asked", "notices:follow:confirmed"}
    assert "example" not in str(said)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"contact": "", "agreed": "y"}, "请填写邮箱或者手机号。"),
        ({"contact": "nobody", "agreed": "y"}, "这不是一个邮箱地址"),
        ({"contact": "a@example.cn\r\nBcc: b@example.cn", "agreed": "y"}, "这不是一个邮箱地址"),
        ({"contact": READER}, "请先勾选同意。"),
    ],
)
def test_bad_input_is_answered_with_a_sentence_and_not_lost(
    client: FlaskClient, mailing: None, world: Told, sent: dict[str, str], sentence: str
) -> None:
    answer = client.post(f"/j/140900/follow/project/{world.row.project_id}", data=sent)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert rows("SELECT id FROM follow") == []


@pytest.mark.parametrize(
    "path",
    [
        "follow/project/999",
        "follow/project/x",
        "follow/nothing/1",
        "follow/year/1066",
        "follow/suggestion/26-AAAA",
    ],
)
def test_what_there_is_not_cannot_be_followed(client: FlaskClient, world: Told, path: str) -> None:
    assert client.get(f"/j/140900/{path}").status_code == 404


def test_a_link_of_somebody_s_own_making_opens_nothing(client: FlaskClient, world: Told) -> None:
    row = followed(world.at, Topic.PROJECT, world.row.project_id)
    for token in (
        f"{row.id}-{'0' * 24}",
        f"9999999999-{'0' * 24}",
        "1",
        "x",
        token_of(row.id, "0" * 64, KEY),
    ):
        assert client.get(f"/follow/{token}").status_code == 404
        assert client.post(f"/follow/{token}/end").status_code == 404
    assert the(READER, Topic.PROJECT, world.row.project_id).state is FollowState.CONFIRMED


def test_nobody_is_written_to_again_and_again(app: Flask, world: Told, box: Mailbox, by: Sending) -> None:
    for _ in range(3):
        ask(world.at, Topic.PROJECT, world.row.project_id)
    deliver(by)
    assert len(said(box)) == 1
    for number in range(2, MOST_OF_A_CONTACT + 1):
        ask(world.at, Topic.YEAR, 2000 + number)
    with pytest.raises(TooManyTries):
        ask(world.at, Topic.YEAR, 2027)
    with time_machine.travel(now() + DAY + timedelta(minutes=1)):
        ask(world.at, Topic.PROJECT, world.row.project_id)
        deliver(by)
    assert len(said(box)) == MOST_OF_A_CONTACT + 1


def test_a_network_that_may_ask_no_more_does_not_learn_who_follows(
    world: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    followed(world.at, Topic.PROJECT, world.row.project_id)
    monkeypatch.setattr(rules, "MOST_OF_A_NETWORK", 1)
    for contact in (READER, "stranger@example.cn"):
        with pytest.raises(TooManyTries):
            ask(world.at, Topic.PROJECT, world.row.project_id, contact)


def test_a_suggester_hears_of_merging_answer_candidate_and_of_what_follows(
    app: Flask, city: Place, box: Mailbox, by: Sending
) -> None:
    staff = screening.staff(city)
    screening.call(city, actor=staff)
    mine, other = screening.suggestion(city), screening.suggestion(city, title="修一座便民桥")
    followed(city, Topic.SUGGESTION, mine.id)
    followed(city, Topic.SUGGESTION, other.id, "other@example.cn")
    told()
    with transaction():
        merging.form(
            staff,
            merging.NewProject(
                jurisdiction_id=city.id, year=mine.year, title="红绿灯", suggestion_ids=(mine.id,)
            ),
        )
        screening.answer(staff, city, other.id, text="已有同类项目。")
    told()
    deliver(by)
    assert "归并成一个项目" in said(box)[-1]
    assert "已答复" in said(box, "other@example.cn")[-1]
    assert "已有同类项目" not in "".join(said(box, "other@example.cn")), "the reason stands on the page alone"


def test_a_suggester_hears_what_the_reserve_takes_into_a_later_year(
    app: Flask, city: Place, box: Mailbox, by: Sending
) -> None:
    staff = screening.staff(city)
    screening.call(city, actor=staff)
    mine, other = screening.suggestion(city), screening.suggestion(city, title="修一座便民桥")
    shelved = screening.project(staff, city, unit(city), title="红绿灯").id
    with transaction():
        merging.merge(staff, jurisdiction_id=city.id, project_id=shelved, suggestion_ids=[mine.id])
        appraisals.step(staff, jurisdiction_id=city.id, project_id=shelved, name="shelve", reason="等设计。")
    followed(city, Topic.SUGGESTION, mine.id)
    followed(city, Topic.SUGGESTION, other.id, "other@example.cn")
    told()
    screening.call(city, year=screening.YEAR + 1, actor=staff, opened=False)
    with transaction():
        reserve.take_up(
            staff, jurisdiction_id=city.id, project_id=shelved, year=screening.YEAR + 1, reason="已有设计。"
        )
        reserve.carry_waiting(staff, jurisdiction_id=city.id, year=screening.YEAR + 1)
    told()
    deliver(by)
    assert f"已从储备库转入 {screening.YEAR + 1} 年" in said(box)[-1]
    assert f"留在储备库，转入 {screening.YEAR + 1} 年" in said(box, "other@example.cn")[-1]
    assert "红绿灯" not in "".join(said(box)), "its title is not public yet"


def test_who_follows_a_project_and_its_suggestion_hears_once(
    app: Flask, world: Told, city: Place, box: Mailbox, by: Sending
) -> None:
    screening.call(city, actor=world.staff)
    mine = screening.suggestion(city)
    with transaction():
        db.session.get_one(Suggestion, mine.id).project_id = world.row.project_id
    followed(city, Topic.SUGGESTION, mine.id)
    followed(city, Topic.PROJECT, world.row.project_id)
    told()
    supervision.planned(world.clerk, world.row)
    told()
    deliver(by)
    plans = [one for one in said(box) if "实施计划已公布" in one]
    assert len(plans) == 1


def test_ten_thousand_followers_of_one_project_each_hear_once_and_no_batch_is_long(
    app: Flask, world: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    contact = seal(READER, KEY)
    with transaction():
        db.session.execute(
            insert(Follow),
            [
                {
                    "jurisdiction_id": world.at.id,
                    "topic": Topic.PROJECT,
                    "subject_id": world.row.project_id,
                    "name": "x",
                    "path": "/",
                    "way": Way.MAIL,
                    "contact": contact,
                    "digest": f"{number:064d}",
                    "language": "zh",
                    "origin": "o",
                    "asked_at": now(),
                    "state": FollowState.CONFIRMED,
                    "first_made": True,
                    "confirmed_at": now(),
                }
                for number in range(10_000)
            ],
        )
    supervision.planned(world.clerk, world.row)
    told()
    assert rows("SELECT count(*) FROM follow_news") == [(1,)], "one row, not ten thousand, while others wait"
    batches = 0

    def counted() -> bool:
        nonlocal batches
        batches += 1
        return tell()

    tell = spreading._tell_some  # noqa: SLF001
    monkeypatch.setattr(spreading, "_tell_some", counted)
    spreading.spread()
    assert batches == 10_000 // spreading.MOST_SPREAD + 2
    db.session.rollback()
    of_each = select(func.count(), func.count(func.distinct(Message.follow_id)))
    assert db.session.execute(of_each).one() == (10_000, 10_000)
    spreading.spread()
    assert db.session.execute(of_each).one() == (10_000, 10_000)


def test_contacts_are_deleted_after_their_time(app: Flask, world: Told) -> None:
    ask(world.at, Topic.YEAR, 2026, "never@example.cn")
    followed(world.at, Topic.PROJECT, world.row.project_id)
    with time_machine.travel(now() + ANSWERED_WITHIN + timedelta(minutes=1)):
        with transaction():
            actions.lapse()
        never = the("never@example.cn", Topic.YEAR, 2026)
        assert (never.state, never.contact) == (FollowState.LAPSED, None)
        assert the(READER, Topic.PROJECT, world.row.project_id).contact is not None
        with pytest.raises(WrongMoment), transaction():
            actions.confirm(token_of(never.id, never.digest, KEY), KEY)
    with time_machine.travel(now() + FOLLOWED_FOR + timedelta(days=1)):
        with transaction():
            actions.lapse()
        assert rows("SELECT contact FROM follow") == [(None,)]
    with time_machine.travel(now() + FOLLOWED_FOR + FORGOTTEN_AFTER + timedelta(days=2)):
        with transaction():
            actions.lapse()
        assert rows("SELECT contact FROM follow") == []


def test_what_is_told_in_the_night_leaves_in_the_morning(app: Flask, world: Told) -> None:
    with time_machine.travel("2026-07-08T16:00:00Z"):  # midnight in China
        followed(world.at, Topic.PROJECT, world.row.project_id)
        supervision.planned(world.clerk, world.row)
        told()
        spreading.spread()
        assert [row.spread for row in db.session.scalars(select(FollowNews))] == [False]
        db.session.rollback()
    with time_machine.travel("2026-07-08T23:30:00Z"):
        spreading.spread()
        assert [row.spread for row in db.session.scalars(select(FollowNews))] == [True]


def test_what_could_not_be_sent_for_a_month_is_not_sent_any_more(
    app: Flask, world: Told, box: Mailbox, by: Sending
) -> None:
    followed(world.at, Topic.PROJECT, world.row.project_id)
    supervision.planned(world.clerk, world.row)
    told()
    spreading.spread()
    with time_machine.travel(now() + STALE + timedelta(hours=1)):
        deliver(by)
    assert said(box) == []
    assert rows("SELECT state FROM message") == [("dropped",)]


def test_where_nobody_follows_nothing_is_written(app: Flask, world: Told) -> None:
    supervision.planned(world.clerk, world.row)
    told()
    assert rows("SELECT id FROM follow_news") == []


def test_where_nothing_can_be_sent_nothing_is_asked_for(client: FlaskClient, world: Told) -> None:
    path = f"/j/140900/follow/project/{world.row.project_id}"
    assert "还没有接入邮件和短信" in client.get(path).text
    assert client.post(path, data={"contact": READER, "agreed": "y"}).status_code == 409
    assert rows("SELECT id FROM follow") == []


def test_candidates_are_told_to_their_suggesters_and_the_year_s_followers(
    app: Flask, city: Place, box: Mailbox, by: Sending
) -> None:
    staff = screening.staff(city)
    screening.call(city, actor=staff)
    mine = screening.suggestion(city)
    followed(city, Topic.SUGGESTION, mine.id)
    followed(city, Topic.YEAR, screening.YEAR, "year@example.cn")
    lead = unit(city, "市公安局")
    ids = [screening.project(staff, city, lead, year=screening.YEAR, appraised=True).id for _ in range(12)]
    with transaction():
        db.session.get_one(Suggestion, mine.id).project_id = ids[0]
    told()
    deliver(by)
    with transaction():
        for kind in MOVING:
            shortlist.approve(staff, place=city, year=screening.YEAR, kind=kind, new=screening.approval(ids))
    told()
    deliver(by)
    assert "已确定为正式候选项目" in said(box)[-1]
    assert f"/j/{city.code}/" in said(box)[-1]
    assert "年正式候选项目已确定" in said(box, "year@example.cn")[-1]
    assert len(said(box)) == 1


def test_of_a_shelved_project_without_suggestions_nobody_is_told(
    app: Flask, city: Place, box: Mailbox, by: Sending
) -> None:
    staff = screening.staff(city)
    screening.call(city, actor=staff)
    mine = screening.suggestion(city)
    row = screening.project(staff, city, unit(city), appraised=True)
    told()
    followed(city, Topic.SUGGESTION, mine.id)
    with transaction():
        appraisals.step(staff, jurisdiction_id=city.id, project_id=row.id, name="shelve", reason="资金不足。")
    told()
    deliver(by)
    assert rows("SELECT id FROM follow_news") == []
    assert said(box) == []


@pytest.mark.parametrize("seed", range(3))
def test_killed_at_random_commits_everybody_hears_once(
    app: Flask, world: Told, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreading, "MOST_SPREAD", 3)
    for number in range(20):
        followed(world.at, Topic.PROJECT, world.row.project_id, f"r{number}@example.cn")
    supervision.planned(world.clerk, world.row)
    told()
    chance, deaths = Random(seed), 0
    for _ in range(12):
        try:
            with cut(chance.choice([Fate.UNDONE, Fate.HALF_DONE]), later=chance.randrange(4)):
                spreading.spread()
        except PowerCut:
            deaths += 1
    spreading.spread()
    db.session.rollback()
    of_news = select(func.count(), func.count(func.distinct(Message.follow_id))).where(
        Message.news_id.is_not(None)
    )
    assert db.session.execute(of_news).one() == (20, 20)
    assert deaths


def test_a_form_that_is_sent_twice_at_once_is_kept_once_and_asked_by_one_message(
    app: Flask, city: Place
) -> None:
    new = NewFollow(
        jurisdiction_id=city.id,
        topic=Topic.YEAR,
        subject_id=2027,
        name="2027",
        path="/j/140900/2027",
        way=Way.MAIL,
        contact=READER,
        language="zh",
        origin="o" * 64,
    )
    assert while_uncommitted(app, lambda: actions.ask(new, KEY), lambda: actions.ask(new, KEY)) == []
    assert rows("SELECT count(*) FROM follow") == [(1,)]
    told()
    spreading.spread()
    assert rows("SELECT count(*) FROM message") == [(1,)]
    lines = select(func.count()).where(Entry.event == "notices:follow:asked")
    assert db.session.scalar(lines) == 1


MONDAY = "2026-07-13T00:00:00Z"
"""Eight o'clock of the Monday after NOON, a Wednesday."""


def weekly(at: Place, topic: Topic, subject: int, contact: str = READER) -> Follow:
    """Somebody follows something and hears of it once a week."""
    row = followed(at, topic, subject, contact)
    with transaction():
        actions.choose_pace(token_of(row.id, row.digest, KEY), Pace.WEEKLY, KEY)
    return the(contact, topic, subject)


def test_a_weekly_follower_hears_on_monday_of_all_at_once_and_on_a_week_without_news_of_nothing(
    app: Flask, world: Told, box: Mailbox, by: Sending
) -> None:
    weekly(world.at, Topic.PROJECT, world.row.project_id)
    followed(world.at, Topic.PROJECT, world.row.project_id, "soon@example.cn")
    deliver(by)
    first = {to: len(box.to(to)) for to in (READER, "soon@example.cn")}
    supervision.planned(world.clerk, world.row)
    supervision.report(world.clerk, world.row, 6, progress=50, done=1)
    told()
    deliver(by)
    assert len(box.to("soon@example.cn")) == first["soon@example.cn"] + 2
    assert len(box.to(READER)) == first[READER], "not before Monday"
    assert not is_anything_ripe()
    with time_machine.travel(MONDAY, tick=True):
        assert is_anything_ripe()
        deliver(by)
        deliver(by)
        (digest,) = said(box)[first[READER] :]
        assert "一周来关于" in digest
        assert "实施计划已公布" in digest
        assert "时间节点完成" in digest
        assert digest.index("实施计划") < digest.index("时间节点")
        assert f"{SITE}/follow/" in digest
        assert box.to(READER)[-1]["Subject"].endswith("一周进展")
    for week in (1, 2):
        with time_machine.travel(datetime.fromisoformat(MONDAY) + timedelta(weeks=week), tick=True):
            assert not is_anything_ripe()
            deliver(by)
    assert len(box.to(READER)) == first[READER] + 1, "nothing on a week without news"


def test_the_pace_is_chosen_with_the_form_and_changed_by_the_link_of_each_mail(
    client: FlaskClient, mailing: None, world: Told, box: Mailbox, by: Sending
) -> None:
    path = f"/j/140900/follow/project/{world.row.project_id}"
    assert "每周汇总，没有进展就不发" in client.get(path).text
    client.post(path, data={"contact": READER, "agreed": "y", "pace": "weekly"})
    row = the(READER, Topic.PROJECT, world.row.project_id)
    assert row.pace is Pace.WEEKLY
    link = f"/follow/{token_of(row.id, row.digest, KEY)}"
    assert client.post(f"{link}/pace", data={"pace": "at_once"}).status_code == 409, "not confirmed yet"
    client.post(f"{link}/confirm")
    assert "每周汇总" in client.get(link).text
    supervision.planned(world.clerk, world.row)
    told()
    deliver(by)
    assert client.post(f"{link}/pace", data={"pace": "never"}).status_code == 422
    assert client.post(f"{link}/pace", data={"pace": "at_once"}).status_code == 303
    assert the(READER, Topic.PROJECT, world.row.project_id).pace is Pace.AT_ONCE
    deliver(by)
    assert "实施计划已公布" in said(box)[-1], "what waited leaves at once"
    assert client.post(f"/follow/{row.id}-{'0' * 24}/pace", data={"pace": "weekly"}).status_code == 404
    lines = db.session.scalars(select(Entry).where(Entry.event == "notices:follow:paced")).all()
    assert [line.facts["pace"] for line in lines] == ["at_once"]
    assert "example" not in str([line.facts for line in lines])


def test_a_digest_goes_to_nobody_who_ended_it_and_tells_one_contact_once(
    app: Flask, world: Told, box: Mailbox, by: Sending
) -> None:
    row = weekly(world.at, Topic.PROJECT, world.row.project_id)
    screening.call(world.at, actor=world.staff)
    mine = screening.suggestion(world.at)
    with transaction():
        db.session.get_one(Suggestion, mine.id).project_id = world.row.project_id
    weekly(world.at, Topic.SUGGESTION, mine.id)
    weekly(world.at, Topic.PROJECT, world.row.project_id, "gone@example.cn")
    deliver(by)
    gone = the("gone@example.cn", Topic.PROJECT, world.row.project_id)
    supervision.planned(world.clerk, world.row)
    told()
    deliver(by)
    with transaction():
        actions.end(token_of(gone.id, gone.digest, KEY), KEY)
    before = {to: len(box.to(to)) for to in (READER, "gone@example.cn")}
    with time_machine.travel(MONDAY, tick=True):
        deliver(by)
    assert len(box.to(READER)) == before[READER] + 1
    assert len(box.to("gone@example.cn")) == before["gone@example.cn"]
    assert db.session.get_one(Follow, row.id).pace is Pace.WEEKLY


def test_who_ends_it_and_follows_anew_is_told_nothing_of_before(
    app: Flask, world: Told, box: Mailbox, by: Sending
) -> None:
    row = weekly(world.at, Topic.PROJECT, world.row.project_id)
    deliver(by)
    supervision.planned(world.clerk, world.row)
    told()
    deliver(by)
    with transaction():
        actions.end(token_of(row.id, row.digest, KEY), KEY)
    assert rows("SELECT id FROM follow_digest_line") == []
    with time_machine.travel("2026-07-10T04:00:00Z", tick=True):
        followed(world.at, Topic.PROJECT, world.row.project_id)
        deliver(by)
    before = len(box.taken)
    with time_machine.travel(MONDAY, tick=True):
        deliver(by)
    assert len(box.taken) == before


def test_a_digest_that_another_worker_made_just_then_is_not_made_again(app: Flask, world: Told) -> None:
    weekly(world.at, Topic.PROJECT, world.row.project_id)
    supervision.planned(world.clerk, world.row)
    told()
    with time_machine.travel(MONDAY, tick=True):
        spreading.spread()
        made = rows("SELECT count(*) FROM message")
        with transaction():
            spreading._make_digest(db.session.scalars(select(Follow)).one())  # noqa: SLF001  as if it had been asked before
    assert rows("SELECT count(*) FROM message") == made


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("seed", range(4))
def test_killed_at_random_commits_every_digest_is_sent_once(
    world: Told, box: Mailbox, by: Sending, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreading, "MOST_SPREAD", 3)
    contacts = [f"r{number}@example.cn" for number in range(7)]
    for contact in contacts:
        weekly(world.at, Topic.PROJECT, world.row.project_id, contact)
    deliver(by)
    supervision.planned(world.clerk, world.row)
    told()
    chance, deaths, before = Random(seed), 0, len(box.taken)
    for at in ("2026-07-09T04:00:00Z", MONDAY):
        with time_machine.travel(at, tick=True):
            for _ in range(8):
                try:
                    with cut(chance.choice([Fate.UNDONE, Fate.HALF_DONE]), later=chance.randrange(3)):
                        spreading.spread()
                except PowerCut:
                    deaths += 1
            spreading.spread()
            db.session.rollback()
    with time_machine.travel(MONDAY, tick=True):
        deliver(by)
    assert sorted(to for to, _mail in box.taken[before:]) == contacts
    assert deaths


def test_after_stopped_weeks_a_digest_comes_once_and_a_clock_set_back_sends_none_twice(
    app: Flask, world: Told, box: Mailbox, by: Sending
) -> None:
    weekly(world.at, Topic.PROJECT, world.row.project_id)
    deliver(by)
    supervision.planned(world.clerk, world.row)
    told()
    deliver(by)
    before = len(box.taken)
    with time_machine.travel(MONDAY, tick=False) as clock:
        clock.shift(timedelta(weeks=2))  # nobody worked for two weeks
        deliver(by)
        assert len(box.taken) == before + 1
        for jump in (-timedelta(weeks=2), timedelta(weeks=4), -timedelta(weeks=3)):
            clock.shift(jump)
            deliver(by)
    assert len(box.taken) == before + 1


def test_a_digest_that_waited_for_more_than_a_month_is_not_sent(
    app: Flask, world: Told, box: Mailbox, by: Sending
) -> None:
    weekly(world.at, Topic.PROJECT, world.row.project_id)
    deliver(by)
    supervision.planned(world.clerk, world.row)
    told()
    spreading.spread()
    before = len(box.taken)
    with time_machine.travel(datetime.fromisoformat(MONDAY) + STALE + timedelta(days=1), tick=True):
        deliver(by)
    assert len(box.taken) == before
    assert rows("SELECT id FROM follow_digest_line") == []


def test_two_workers_make_every_digest_once(app: Flask, world: Told, box: Mailbox, by: Sending) -> None:
    contacts = [f"r{number}@example.cn" for number in range(6)]
    for contact in contacts:
        weekly(world.at, Topic.PROJECT, world.row.project_id, contact)
    deliver(by)
    supervision.planned(world.clerk, world.row)
    told()
    spreading.spread()
    before = len(box.taken)

    def work() -> None:
        with app.app_context():
            deliver(by)

    with time_machine.travel(MONDAY, tick=True):
        workers = [Thread(target=work) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join(60)
        deliver(by)
    assert sorted(to for to, _mail in box.taken[before:]) == contacts
