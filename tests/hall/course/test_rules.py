"""The order of acts follows the lives of meeting, ballot and tally, and nothing else."""

from __future__ import annotations

import pytest

from tests.properties import given, st
from voting.ballot.order.rules import BALLOT, BallotState
from voting.congress.meeting.rules import MEETING, MeetingState
from voting.core.lifecycle import Progress
from voting.hall.course.rules import (
    BALLOT_ACTS,
    IRREVERSIBLE,
    TITLES,
    Act,
    BallotCourse,
    Course,
    Scene,
    at_hand,
    drawn_with,
    draws,
    in_order,
    next_act,
    order_of_acts,
    scene_of,
)
from voting.tally.run.rules import TallyState

pytestmark = pytest.mark.pure


def ballot(state: BallotState = BallotState.DRAFT, uuid: str = "A", **more: object) -> BallotCourse:
    return BallotCourse(uuid=uuid, title=f"票决{uuid}", state=state, **more)  # type: ignore[arg-type]


def due(course: Course) -> Act | None:
    line = next_act(order_of_acts(course))
    return line.act if line else None


SESSION = {"meeting": MeetingState.QUORUM_CONFIRMED, "keys_made": True, "present": 3, "quorum": 2}


def session(*ballots: BallotCourse) -> Course:
    return Course(**SESSION, ballots=ballots)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("course", "act"),
    [
        (Course(meeting=MeetingState.DRAFT), Act.METHOD),
        (Course(meeting=MeetingState.METHOD_ADOPTED), Act.SCRUTINEERS),
        (Course(meeting=MeetingState.SCRUTINEERS_ADOPTED, quorum=2), Act.KEYS),
        (Course(meeting=MeetingState.SCRUTINEERS_ADOPTED, keys_made=True, present=1, quorum=2), Act.CHECK_IN),
        (Course(meeting=MeetingState.SCRUTINEERS_ADOPTED, keys_made=True, present=2, quorum=2), Act.QUORUM),
        (session(), Act.ORDER),
        (session(ballot()), Act.DRAW),
        (session(ballot(BallotState.READY)), Act.DRAW),
        (session(ballot(BallotState.READY, everybody_drew=True)), Act.OPEN),
        (session(ballot(BallotState.OPEN)), Act.CLOSE),
        (session(ballot(BallotState.CLOSED)), Act.RECONCILE),
        (session(ballot(BallotState.CLOSED, reconciled=True)), Act.UNSEAL),
        (session(ballot(BallotState.CLOSED, reconciled=True, tally=TallyState.OPENED)), Act.COUNT),
        (session(ballot(BallotState.CLOSED, reconciled=True, tally=TallyState.COUNTED)), Act.SIGN),
        (session(ballot(BallotState.CLOSED, reconciled=True, tally=TallyState.SIGNED)), Act.CONFIRM),
        (session(ballot(BallotState.CLOSED, reconciled=True, tally=TallyState.CONFIRMED)), Act.ANNOUNCE),
        (session(ballot(BallotState.CLOSED, reconciled=True, tally=TallyState.ANNOUNCED)), Act.END),
    ],
)
def test_the_next_act_follows_from_where_the_rooms_stand(course: Course, act: Act) -> None:
    assert due(course) is act


def test_a_closed_meeting_waits_for_the_archive_and_an_archived_one_for_nothing() -> None:
    done = ballot(BallotState.CLOSED, reconciled=True, tally=TallyState.ANNOUNCED)
    at_end = {**SESSION, "meeting": MeetingState.CLOSED, "ballots": (done,)}
    assert due(Course(**at_end)) is Act.ARCHIVE  # type: ignore[arg-type]
    assert due(Course(**{**at_end, "meeting": MeetingState.ARCHIVED})) is None  # type: ignore[arg-type]


def test_a_second_round_stands_behind_the_first_and_is_due_next() -> None:
    first = ballot(BallotState.CLOSED, "B", reconciled=True, tally=TallyState.ANNOUNCED)
    second = ballot(BallotState.DRAFT, "A", follows="B")
    other = ballot(BallotState.DRAFT, "C")
    assert [row.uuid for row in in_order((second, other, first))] == ["B", "A", "C"]
    lines = order_of_acts(session(second, first))
    assert next_act(lines) == lines[5 + len(BALLOT_ACTS) + 1]


def of_one_draw(first: BallotState, second: BallotState, **more: object) -> tuple[BallotCourse, BallotCourse]:
    """Two that are drawn together; the one whose title comes second is cast first."""
    return (
        ballot(first, "B", joint_draw=1, draw_place=1, **more),
        ballot(second, "A", joint_draw=1, draw_place=2, **more),
    )


