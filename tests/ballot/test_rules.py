from dataclasses import replace

import pytest

from tests.properties import given, st
from voting.ballot.ceremony.rules import CEREMONY, CeremonyState
from voting.ballot.order.rules import BALLOT, BallotState, expect_ballot
from voting.ballot.set_up.rules import SetUpReadiness, missing_before_open, missing_before_set_up
from voting.congress.ballot_rules.choices import Kind
from voting.core.errors import RuleBroken, WrongMoment

pytestmark = pytest.mark.pure

READY = SetUpReadiness(
    questions=3, seats=2, kind=Kind.CHOOSE, keys_made=True, set_up=True, cast=0, quorum_confirmed=True, present=3, quorum=2,
    rehearsal=False,
)  # fmt: skip


@given(st.lists(st.sampled_from(["set_up", "withdraw_set_up", "open", "close", "void"]), max_size=12))
def test_a_ballot_never_leaves_its_states_and_never_reopens(steps: list[str]) -> None:
    state, seen = BALLOT.start, [BALLOT.start]
    for step in steps:
        try:
            state = BALLOT.after(state, step)
        except WrongMoment:
            continue
        seen.append(state)
    assert seen.count(BallotState.OPEN) <= 1
    if BallotState.CLOSED in seen:
        assert set(seen[seen.index(BallotState.CLOSED) :]) <= {BallotState.CLOSED, BallotState.VOID}


def test_a_failed_ceremony_is_never_mended() -> None:
    assert CEREMONY.steps_from(CeremonyState.FAILED) == ()


def test_everything_stands_when_nothing_is_missing() -> None:
    assert missing_before_open(READY) == missing_before_set_up(READY) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"questions": 0}, "还没有候选项目。"),
        ({"seats": 4}, "应选数量多于候选项目数。"),
        ({"keys_made": False}, "监票人的开箱钥匙还没有生成并核对。"),
        ({"set_up": False}, "票箱还没有准备好。"),
        ({"cast": 1}, "票箱里已经有票，不是零票，不能开始投票。"),
        ({"quorum_confirmed": False}, "还没有确认法定人数。"),
        ({"present": 1}, "实到代表不足法定人数。"),
        (
            {"order_kept": True},
            "数据库的设置会在磁盘上留下投票的先后次序。请在服务器上运行 flask doctor，按它的提示改好设置。",
        ),
    ],
)
def test_each_missing_thing_is_named(change: dict[str, int], sentence: str) -> None:
    assert [one.what for one in missing_before_open(replace(READY, **change))] == [sentence]  # type: ignore[arg-type]


def test_a_rehearsal_needs_no_quorum() -> None:
    assert missing_before_open(replace(READY, rehearsal=True, quorum_confirmed=False, present=0)) == []


def test_a_rehearsal_may_leave_an_order() -> None:
    assert missing_before_open(replace(READY, rehearsal=True, order_kept=True)) == []


@pytest.mark.parametrize(
    ("kind", "projects", "seats"), [(Kind.CHOOSE, 3, 4), (Kind.CHOOSE, 3, 0), (Kind.EACH, 0, 1)]
)
def test_what_makes_no_ballot_is_refused(kind: Kind, projects: int, seats: int) -> None:
    with pytest.raises(RuleBroken):
        expect_ballot(kind, projects, seats)


def test_only_choosing_needs_as_many_projects_as_seats() -> None:
    expect_ballot(Kind.EACH, 3, 10)
    expect_ballot(Kind.CHOOSE, 3, 3)
