from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from tests.properties import given, st
from voting.core.errors import RuleBroken
from voting.people.rules import Level
from voting.screening.appraisal.criteria import CHECKLIST
from voting.screening.appraisal.rules import Conclusions, missing_in_conclusions
from voting.screening.dossier.states import ProjectState
from voting.screening.shortlist.chain import approval_word
from voting.screening.shortlist.rules import (
    ApprovalKind,
    ListCount,
    check_after,
    check_chosen,
    check_count,
    missing_before_decide_list,
    missing_before_name_preliminary,
    missing_before_review_list,
    surplus,
)

pytestmark = pytest.mark.pure
GOOD = Conclusions(
    answers={item.key: "yes" if item.must else "no" for item in CHECKLIST},
    feasibility="可行",
    lawful=True,
    affordable=True,
)
DAY = date(2027, 1, 10)
COUNT = ListCount(decided_on=DAY, due=41, present=40, approve=21)


def test_good_conclusions_lack_nothing_and_none_lack_all() -> None:
    assert missing_in_conclusions(GOOD) == []
    assert len(missing_in_conclusions(None)) == 1


@pytest.mark.parametrize("item", CHECKLIST, ids=lambda item: item.key)
@pytest.mark.parametrize("answer", ["unknown", "wrong way"])
def test_each_line_of_the_checklist_can_stop_a_project(item: object, answer: str) -> None:
    line = next(one for one in CHECKLIST if one is item)
    wrong = answer if answer == "unknown" else ("no" if line.must else "yes")
    found = missing_in_conclusions(replace(GOOD, answers={**GOOD.answers, line.key: wrong}))
    assert [one.what for one in found] == [line.question]


@pytest.mark.parametrize("field", ["feasibility", "lawful", "affordable"])
def test_each_opinion_is_needed(field: str) -> None:
    assert len(missing_in_conclusions(replace(GOOD, **{field: ""}))) == 1  # type: ignore[arg-type]


@given(st.integers(1, 60), st.integers(0, 120), st.integers(0, 100))
def test_the_surplus_warns_exactly_below_the_percentage(seats: int, more: int, percent: int) -> None:
    found = surplus(seats + more, seats, percent)
    assert found.count == more
    assert found.warning == (Fraction(more, seats) < Fraction(percent, 100))


def test_twelve_for_ten_is_twenty_per_cent() -> None:
    assert surplus(12, 10, 10).percent == 20
    assert surplus(5, 3, 10).percent == 67  # as the ballot method prints it
    assert surplus(9, 8, 10).percent == 13
    assert not surplus(11, 10, 10).warning
    assert surplus(10, 10, 10).warning


def test_a_list_names_each_project_once_and_enough_of_them() -> None:
    check_chosen([3, 1, 2], 3)
    with pytest.raises(RuleBroken, match="两次"):
        check_chosen([1, 1, 2], 2)
    with pytest.raises(RuleBroken, match="少于应选数量"):
        check_chosen([1, 2], 3)


def test_more_than_half_of_all_members_must_be_in_favour() -> None:
    check_count(COUNT)
    with pytest.raises(RuleBroken, match="没有通过"):
        check_count(replace(COUNT, approve=20))


@pytest.mark.parametrize(
    "wrong",
    [
        {"present": 42},
        {"due": 0},
        {"present": 20, "approve": 20},
        {"oppose": 20},
        {"approve": 41},
    ],
)
def test_a_count_that_cannot_be_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(RuleBroken):
        check_count(replace(COUNT, **wrong))  # type: ignore[arg-type]


def test_approvals_follow_one_another_and_are_not_in_the_future() -> None:
    check_after(DAY, DAY, DAY)
    check_after(DAY, None, DAY)
    with pytest.raises(RuleBroken, match="今天"):
        check_after(date(2027, 1, 11), None, DAY)
    with pytest.raises(RuleBroken, match="上一环节"):
        check_after(date(2027, 1, 9), DAY, DAY)


@pytest.mark.parametrize(
    ("missing", "state"),
    [
        (missing_before_name_preliminary, ProjectState.APPRAISED),
        (missing_before_review_list, ProjectState.PRELIMINARY),
        (missing_before_decide_list, ProjectState.REVIEWED),
    ],
)
def test_each_approval_needs_as_many_projects_as_seats(missing: object, state: ProjectState) -> None:
    assert callable(missing)
    assert missing([state] * 3, 3) == []
    assert len(missing([state] * 2 + [ProjectState.FORMED], 3)) == 1


def test_the_township_presidium_reviews_where_there_is_no_standing_committee() -> None:
    assert "常委会" in approval_word(ApprovalKind.REVIEW, Level.COUNTY)
    assert "主席团" in approval_word(ApprovalKind.REVIEW, Level.TOWNSHIP)