@pytest.mark.parametrize(
    ("first", "second", "more", "act"),
    [
        (BallotState.DRAFT, BallotState.DRAFT, {}, Act.DRAW),
        (BallotState.READY, BallotState.DRAFT, {"everybody_drew": True}, Act.DRAW),
        (BallotState.READY, BallotState.READY, {"everybody_drew": True}, Act.OPEN),
        (BallotState.OPEN, BallotState.READY, {"everybody_drew": True}, Act.OPEN),
        (BallotState.OPEN, BallotState.OPEN, {}, Act.CLOSE),
        (BallotState.CLOSED, BallotState.OPEN, {"reconciled": True}, Act.CLOSE),
        (BallotState.CLOSED, BallotState.CLOSED, {"reconciled": True}, Act.UNSEAL),
    ],
)
def test_what_is_drawn_together_is_opened_and_closed_together(
    first: BallotState, second: BallotState, more: dict[str, object], act: Act
) -> None:
    pair = of_one_draw(first, second, **more)
    lines = order_of_acts(session(*pair))
    assert next_act(lines) == next(line for line in lines if line.act is act and line.ballot == "B")
    own = [(line.act, line.ballot) for line in lines if line.ballot]
    assert own[:5] == [
        (Act.ORDER, "B"),
        (Act.ORDER, "A"),
        (Act.DRAW, "B"),
        (Act.OPEN, "B"),
        (Act.CLOSE, "B"),
    ]
    assert [one for one in own if one[0] is Act.ANNOUNCE] == [(Act.ANNOUNCE, "B"), (Act.ANNOUNCE, "A")]


def test_a_void_ballot_leaves_its_draw_and_a_tie_of_one_comes_behind_both() -> None:
    first, second = of_one_draw(BallotState.CLOSED, BallotState.OPEN)
    gone = ballot(BallotState.VOID, "B", joint_draw=1, draw_place=1)
    assert drawn_with(second, (gone, second)) == [second]
    assert drawn_with(first, (second, first)) == [first, second]
    again = ballot(BallotState.DRAFT, "C", follows="B")
    assert draws((again, second, first)) == [[first, second], [again]]


def test_a_void_ballot_leaves_room_for_a_new_one() -> None:
    assert due(session(ballot(BallotState.VOID))) is Act.ORDER
    assert due(session(ballot(BallotState.CLOSED, tally=TallyState.VOID))) is Act.ORDER


def test_every_act_has_a_title_and_what_cannot_be_undone_is_named() -> None:
    assert set(TITLES) == set(Act)
    assert {Act.OPEN, Act.CLOSE, Act.ANNOUNCE, Act.ARCHIVE} <= IRREVERSIBLE


_courses = st.builds(
    Course,
    meeting=st.sampled_from(MeetingState),
    keys_made=st.booleans(),
    present=st.integers(0, 5),
    quorum=st.integers(0, 5),
    ballots=st.lists(
        st.builds(
            BallotCourse,
            uuid=st.sampled_from("ABC"),
            title=st.just("票决"),
            state=st.sampled_from(BallotState),
            everybody_drew=st.booleans(),
            reconciled=st.booleans(),
            tally=st.none() | st.sampled_from(TallyState),
            follows=st.none() | st.sampled_from("ABCX"),
            joint_draw=st.none() | st.just(1),
            draw_place=st.integers(0, 2),
        ),
        max_size=3,
        unique_by=lambda row: row.uuid,
    ).map(tuple),
)


@given(_courses)
def test_at_most_one_act_is_now_and_nothing_before_it_is_open(course: Course) -> None:
    states = [line.state for line in order_of_acts(course)]
    assert states.count(Progress.NOW) <= 1
    if Progress.NOW in states:
        at = states.index(Progress.NOW)
        assert set(states[:at]) <= {Progress.DONE}
        assert Progress.NOW not in states[at + 1 :]


def test_every_state_of_meeting_and_ballot_has_its_place() -> None:
    assert {state for pair in MEETING.steps.items() for state in (pair[0][0], pair[1])} == set(MeetingState)
    for state in set(BALLOT.steps.values()):
        assert order_of_acts(session(ballot(state)))


@pytest.mark.parametrize(
    ("row", "scene"),
    [
        (None, Scene.CHECK_IN),
        (ballot(), Scene.CHECK_IN),
        (ballot(BallotState.READY), Scene.DRAW),
        (ballot(BallotState.OPEN), Scene.VOTING),
        (ballot(BallotState.CLOSED), Scene.SEALED),
        (ballot(BallotState.CLOSED, tally=TallyState.SEALED), Scene.SEALED),
        (ballot(BallotState.CLOSED, tally=TallyState.COUNTED), Scene.COUNTING),
        (ballot(BallotState.CLOSED, tally=TallyState.CONFIRMED), Scene.COUNTING),
        (ballot(BallotState.CLOSED, tally=TallyState.ANNOUNCED), Scene.RESULT),
        (ballot(BallotState.VOID), Scene.CHECK_IN),
    ],
)
def test_the_screen_shows_the_scene_of_the_ballot_and_no_count_before_it_is_announced(
    row: BallotCourse | None, scene: Scene
) -> None:
    assert scene_of(row) is scene


def test_the_ballot_at_hand_is_the_one_under_way_else_the_last_announced() -> None:
    first = ballot(BallotState.CLOSED, "A", reconciled=True, tally=TallyState.ANNOUNCED)
    second = ballot(BallotState.READY, "B", follows="A")
    assert at_hand((first, second)) is second
    assert at_hand((first,)) is first
    assert at_hand(()) is None
