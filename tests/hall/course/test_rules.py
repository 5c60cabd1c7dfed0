"""The order of acts follows the lives of meeting, ballot and tally, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from tests.properties import given, st
from voting.ballot.order.rules import BALLOT, BallotState
from voting.congress.meeting.rules import MEETING, MeetingState, PlenaryState
from voting.core.lifecycle import Progress
from voting.hall.course.acts import ACTS, IRREVERSIBLE, ROW_OF
from voting.hall.course.moment import Act, BallotCourse, Course, PlenaryCourse
from voting.hall.course.rules import (
    Scene,
    at_hand,
    drawn_with,
    draws,
    in_order,
    next_act,
    order_of_acts,
    scene_now,
    scene_of,
)
from voting.tally.run.rules import TallyState

pytestmark = pytest.mark.pure


def ballot(state: BallotState = BallotState.DRAFT, uuid: str = "A", **more: object) -> BallotCourse:
    return BallotCourse(uuid=uuid, title=f"票决{uuid}", state=state, **more)  # type: ignore[arg-type]


def due(course: Course) -> Act | None:
    line = next_act(order_of_acts(course))
    return line.act if line else None


SITS = PlenaryCourse(1, PlenaryState.SITTING)
SESSION = {
    "meeting": MeetingState.SCRUTINEERS_ADOPTED,
    "plenaries": (SITS,),
    "keys_made": True,
    "present": 3,
    "quorum": 2,
}
RESULT: dict[str, Any] = {"reconciled": True, "tally": TallyState.CONFIRMED, "undeclared": True}


def session(*ballots: BallotCourse, **more: object) -> Course:
    return Course(**{**SESSION, **more}, ballots=ballots)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("course", "act"),
    [
        (Course(meeting=MeetingState.DRAFT, quorum=2), Act.CHECK_IN),
        (Course(meeting=MeetingState.DRAFT, present=1, quorum=2), Act.CHECK_IN),
        (Course(meeting=MeetingState.DRAFT, present=2, quorum=2), Act.QUORUM),
        (Course(meeting=MeetingState.DRAFT, plenaries=(SITS,)), Act.METHOD),
        (Course(meeting=MeetingState.METHOD_ADOPTED, plenaries=(SITS,)), Act.SCRUTINEERS),
        (Course(meeting=MeetingState.SCRUTINEERS_ADOPTED, plenaries=(SITS,)), Act.KEYS),
        (session(), Act.ORDER),
        (session(ballot()), Act.DRAW),
        (session(ballot(BallotState.READY)), Act.DRAW),
        (session(ballot(BallotState.READY, everybody_drew=True)), Act.OPEN),
        (session(ballot(BallotState.OPEN)), Act.CLOSE),
        (session(ballot(BallotState.CLOSED)), Act.RECONCILE),
        (session(ballot(BallotState.CLOSED, reconciled=True)), Act.SAMPLE),
        (session(ballot(BallotState.CLOSED, reconciled=True, small=True, accepted=False)), Act.CONSENT),
        (session(ballot(BallotState.CLOSED, reconciled=True, small=True)), Act.SAMPLE),
        (session(ballot(BallotState.CLOSED, reconciled=True, sampled=True)), Act.UNSEAL),
        (
            session(ballot(BallotState.CLOSED, reconciled=True, sampled=True, tally=TallyState.SEALED)),
            Act.UNSEAL,
        ),
        (session(ballot(BallotState.CLOSED, reconciled=True, tally=TallyState.OPENED)), Act.COUNT),
        (session(ballot(BallotState.CLOSED, reconciled=True, tally=TallyState.COUNTED)), Act.SIGN),
        (session(ballot(BallotState.CLOSED, reconciled=True, tally=TallyState.SIGNED)), Act.CONFIRM),
        (session(ballot(BallotState.CLOSED, reconciled=True, tally=TallyState.CONFIRMED)), Act.ANNOUNCE),
        (session(ballot(BallotState.CLOSED, **RESULT, owes=True)), Act.DECLARE),
        (session(ballot(BallotState.CLOSED, **RESULT), ballot(uuid="B")), Act.DECLARE),
        (session(ballot(BallotState.CLOSED, **{**RESULT, "undeclared": False}, owes=True)), Act.FURTHER),
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
    due = next_act(lines)
    assert due is not None
    assert (due.act, due.ballot) == (Act.DRAW, "A")
    told = [line.ballot for line in lines if line.act is Act.ANNOUNCE]
    assert told == ["A"]  # one proclamation, behind the last round


def test_a_tie_is_voted_on_before_anything_is_proclaimed() -> None:
    first = ballot(BallotState.CLOSED, "A", reconciled=True, tally=TallyState.CONFIRMED)
    second = ballot(BallotState.CLOSED, "B", follows="A", reconciled=True, tally=TallyState.SIGNED)
    assert due(session(first, second)) is Act.CONFIRM
    over = ballot(BallotState.CLOSED, "B", follows="A", reconciled=True, tally=TallyState.CONFIRMED)
    assert due(session(first, over)) is Act.ANNOUNCE


def test_a_further_plenary_meeting_checks_in_anew_and_keeps_what_the_first_has_done() -> None:
    plenaries = (PlenaryCourse(1, PlenaryState.RESTING), PlenaryCourse(2))
    adopted = {Act.METHOD: 1, Act.SCRUTINEERS: 1}
    course = session(plenaries=plenaries, adopted=adopted, present=0)
    lines = order_of_acts(course)
    assert [line.act for line in lines if line.plenary == 1] == [
        Act.CHECK_IN,
        Act.QUORUM,
        Act.METHOD,
        Act.SCRUTINEERS,
        Act.KEYS,
        Act.REST,
    ]
    assert [line.act for line in lines if line.plenary == 2][:4] == [
        Act.CONVENE,
        Act.CHECK_IN,
        Act.QUORUM,
        Act.ORDER,
    ]
    assert due(course) is Act.CHECK_IN


def test_a_result_is_read_out_before_anything_takes_the_screen_from_it() -> None:
    first = ballot(BallotState.CLOSED, "A", **RESULT)
    sealed = ballot(BallotState.CLOSED, "B", follows="A")
    assert at_hand(session(first, sealed)) is first
    assert scene_now(session(first, sealed)) is Scene.RESULT
    told = ballot(BallotState.CLOSED, "A", reconciled=True, tally=TallyState.CONFIRMED)
    assert at_hand(session(told, sealed)) is sealed
    drawn = ballot(BallotState.OPEN, "B")
    assert at_hand(session(first, drawn)) is drawn
    again = session(first, plenaries=(SITS, PlenaryCourse(2)))
    assert at_hand(again) is first
    assert scene_now(session(told, plenaries=(SITS, PlenaryCourse(2)))) is Scene.CHECK_IN


def test_the_screen_shows_a_motion_while_one_is_put_and_after_it() -> None:
    draft = Course(meeting=MeetingState.DRAFT, plenaries=(SITS,))
    assert scene_now(draft) is Scene.MOTION
    assert scene_now(Course(meeting=MeetingState.DRAFT)) is Scene.CHECK_IN
    assert scene_now(session(adopted={Act.SCRUTINEERS: 1})) is Scene.MOTION
    assert scene_now(session(ballot(BallotState.READY), adopted={Act.SCRUTINEERS: 1})) is Scene.DRAW


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
        (BallotState.CLOSED, BallotState.CLOSED, {"reconciled": True}, Act.SAMPLE),
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
    assert [row.act for row in ACTS] == list(ROW_OF) == list(Act)
    assert {Act.OPEN, Act.CLOSE, Act.ANNOUNCE, Act.ARCHIVE} <= IRREVERSIBLE


_courses = st.builds(
    Course,
    meeting=st.sampled_from(MeetingState),
    plenaries=st.lists(st.sampled_from(PlenaryState), min_size=1, max_size=3).map(
        lambda states: tuple(PlenaryCourse(n, state) for n, state in enumerate(states, 1))
    ),
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
            undeclared=st.booleans(),
            owes=st.booleans(),
            plenary=st.none() | st.integers(1, 3),
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
        (ballot(BallotState.CLOSED, tally=TallyState.SIGNED), Scene.COUNTING),
        (ballot(BallotState.CLOSED, tally=TallyState.CONFIRMED), Scene.RESULT),
        (ballot(BallotState.CLOSED, tally=TallyState.ANNOUNCED), Scene.RESULT),
        (ballot(BallotState.VOID), Scene.CHECK_IN),
    ],
)
def test_the_screen_shows_the_scene_of_the_ballot_and_no_count_before_it_is_confirmed(
    row: BallotCourse | None, scene: Scene
) -> None:
    assert scene_of(row) is scene


def test_the_ballot_at_hand_is_the_one_under_way_else_the_last_result() -> None:
    first = ballot(BallotState.CLOSED, "A", reconciled=True, tally=TallyState.ANNOUNCED)
    second = ballot(BallotState.READY, "B", follows="A")
    assert at_hand(session(first, second)) is second
    assert at_hand(session(first)) is first
    assert at_hand(session()) is None
