from __future__ import annotations

import pytest

from tests.ballot.factories import Shared, appoint, hall, ordered
from tests.factories import account
from voting.ballot.ceremony.models import ceremony_done, trustees_of
from voting.ballot.order.models import Ballot, find_ballot
from voting.ballot.order.rules import BallotState
from voting.ballot.set_up import actions as set_up_actions
from voting.ballot.set_up import ordering
from voting.congress.meeting.facts import meeting_of
from voting.congress.meeting.rules import MeetingState
from voting.congress.place.rules import Post
from voting.core.db import db, transaction
from voting.core.errors import NotFound, RuleBroken, WrongMoment
from voting.people.rules import Place, Role

BEFORE = (MeetingState.DRAFT, MeetingState.METHOD_ADOPTED, MeetingState.CLOSED, MeetingState.ARCHIVED)


def put(at: Place, meeting_id: int, state: MeetingState) -> None:
    with transaction():
        meeting_of(at.id, meeting_id).state = state


@pytest.mark.parametrize("state", BEFORE)
def test_keys_are_made_only_by_scrutineers_whom_the_meeting_has_adopted(
    city: Place, state: MeetingState
) -> None:
    at = hall(city, 2)
    put(city, at.meeting_id, state)
    with pytest.raises(WrongMoment, match="名单"), transaction():
        ordering.begin_ceremony(at.secretary, at.meeting_id)


@pytest.mark.parametrize("state", BEFORE)
def test_a_box_is_sealed_only_while_the_list_stands(city: Place, state: MeetingState) -> None:
    at = hall(city, 2)
    uuid = ordered(at)
    put(city, at.meeting_id, state)
    with pytest.raises(WrongMoment, match="名单"), transaction():
        set_up_actions.set_up(at.secretary, uuid, Shared().take())
    assert find_ballot(uuid).state is BallotState.DRAFT


@pytest.mark.parametrize("state", [MeetingState.DRAFT, MeetingState.CLOSED])
def test_nothing_is_ordered_before_the_method_is_adopted(city: Place, state: MeetingState) -> None:
    at = hall(city, 2)
    put(city, at.meeting_id, state)
    with pytest.raises(WrongMoment, match="票决办法"), transaction():
        ordering.order_from_shortlist(at.secretary, at.meeting_id, "票决")


def test_a_meeting_has_one_main_ballot_until_it_is_void(city: Place) -> None:
    at = hall(city, 2)
    uuid = ordered(at)
    with pytest.raises(WrongMoment, match="已经登记"), transaction():
        ordering.order_from_shortlist(at.secretary, at.meeting_id, "票决")
    with transaction():
        set_up_actions.void(at.secretary, uuid, reason="印错了")
    with pytest.raises(WrongMoment, match="正式候选"), transaction():
        ordering.order_from_shortlist(at.secretary, at.meeting_id, "票决")


def test_only_a_scrutineer_on_the_meetings_list_takes_anothers_place(city: Place) -> None:
    at = hall(city, 2, size=3, threshold=2)
    ceremony = ceremony_done(at.meeting_id, rehearsal=False)
    assert ceremony is not None
    stranger = account(city, Role.SCRUTINEER)
    with pytest.raises(NotFound, match="名单"), transaction():
        ordering.replace_scrutineer(at.secretary, ceremony.id, 3, stranger.account_id or 0, reason="设备损坏")
    appoint(city, at.meeting_id, Post.SCRUTINEER, stranger)
    with transaction():
        again = ordering.replace_scrutineer(
            at.secretary, ceremony.id, 3, stranger.account_id or 0, reason="设备损坏"
        )
    assert [seat.account_id for seat in trustees_of(again)][2] == stranger.account_id


def test_a_second_round_follows_a_ballot_of_its_own_congress(city: Place, county: Place) -> None:
    at, neighbour = hall(city, 2), hall(county, 2)
    foreign = ordered(neighbour)
    for parent in (foreign, "NoSuchBallot11"):
        with pytest.raises(NotFound):
            ordered(at, parent_uuid=parent)
    own = ordered(at)
    assert find_ballot(ordered(at, parent_uuid=own)).parent_uuid == own
    with pytest.raises(RuleBroken, match="演练"):
        ordered(at, parent_uuid=own, rehearsal=True)


def test_a_round_follows_a_ballot_of_its_own_congress(city: Place, county: Place) -> None:
    at, elsewhere = hall(city), hall(county)
    theirs, before = ordered(elsewhere), db.session.query(Ballot).count()
    for parent in (theirs, "1ooMockBa11otQ"):
        with pytest.raises(NotFound):
            ordered(at, parent_uuid=parent)
    assert db.session.query(Ballot).count() == before
    first = ordered(at)
    assert find_ballot(ordered(at, parent_uuid=first)).parent_uuid == first


@pytest.mark.parametrize("rehearsed", [True, False])
def test_a_rehearsal_and_a_vote_do_not_follow_each_other(city: Place, *, rehearsed: bool) -> None:
    at = hall(city)
    parent = ordered(at, rehearsal=rehearsed)
    with pytest.raises(RuleBroken, match="不能前后相接"):
        ordered(at, parent_uuid=parent, rehearsal=not rehearsed)
