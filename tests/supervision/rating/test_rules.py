"""The law of residents' ratings, without the program."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from voting.core.errors import WrongMoment
from voting.supervision.commitment.rules import CommitmentState
from voting.supervision.rating.rules import (
    BEGUN,
    Rateable,
    RatingCounts,
    RatingGrade,
    RatingThresholds,
    expect_open,
    origins_in,
)

pytestmark = pytest.mark.pure
DAY = date(2027, 7, 8)


def of(*counts: int) -> RatingCounts:
    return RatingCounts(dict(zip(RatingGrade, counts, strict=True)))


@pytest.mark.parametrize(
    ("counts", "tenths"),
    [
        ((0, 0, 0, 0, 0), 0),
        ((1, 0, 0, 0, 0), 1000),
        ((1, 1, 1, 1, 1), 600),
        ((2, 0, 0, 0, 1), 733),
        ((1, 2, 0, 0, 0), 867),
    ],
)
def test_the_mean_is_rounded_half_up_to_a_tenth(counts: tuple[int, ...], tenths: int) -> None:
    assert of(*counts).tenths == tenths


def test_a_mean_is_low_by_the_exact_fraction_and_only_where_enough_rated() -> None:
    rule = RatingThresholds(check_from=10, check_below=60)
    assert not of(0, 0, 10, 0, 0).is_low(rule)
    assert of(0, 0, 199, 1, 0).is_low(rule), "59.9 is below 60, however it is rounded"
    assert not of(0, 0, 0, 0, 9).is_low(rule)


@pytest.mark.parametrize("state", list(CommitmentState))
def test_a_project_is_rated_from_the_works_until_a_year_after_it_was_judged(state: CommitmentState) -> None:
    assert Rateable(state, True, None).is_open(DAY) == (state in BEGUN)
    assert not Rateable(state, False, None).is_open(DAY)
    assert Rateable(state, True, date(2026, 7, 8)).is_open(DAY) == (state in BEGUN)
    with pytest.raises(WrongMoment):
        expect_open(Rateable(state, True, date(2026, 7, 7)), DAY)


def test_origins_are_counted_as_far_as_they_are_known() -> None:
    first, later = datetime(2026, 7, 8, 2, tzinfo=UTC), datetime(2026, 7, 8, 17, tzinfo=UTC)
    assert origins_in([]) == 0
    assert origins_in([("a", first), ("a", first), ("b", first)]) == 2
    assert origins_in([("", first), ("", first), ("", later)]) == 2, "17:00 UTC is another day in China"
    assert origins_in([("", first), ("a", first), ("", later)]) == 2, (
        "what is forgotten of a day may be what is known of it"
    )


def test_low_grades_are_those_below_the_points_of_the_rule() -> None:
    assert RatingThresholds().low_grades == [RatingGrade.HARDLY, RatingGrade.NOT]
    assert RatingThresholds(check_below=20).low_grades == []
