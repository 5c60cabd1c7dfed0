"""A tie is finished before the proclamation, or left to the next session: the whole course with real deeds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from tests.ballot.factories import Hall, appoint, choices, confirm_quorum
from tests.factories import check_in
from tests.hall.console.test_plenaries import screen_of
from tests.hall.factories import Console, console_of
from tests.tally.factories_count import Counting, confirmed
from voting.congress.meeting.actions import NewMeeting, open_meeting
from voting.congress.meeting.facts import meeting_of
from voting.congress.place.rules import Post
from voting.core.db import db, transaction
from voting.core.errors import RuleBroken, WrongMoment
from voting.demonstration import count, vote
from voting.people.rules import Place
from voting.tally.documents.queries import after
from voting.tally.next_ballot import actions as next_ballot
from voting.tally.outcome.queries import outcomes
from voting.tally.run.models import TallyRun, find_run
from voting.tally.run.rules import TallyState

TIED = ((0, 1), (0, 2), (0, 1), (0, 2), (0, 1), (0, 2), (1, 2))
"""Project 1 is chosen; 2 and 3 tie for the second place, with four votes of seven each."""
DEFER = {"approve": "6", "oppose": "1", "abstain": "0", "note": "会期已满"}


def tied(app: Flask, at: Place) -> tuple[Counting, Console]:
    """A vote with a tie that the presidium has confirmed, and the console."""
    found = confirmed(at, votes=TIED)
    return found, console_of(app, at, found.hall.meeting_id, found.hall.rows)


def voted(hall: Hall, uuid: str) -> None:
    """Hold the vote among the tied, which the first of them wins."""
    vote.set_up(hall.secretary, uuid)
    vote.open_voting(hall.secretary, uuid)
    for deputy in hall.deputies[:4]:
        vote.vote(uuid, deputy, choices((0,), 2))
    vote.close(hall.secretary, uuid)


def carried_through(found: Counting, hall: Hall, uuid: str) -> None:
    """Count a closed ballot up to the presidium's confirmation."""
    count.open_box(uuid, hall.holders)
    count.step(uuid, "count", found.secretary, hall.scrutineers[0])
    count.sign(uuid, hall.holders)
    count.step(uuid, "confirm", found.secretary, found.chair)


def announce(found: Counting, uuid: str, number: int) -> None:
    count.step(uuid, "announce", found.secretary, found.chair, {"number": number})


def run_of(uuid: str) -> TallyRun:
    db.session.rollback()
    return find_run(uuid, None)


def proclaimed(at: Place, uuid: str) -> list[str]:
    chosen: list[str] = after(at, uuid, "proclamation", None).facts["chosen"]
    return chosen


def test_a_tie_is_voted_on_and_then_one_proclamation_names_all_projects(app: Flask, city: Place) -> None:
    found, seen = tied(app, city)
    shown = screen_of(app, seen)
    assert "末位有 2 个项目同得 4 票" in shown
    assert outcomes(city.id, 2026) == ()
    assert app.test_client().get(f"/j/{city.code}/ballots/{found.uuid}").status_code == 404
    with pytest.raises(WrongMoment, match="先再次票决"):
        announce(found, found.uuid, 1)
    with transaction():
        uuid = next_ballot.order_next(found.secretary, found.uuid)
    assert seen.step("set_up", ballot=uuid) == 409  # the first result is read out before its screen goes
    assert seen.step("declare", ballot=found.uuid) == 303
    assert seen.step("declare", ballot=found.uuid) == 409
    assert "末位有 2 个项目同得 4 票" in screen_of(app, seen)  # until the next box is closed
    due = seen.page().split('data-swap="next"')[1].split("各代表团")[0]
    assert f'name="ballot" value="{uuid}"' in due
    assert "/steps/set_up" in due
    assert "零票：票箱内" not in due  # that was said of the first box, which is full
    voted(found.hall, uuid)
    assert "票箱已封存" in screen_of(app, seen)
    with pytest.raises(WrongMoment, match="下一轮还没有经主席团确认"):
        announce(found, found.uuid, 1)
    carried_through(found, found.hall, uuid)
    assert "1 个项目获得通过" in screen_of(app, seen)
    announce(found, uuid, 1)
    first, second = run_of(found.uuid), run_of(uuid)
    assert (first.state, second.state) == (TallyState.ANNOUNCED, TallyState.ANNOUNCED)
    assert (first.number, second.number, first.announced_at) == (1, 1, second.announced_at)
    assert proclaimed(city, found.uuid) == proclaimed(city, uuid) == ["项目1", "项目2"]
    told = [line.title for one in outcomes(city.id, 2026) for line in one.lines if line.chosen]
    assert sorted(told) == ["项目1", "项目2"]
    for one in (found.uuid, uuid):
        assert app.test_client().get(f"/j/{city.code}/ballots/{one}").status_code == 200
    assert seen.step("close") == 303


