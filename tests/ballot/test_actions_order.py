from __future__ import annotations

import pytest

from tests.ballot.factories import Shared, hall, ordered
from voting.ballot import actions, actions_order
from voting.ballot.models import find_ballot
from voting.ballot.rules import BallotState
from voting.congress.queries import meeting_of
from voting.congress.rules import MeetingState
from voting.core.db import transaction
from voting.core.errors import WrongMoment
from voting.people.rules import Place

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
