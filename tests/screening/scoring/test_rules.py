from fractions import Fraction

import pytest

from tests.properties import given, st
from voting.core.errors import RuleBroken, WrongMoment
from voting.screening.appraisal.criteria import CRITERIA, FULL
from voting.screening.scoring.rules import (
    SHEET,
    WIDE,
    Line,
    SheetState,
    check_line,
    check_whole,
    mean,
    spread,
)

pytestmark = pytest.mark.pure
KEYS = [one.key for one in CRITERIA]
WEIGHTS = dict(zip(KEYS, (40, 30, 20, 10), strict=True))


def of(*points: int | None, avoids: bool = False, reason: str = "") -> Line:
    return Line(project_id=1, points=dict(zip(KEYS, points, strict=True)), avoids=avoids, reason=reason)


def test_the_default_weights_make_a_hundred() -> None:
    assert sum(one.weight for one in CRITERIA) == FULL


@given(st.tuples(*(st.integers(-2, 45) for _ in CRITERIA)))
def test_points_are_taken_exactly_from_nought_to_the_weight(points: tuple[int, ...]) -> None:
    good = all(0 <= value <= most for value, most in zip(points, WEIGHTS.values(), strict=True))
    if good:
        check_line(of(*points), WEIGHTS)
        assert sum(points) <= FULL
    else:
        with pytest.raises(RuleBroken):
            check_line(of(*points), WEIGHTS)


@pytest.mark.parametrize(
    ("line", "whole"),
    [  # a line, and whether it may be handed in
        (of(1, 2, 3, 4), True),
        (of(0, 0, 0, 0), True),
        (of(1, 2, 3, None), False),
        (of(None, None, None, None, avoids=True), False),
        (of(None, None, None, None, avoids=True, reason="我在该项目的施工单位任职"), True),
    ],
)
def test_a_line_is_whole_with_four_points_or_a_reason_to_keep_away(line: Line, whole: bool) -> None:
    assert line.is_whole is whole
    if not whole:
        with pytest.raises(RuleBroken, match="1 个项目"):
            check_whole([line])


def test_another_criterion_is_none() -> None:
    with pytest.raises(RuleBroken):
        check_line(Line(project_id=1, points={"beauty": 3}), WEIGHTS)


@given(st.lists(st.integers(0, 100), min_size=1, max_size=9))
def test_a_mean_is_exact_and_within_the_spread(sums: list[int]) -> None:
    found, apart = mean(sums), spread(sums)
    assert found is not None
    assert apart is not None
    assert isinstance(found, Fraction)
    assert found * len(sums) == sum(sums)
    assert apart.lowest <= found <= apart.highest
    assert apart.is_wide == (max(sums) - min(sums) >= WIDE)
    assert (mean([]), spread([])) == (None, None)


def test_a_sheet_that_was_handed_in_is_changed_only_once_taken_back() -> None:
    with pytest.raises(WrongMoment):
        SHEET.after(SheetState.HANDED_IN, "save_sheet")
    assert SHEET.after(SheetState.HANDED_IN, "take_sheet_back") is SheetState.WRITTEN