def test_a_first_result_is_on_the_screen_though_the_next_box_was_sealed(app: Flask, city: Place) -> None:
    found, seen = tied(app, city)
    with transaction():
        uuid = next_ballot.order_next(found.secretary, found.uuid)
    voted(found.hall, uuid)  # behind the console's back, which refuses it
    assert "末位有 2 个项目同得 4 票" in screen_of(app, seen)
    assert seen.step("declare", ballot=found.uuid) == 303
    assert "票箱已封存" in screen_of(app, seen)


def test_the_congress_leaves_a_vote_to_its_next_session_which_has_a_proclamation_of_its_own(
    app: Flask, city: Place
) -> None:
    found, seen = tied(app, city)
    assert seen.step("defer", ballot=found.uuid, **{**DEFER, "note": ""}) == 422
    assert seen.step("defer", ballot=found.uuid, **{**DEFER, "approve": "3"}) == 303
    assert run_of(found.uuid).deferred is None
    assert "没有完成的票决留待下次会议举行" in screen_of(app, seen)
    assert "未通过" in screen_of(app, seen)
    assert seen.step("defer", ballot=found.uuid, **DEFER) == 303
    assert run_of(found.uuid).deferred == "会期已满"
    assert seen.step("take_back_deferral", ballot=found.uuid, note="记错了") == 303
    assert run_of(found.uuid).deferred is None
    assert seen.step("defer", ballot=found.uuid, **DEFER) == 303
    announce(found, found.uuid, 1)
    assert proclaimed(city, found.uuid) == ["项目1"]
    with pytest.raises(WrongMoment, match="先登记下次会议"), transaction():
        next_ballot.order_next(found.secretary, found.uuid)
    assert seen.step("close") == 303
    after_it = next_session(found)
    later = console_of(app, city, after_it.meeting_id, after_it.rows)
    assert "得票相等：再次票决" in later.page()
    with transaction():
        uuid = next_ballot.order_next(found.secretary, found.uuid)
    voted(after_it, uuid)
    carried_through(found, after_it, uuid)
    announce(found, uuid, 1)
    assert run_of(uuid).meeting_id == after_it.meeting_id
    assert proclaimed(city, uuid) == ["项目2"]
    assert proclaimed(city, found.uuid) == ["项目1"]
    told = [line.title for one in outcomes(city.id, 2026) for line in one.lines if line.chosen]
    assert sorted(told) == ["项目1", "项目2"]


def next_session(found: Counting) -> Hall:
    """The next session of the congress, in plenary meeting, with everybody here and a key of its own."""
    before, at = found.hall, found.hall.place
    own = meeting_of(at.id, before.meeting_id)
    with transaction():
        new = NewMeeting(
            term_id=own.term_id,
            year=2026,
            number=7,
            title="第七次会议",
            opens_on=date(2026, 6, 1),
            body=own.body,
        )
        meeting_id = open_meeting(before.secretary, place=at, new=new).id
    check_in(meeting_of(at.id, meeting_id), before.rows)
    confirm_quorum(at, meeting_id)
    appoint(at, meeting_id, Post.SCRUTINEER, *before.scrutineers)
    holders = vote.hold_ceremony(before.secretary, meeting_id, before.scrutineers, 1)
    return replace(before, meeting_id=meeting_id, holders=holders, uuid="")


def test_only_a_vote_that_is_owing_is_deferred_and_with_hands_that_carry(app: Flask, city: Place) -> None:
    found = confirmed(city)
    seen = console_of(app, city, found.hall.meeting_id, found.hall.rows)
    assert "留待下次会议" not in seen.page()
    assert seen.step("defer", ballot=found.uuid, **{**DEFER, "approve": "2"}) == 409
    assert "在会场宣布结果" not in seen.page()  # the single vote goes straight to its proclamation
    assert "发布公告" in seen.page()
    with pytest.raises(RuleBroken, match="公告的编号"):
        announce(found, found.uuid, 0)
    announce(found, found.uuid, 1)
