"""The bad days of the hall, each as it would happen, and what is true afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from tests.ballot.factories import appoint, choices, hall, make_cards, opened
from tests.ballot.play import Device, Tablet
from tests.factories import account, sign_in
from tests.tally.factories_count import closed
from voting.ballot.ceremony.models import find_ceremony
from voting.ballot.ceremony.rules import CeremonyState
from voting.ballot.order.models import find_ballot
from voting.ballot.order.rules import BallotState
from voting.ballot.sealed import box
from voting.congress.attendance.actions import check_in, leave
from voting.congress.attendance.models import Attendance
from voting.congress.place.rules import Post
from voting.core.clock import now
from voting.core.db import db, transaction
from voting.core.errors import NotAllowed, RuleBroken, WrongMoment
from voting.demonstration import count
from voting.hall.console import actions as console_actions
from voting.hall.console.actions import Wish
from voting.people.rules import Place, Role
from voting.tally.documents.contents import remarks
from voting.tally.documents.queries import counted
from voting.tally.run.models import TallyRun


def close_by_two(place: Place, meeting_id: int, uuid: str) -> None:
    """The chair and the secretariat close the ballot at the console."""
    first, second = account(place, Role.STAFF), account(place, Role.CHAIR)
    with transaction():
        wish = Wish(meeting_id=meeting_id, step="close_voting", ballot=uuid, acknowledged=True)
        request = console_actions.ask(first, place, wish).number
    with transaction():
        after = console_actions.confirm(second, place, request)
    assert after is not None
    after()


def test_the_chair_closes_while_ballots_are_on_their_way(app: Flask, city: Place) -> None:
    """Each ballot is in with a receipt or refused; what the screen counts is what has a receipt."""
    made = hall(city, 4)
    uuid = opened(made)
    tablets = [Tablet(app, uuid, deputy) for deputy in made.deputies]
    bodies = []
    for tablet in tablets:
        assert tablet.draw()[0] == 200
        bodies.append(tablet.seal(choices([0])))
    assert tablets[0].hand_in(bodies[0])[0] == 201
    ends: list[int] = []
    barrier = Barrier(4)

    def post(tablet: Tablet, raw: str) -> None:
        barrier.wait()
        ends.append(tablet.hand_in(raw)[0])

    def close() -> None:
        with app.app_context():
            barrier.wait()
            close_by_two(city, made.meeting_id, uuid)

    threads = [Thread(target=post, args=pair) for pair in zip(tablets[1:], bodies[1:], strict=True)]
    threads.append(Thread(target=close))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    ballot = find_ballot(uuid)
    assert ballot.state is BallotState.CLOSED
    assert set(ends) <= {201, 409, 503}
    assert ballot.cast == 1 + ends.count(201) == box.count(uuid)
    for tablet, raw in zip(tablets[1:], bodies[1:], strict=True):
        assert tablet.hand_in(raw)[0] in {200, 409}  # asked again, the answer is the same for ever
    db.session.rollback()
    assert box.count(uuid) == ballot.cast


@pytest.mark.parametrize("off", [timedelta(days=1), timedelta(days=-1)])
def test_a_tablet_whose_clock_is_a_day_off_votes_all_the_same(
    app: Flask, city: Place, off: timedelta
) -> None:
    made = hall(city, 3)
    uuid = opened(made)
    with time_machine.travel(now() + off):
        tablet = Tablet(app, uuid)
        raw = tablet.seal(choices([1]))
        tablet_s_work = tablet.credential
    sign_in(tablet.client, made.deputies[0])
    assert tablet.credential is tablet_s_work
    assert tablet.draw()[0] == 200
    assert tablet.hand_in(raw)[0] == 201


def test_a_deputy_leaves_the_quorum_is_lost_and_comes_back(app: Flask, city: Place) -> None:
    made = hall(city, 3)
    uuid = vote_ready(made)
    staff = account(city, Role.STAFF)
    wish = Wish(meeting_id=made.meeting_id, step="open_voting", ballot=uuid)
    for deputy in made.rows[:2]:
        with transaction():
            leave(staff, meeting_id=made.meeting_id, deputy_id=deputy.id)
    with pytest.raises(WrongMoment, match="法定人数"), transaction():
        console_actions.ask(staff, city, wish)
    with transaction():
        check_in(staff, meeting_id=made.meeting_id, deputy_id=made.rows[0].id)
    with transaction():
        assert console_actions.ask(staff, city, wish).payload["step"] == "open_voting"


def vote_ready(made: object) -> str:
    from tests.ballot.factories import Hall, ready

    assert isinstance(made, Hall)
    return ready(made)


def test_a_scrutineers_device_dies_between_two_rounds_and_another_takes_over(app: Flask, city: Place) -> None:
    """His key file goes on on another device; without it the ceremony is given up and begun anew."""
    made = hall(city, 1)
    seats = [account(city, Role.SCRUTINEER) for _ in range(3)]
    appoint(city, made.meeting_id, Post.SCRUTINEER, *seats)
    from voting.ballot.ceremony.actions import begin, fail
    from voting.ballot.ceremony.facts import Seat

    with transaction():
        rows = [Seat(one.account_id or 0, one.name) for one in seats]
        ceremony = begin(made.secretary, made.meeting_id, rows, 2)
    devices = [Device(app, ceremony, one) for one in seats]
    for device in devices:
        assert device.certify()[0] == 200
    spare = Device(app, ceremony, seats[0])
    spare.keys = devices[0].keys
    devices[0] = spare
    for deed in ("deal", "finish", "confirm"):
        for device in devices:
            assert getattr(device, deed)()[0] == 200
    db.session.rollback()
    assert find_ceremony(ceremony, city.id).state is CeremonyState.DONE
    with transaction():
        fail(made.secretary, ceremony, reason="监票人一的设备和钥匙文件都坏了")
    db.session.rollback()
    assert find_ceremony(ceremony, city.id).state is CeremonyState.FAILED


def test_with_one_scrutineer_gone_the_others_open_the_box(app: Flask, city: Place) -> None:
    found = closed(city, size=3, threshold=2)
    count.open_box(found.uuid, found.hall.holders[1:])
    assert found.run.counts is not None


def test_a_ballot_whose_figures_are_known_is_not_voided_at_the_console(city: Place) -> None:
    found = closed(city, votes=((0,), (0,), (1,)))
    staff, chair = account(city, Role.STAFF), account(city, Role.CHAIR)
    wish = Wish(meeting_id=found.hall.meeting_id, step="void", ballot=found.uuid, note="结果不合意")
    with transaction():
        request = console_actions.ask(staff, city, wish).number
    count.open_box(found.uuid, found.hall.holders)
    with pytest.raises(WrongMoment, match="计票室"), transaction():
        console_actions.confirm(chair, city, request)
    with transaction():
        console_actions.withdraw(staff, city, request)
    with pytest.raises(WrongMoment, match="计票室"), transaction():
        console_actions.ask(staff, city, wish)
    assert find_ballot(found.uuid).state is BallotState.CLOSED


def test_more_returned_than_issued_voids_the_whole_vote_and_a_new_one_may_follow(
    app: Flask, city: Place
) -> None:
    found = closed(city, votes=((0,), (0,), (1,)))
    with transaction():
        ballot = find_ballot(found.uuid)
        ballot.issued = 2
    from voting.congress.meeting.facts import meeting_of
    from voting.hall.course.facts import state_of
    from voting.hall.course.moment import Act
    from voting.hall.course.rules import next_act, order_of_acts

    state = state_of(city, meeting_of(city.id, found.hall.meeting_id))
    due = next_act(order_of_acts(state.course))
    assert due is not None
    assert due.act is Act.RECONCILE
    first, second = account(city, Role.STAFF), account(city, Role.CHAIR)
    wish = Wish(meeting_id=found.hall.meeting_id, step="void", ballot=found.uuid, note="收回多于发出")
    with transaction():
        request = console_actions.ask(first, city, wish).number
    with transaction():
        console_actions.confirm(second, city, request)
    db.session.rollback()
    assert find_ballot(found.uuid).state is BallotState.VOID
    assert db.session.get(TallyRun, found.uuid) is None
    state = state_of(city, meeting_of(city.id, found.hall.meeting_id))
    due = next_act(order_of_acts(state.course))
    assert due is not None
    assert due.act is Act.ORDER


def test_cards_that_cannot_be_found_are_written_off_by_two_persons_and_printed(
    app: Flask, city: Place
) -> None:
    """Until then the box is not handed over; the report says how many there were."""
    made = hall(city, 3)
    uuid = opened(made)
    make_cards(app, made, 2)
    staff, chair = account(city, Role.STAFF), account(city, Role.CHAIR)
    wish = Wish(meeting_id=made.meeting_id, step="write_off_cards", ballot=uuid, note="散会时遗失")
    with pytest.raises(WrongMoment, match="停止投票以后"), transaction():
        console_actions.ask(staff, city, wish)
    close_by_two(city, made.meeting_id, uuid)
    assert db.session.get(TallyRun, uuid) is None
    with pytest.raises(RuleBroken, match="理由"), transaction():
        console_actions.ask(staff, city, replace(wish, note=" "))
    with pytest.raises(NotAllowed), transaction():
        console_actions.take(staff, city, wish)
    with transaction():
        request = console_actions.ask(staff, city, wish).number
    page = (
        sign_in(app.test_client(), chair).get(f"/j/{city.code}/hall/meetings/{made.meeting_id}/console").text
    )
    assert "登记无法收回的票卡" in page
    with transaction():
        after = console_actions.confirm(chair, city, request)
    assert after is not None
    after()
    assert db.session.get(TallyRun, uuid) is not None
    assert find_ballot(uuid).cards_lost == 2
    with pytest.raises(WrongMoment, match="都有着落"), transaction():
        console_actions.ask(staff, city, wish)
    count.open_box(uuid, made.holders)
    run = db.session.get_one(TallyRun, uuid)
    assert any("票卡 2 张" in text for text in remarks(counted(run)))


def test_the_server_restarts_in_the_middle_of_voting(app: Flask, city: Place) -> None:
    """A new process on the same data: who has drawn casts, who has cast gets the same receipt."""
    from voting.app import create_app

    made = hall(city, 3)
    uuid = opened(made)
    before, waiting = Tablet(app, uuid, made.deputies[0]), Tablet(app, uuid, made.deputies[1])
    first = before.vote(choices([0]))
    assert waiting.draw()[0] == 200
    sealed = waiting.seal(choices([1]))
    cast = before.seal(choices([0]))
    fresh = create_app(app.extensions["settings"])
    for tablet in (before, waiting):
        tablet.booth = fresh.test_client(use_cookies=False)
    try:
        assert first[0] == 201
        assert before.hand_in(cast)[0] == 409  # another ballot for a spent token stays refused
        assert waiting.hand_in(sealed)[0] == 201
        assert waiting.hand_in(sealed)[0] == 200
    finally:
        fresh.extensions["verifiers"].stop()
        with fresh.app_context():
            db.session.remove()
            db.engine.dispose()
    db.session.rollback()
    assert box.count(uuid) == 2


def test_two_desks_leave_one_line(app: Flask, city: Place) -> None:
    made = hall(city, 2)
    staff = account(city, Role.STAFF)
    for _ in range(2):
        with transaction():
            arrival = check_in(staff, meeting_id=made.meeting_id, deputy_id=made.rows[0].id)
        assert arrival.before is not None
    rows = select(func.count()).select_from(Attendance).where(Attendance.deputy_id == made.rows[0].id)
    assert db.session.scalar(rows) == 1
