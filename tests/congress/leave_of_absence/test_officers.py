"""A scrutineer or teller who is a deputy and not in the hall is told to those who wait for him; so is his account."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.ballot.factories import appoint, hall
from tests.factories import account, actor_of, deputies, meeting, sign_in
from voting.ballot.ceremony.models import ceremony_done
from voting.congress.attendance.models import Attendance
from voting.congress.leave_of_absence.actions import enter_leave
from voting.congress.leave_of_absence.facts import officers_away
from voting.congress.meeting.facts import meeting_of
from voting.congress.meeting.rules import MeetingState
from voting.congress.place.rules import Post
from voting.congress.term.models import Term
from voting.core.db import db, transaction
from voting.people.rules import Place, Role

pytestmark = pytest.mark.database


def test_who_is_away_is_told_on_console_and_the_page_of_scrutineers(client: FlaskClient, city: Place) -> None:
    at = hall(city, 4)
    appoint(city, at.meeting_id, Post.SCRUTINEER, at.deputies[0])
    appoint(city, at.meeting_id, Post.TELLER, at.deputies[1])
    sign_in(client, at.secretary)
    console = f"/j/140900/hall/meetings/{at.meeting_id}/console"
    page = f"/j/140900/congress/meetings/{at.meeting_id}"
    assert "开箱、计票以前，请他到场签到" not in client.get(console).text
    for one in at.rows[:2]:
        with transaction():
            db.session.get_one(Attendance, (at.meeting_id, one.id, 1)).present = False
    with transaction():
        enter_leave(at.secretary, meeting_id=at.meeting_id, deputy_id=at.rows[1].id, reason="因病")
    told = client.get(console).text
    assert f"监票人<bdi>{at.deputies[0].name}</bdi>：没有签到" in told
    assert f"计票人<bdi>{at.deputies[1].name}</bdi>：请假" in told
    listed = client.get(page).text
    assert "没有签到" in listed
    assert "请假" in listed
    with transaction():
        meeting_of(city.id, at.meeting_id).state = MeetingState.ARCHIVED
    assert officers_away(meeting_of(city.id, at.meeting_id)) == ()


def test_before_the_meeting_opens_only_leave_is_told(city: Place) -> None:
    rows = deputies(city, 2)
    held = meeting(city, in_term=db.session.get_one(Term, rows[0].term_id))
    staff = account(city, Role.STAFF)
    appoint(city, held.id, Post.SCRUTINEER, *map(actor_of, rows))
    assert officers_away(meeting_of(city.id, held.id)) == ()
    with transaction():
        enter_leave(staff, meeting_id=held.id, deputy_id=rows[0].id, reason="因病")
    (away,) = officers_away(meeting_of(city.id, held.id))
    assert (away.name, away.why) == (actor_of(rows[0]).name, "请假")


def test_how_a_scrutineer_signs_in_stands_where_he_is_appointed_and_where_his_key_is_waited_for(
    client: FlaskClient, city: Place
) -> None:
    at = hall(city, 2)
    appoint(city, at.meeting_id, Post.SCRUTINEER, at.deputies[1])
    sign_in(client, at.secretary)
    listed = client.get(f"/j/140900/congress/meetings/{at.meeting_id}").text
    assert "账号 140900:002" in listed
    assert "/sign-in" in listed
    key = ceremony_done(at.meeting_id, rehearsal=False)
    assert key is not None
    url = f"/j/140900/ceremony/{key.id}"
    assert "打开登录页" in client.get(url).text
    assert "打开登录页" not in sign_in(client.application.test_client(), at.scrutineers[0]).get(url).text
