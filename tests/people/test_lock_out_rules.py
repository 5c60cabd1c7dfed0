"""How often a secret may be tried: worked values and properties of the pure rules."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.properties import given, st
from voting.people.lock_out_rules import (
    ALARM_FROM,
    AT_A_TABLET,
    FORGOTTEN,
    LOCKED,
    OUTSIDE,
    TRIES,
    Allowance,
    Attack,
    Failures,
    Spent,
    after_failure,
    after_spending,
    after_tries,
    alarming,
    at_present,
    used_up,
)

pytestmark = pytest.mark.pure
NOON = datetime(2027, 2, 20, 4, tzinfo=UTC)


def failed(times: int, apart: timedelta) -> tuple[Failures, datetime | None]:
    state, until = Failures(0, None), None
    for n in range(times):
        state, until = after_failure(state, NOON + n * apart)
    return state, until


def test_the_fifth_failure_in_a_row_locks_for_a_quarter_of_an_hour() -> None:
    assert failed(TRIES - 1, timedelta(seconds=1)) == (Failures(4, NOON + timedelta(seconds=3)), None)
    state, until = failed(TRIES, timedelta(seconds=1))
    assert (state.count, until) == (0, NOON + timedelta(seconds=4) + LOCKED)


def test_failures_an_hour_apart_are_forgotten() -> None:
    state, until = failed(40, FORGOTTEN)
    assert (state.count, until) == (1, None)


def test_an_allowance_is_used_up_and_comes_back_one_by_one() -> None:
    spent = Spent()
    for _ in range(OUTSIDE.most):
        assert not used_up(spent, OUTSIDE, NOON)
        spent = after_spending(spent, OUTSIDE, NOON)
    assert used_up(spent, OUTSIDE, NOON + OUTSIDE.back - timedelta(seconds=1))
    assert not used_up(spent, OUTSIDE, NOON + OUTSIDE.back)
    assert at_present(spent, OUTSIDE, NOON + 10 * OUTSIDE.back).count == OUTSIDE.most - 10
    assert at_present(spent, OUTSIDE, NOON + OUTSIDE.most * OUTSIDE.back) == Spent()


@given(st.lists(st.integers(0, 400), max_size=200), st.sampled_from([OUTSIDE, AT_A_TABLET]))
def test_no_more_is_let_through_than_the_allowance_and_what_came_back(
    pauses: list[int], allowed: Allowance
) -> None:
    spent, at, through = Spent(), NOON, 0
    for seconds in pauses:
        at += timedelta(seconds=seconds)
        if not used_up(spent, allowed, at):
            spent, through = after_spending(spent, allowed, at), through + 1
    assert through <= allowed.most + (at - NOON) // allowed.back
    assert 0 <= at_present(spent, allowed, at).count <= allowed.most


def test_a_clock_that_goes_back_gives_nothing_away() -> None:
    spent = after_spending(Spent(), AT_A_TABLET, NOON)
    assert at_present(spent, AT_A_TABLET, NOON - timedelta(days=1)).count == 1


def test_an_attack_is_told_from_thirty_tries_until_an_hour_without_any() -> None:
    attack = after_tries(None, ALARM_FROM - 1, NOON)
    assert not alarming(attack, NOON)
    later = NOON + timedelta(minutes=40)
    attack = after_tries(attack, 1, later)
    assert attack == Attack(ALARM_FROM, NOON, later)
    assert alarming(attack, later)
    assert not alarming(attack, later + FORGOTTEN)
    assert not alarming(None, NOON)
    assert after_tries(attack, 3, later + FORGOTTEN) == Attack(3, later + FORGOTTEN, later + FORGOTTEN)
