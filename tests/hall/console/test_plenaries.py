"""Several plenary meetings of one session: check-in, quorum and shows of hands in each, on console and hall screen."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests.ballot.factories import hall, opened, ready
from tests.hall.factories import Console, console, console_of
from voting.audit.models import Entry
from voting.ballot.figures.facts import figures_numbered
from voting.congress.attendance.actions import check_in, leave
from voting.congress.attendance.models import Attendance
from voting.congress.meeting.facts import plenaries_of, plenary_of
from voting.congress.meeting.models import MeetingAct
from voting.congress.meeting.rules import MeetingState, PlenaryState
from voting.core.db import db, transaction
from voting.demonstration import vote
from voting.hall.blueprint import screen_key
from voting.people.rules import Place

ALL = {"approve": "4", "oppose": "0", "abstain": "0"}
TOO_FEW = {"approve": "2", "oppose": "1", "abstain": "1"}


def screen_of(app: Flask, made: Console) -> str:
    with app.test_request_context():
        key = screen_key(made.meeting_id)
    return app.test_client().get(f"/j/{made.place.code}/hall/screens/{made.meeting_id}/{key}/").text


@pytest.mark.parametrize("rehearsal", [False, True])
def test_a_motion_that_fails_is_recorded_shown_and_can_be_moved_again(
    app: Flask, city: Place, *, rehearsal: bool
) -> None:
    made = console(app, city, rehearsal=rehearsal)
    assert made.step("confirm_quorum") == 303
    assert "民生实事项目票决办法（草案）" in screen_of(app, made)
    assert "现在表决，请举手" in screen_of(app, made)
    assert made.step("adopt_method", **TOO_FEW) == 303
    assert made.meeting.state is MeetingState.DRAFT
    act = db.session.scalars(select(MeetingAct).where(MeetingAct.step == "adopt_method")).one()
    assert (act.approve, act.oppose, act.abstain, act.carried, act.plenary) == (2, 1, 1, False, 1)
    told = "举手表决：赞成 2，反对 1，弃权 1，未通过"
    assert told in made.page()
    assert "可以再次提请表决" in made.page()
    shown = screen_of(app, made)
    assert "未通过" in shown
    assert "现在表决，请举手" in shown
    assert made.step("adopt_method", **ALL) == 303
    assert str(made.meeting.state) == "method_adopted"
    assert f"{told}；举手表决：赞成 4，反对 0，弃权 0，通过" in made.page()
    shown = screen_of(app, made)
    assert shown.index("通过") < shown.index("总监票人、监票人、计票人名单（草案）")
    lines = db.session.scalars(select(Entry.facts).where(Entry.event == "congress:meeting:step_taken")).all()
    assert [line["carried"] for line in lines] == [None, False, True]


@pytest.mark.parametrize("rehearsal", [False, True])
def test_no_hands_are_counted_below_the_quorum_or_before_it_is_declared(
    app: Flask, city: Place, *, rehearsal: bool
) -> None:
    made = console(app, city, rehearsal=rehearsal)
    assert made.step("adopt_method", **ALL) == 409
    assert made.step("confirm_quorum") == 303
    with transaction():
        for deputy_id in made.deputies[:2]:
            leave(made.staff, meeting_id=made.meeting_id, deputy_id=deputy_id)
    assert made.step("adopt_method", approve="2", oppose="0", abstain="0") == 409
    assert "在场人数不足法定人数" in made.page()
    with transaction():
        check_in(made.staff, meeting_id=made.meeting_id, deputy_id=made.deputies[0])
    answer = made.first.post(f"{made.url}/steps/adopt_method", data=ALL)
    assert answer.status_code == 422
    assert "举手人数 4 多于实到人数 3" in answer.text
    assert made.step("adopt_method", approve="3", oppose="0", abstain="0") == 303


def test_a_further_plenary_meeting_has_its_own_check_in_quorum_and_rest(app: Flask, city: Place) -> None:
    made = console(app, city)
    for step, form in (("confirm_quorum", {}), ("adopt_method", ALL), ("adopt_scrutineers", ALL)):
        assert made.step(step, **form) == 303
    assert made.step("rest") == 303
    assert "休会" in screen_of(app, made)
    assert made.step("resume") == 303
    assert made.step("convene") == 303
    assert made.meeting.plenary == 2
    assert [row.state for row in plenaries_of(made.meeting_id)] == [
        PlenaryState.RESTING,
        PlenaryState.CONVENED,
    ]
    page = made.page()
    assert "第一次全体会议：休会" in page
    assert "第二次全体会议：代表签到" in page
    assert "第二次全体会议" in screen_of(app, made)
    assert made.step("convene") == 409
    assert made.step("confirm_quorum") == 409  # nobody has checked in to the second
    with transaction():
        for deputy_id in made.deputies[:3]:
            check_in(made.staff, meeting_id=made.meeting_id, deputy_id=deputy_id)
    assert made.step("confirm_quorum") == 303
    second = plenary_of(made.meeting)
    assert (second.due, second.present) == (4, 3)
    assert len(db.session.scalars(select(Attendance)).all()) == 7
    assert "请监票人生成钥匙" in made.page()


def test_the_vote_counts_who_is_at_the_plenary_meeting_in_which_it_is_held(app: Flask, city: Place) -> None:
    at = hall(city, 4)
    seen = console_of(app, city, at.meeting_id, at.rows)
    assert seen.step("convene") == 303
    uuid = ready(at)
    assert seen.ask("open_voting", ballot=uuid) == 409
    with transaction():
        for row in at.rows[:3]:
            check_in(seen.staff, meeting_id=at.meeting_id, deputy_id=row.id)
    assert seen.step("confirm_quorum") == 303
    vote.open_voting(at.secretary, uuid)
    figures = figures_numbered(uuid)
    assert (figures.due, figures.present, figures.here) == (4, 3, 3)


def test_nobody_rests_or_convenes_while_ballots_are_out(app: Flask, city: Place) -> None:
    at = hall(city, 3)
    seen = console_of(app, city, at.meeting_id, at.rows)
    opened(at)
    assert seen.step("convene") == 409
    assert seen.step("rest") == 409
    assert "召开下一次全体会议" not in seen.page()


def test_the_quorum_is_taken_back_only_while_nothing_was_carried_on_it(app: Flask, city: Place) -> None:
    made = console(app, city)
    assert made.step("withdraw_quorum", note="数错") == 409
    made.step("confirm_quorum")
    made.step("adopt_method", **ALL)
    assert made.step("withdraw_quorum", note="数错") == 409
    assert made.step("withdraw_method", note="票数报错") == 303
    assert made.step("withdraw_quorum", note="数错") == 303
    assert plenary_of(made.meeting).due is None
