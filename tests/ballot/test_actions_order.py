from __future__ import annotations

import pytest

from tests.ballot.factories import Shared, appoint, hall, ordered
from tests.factories import account
from voting.ballot import actions, actions_order
from voting.ballot.models import ceremony_done, find_ballot, trustees_of
from voting.ballot.rules import BallotState
from voting.congress.queries import meeting_of
from voting.congress.rules import MeetingState, Post
from voting.core.db import transaction
from voting.core.errors import NotFound, WrongMoment
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
        actions_order.begin_ceremony(at.secretary, at.meeting_id)


@pytest.mark.parametrize("state", BEFORE)
def test_a_box_is_sealed_only_while_the_list_stands(city: Place, state: MeetingState) -> None:
    at = hall(city, 2)
    uuid = ordered(at)
    put(city, at.meeting_id, state)
    with pytest.raises(WrongMoment, match="名单"), transaction():
        actions.set_up(at.secretary, uuid, Shared().take())
    assert find_ballot(uuid).state is BallotState.DRAFT


@pytest.mark.parametrize("state", [MeetingState.DRAFT, MeetingState.CLOSED])
def test_nothing_is_ordered_before_the_method_is_adopted(city: Place, state: MeetingState) -> None:
    at = hall(city, 2)
    put(city, at.meeting_id, state)
    with pytest.raises(WrongMoment, match="票决办法"), transaction():
        actions_order.order_from_shortlist(at.secretary, at.meeting_id, "票决")


def test_a_meeting_has_one_main_ballot_until_it_is_void(city: Place) -> None:
    at = hall(city, 2)
    uuid = ordered(at)
    with pytest.raises(WrongMoment, match="已有选票"), transaction():
        actions_order.order_from_shortlist(at.secretary, at.meeting_id, "票决")
    with transaction():
        actions.void(at.secretary, uuid, reason="印错了")
    with pytest.raises(WrongMoment, match="正式候选"), transaction():
        actions_order.order_from_shortlist(at.secretary, at.meeting_id, "票决")


def test_only_a_scrutineer_on_the_meetings_list_takes_anothers_place(city: Place) -> None:
    at = hall(city, 2, size=3, threshold=2)
    ceremony = ceremony_done(at.meeting_id, rehearsal=False)
    assert ceremony is not None
    stranger = account(city, Role.SCRUTINEER)
    with pytest.raises(NotFound, match="名单"), transaction():
        actions_order.replace_scrutineer(
            at.secretary, ceremony.id, 3, stranger.account_id or 0, reason="设备损坏"
        )
    appoint(city, at.meeting_id, Post.SCRUTINEER, stranger)
    with transaction():
        again = actions_order.replace_scrutineer(
            at.secretary, ceremony.id, 3, stranger.account_id or 0, reason="设备损坏"
        )
    assert [seat.account_id for seat in trustees_of(again)][2] == stranger.account_id
