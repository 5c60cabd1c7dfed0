"""The sums of a ballot's figures: what follows from what went out and what lies in the box."""

from __future__ import annotations

import pytest

from tests.properties import given, st
from voting.ballot.figures.rules import BallotFigures, counted_present

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("figures", "issued", "uncast", "undrawn", "left_open"),
    [
        (BallotFigures(due=7, present=7, here=7, tablets=5, papers=2, cast=5), 7, 0, 0, False),
        (BallotFigures(due=50, present=49, here=49, tablets=24, cast=24), 24, 0, 25, True),
        (BallotFigures(due=3, present=3, here=3, tablets=2, cards=1, cast=2), 3, 1, 0, True),
        (BallotFigures(due=3, present=3, here=2, papers=3), 3, 0, 0, False),
    ],
)
def test_what_follows_from_the_figures(
    figures: BallotFigures, issued: int, uncast: int, undrawn: int, left_open: bool
) -> None:
    assert (figures.issued, figures.uncast, figures.undrawn, figures.left_open) == (
        issued,
        uncast,
        undrawn,
        left_open,
    )
    assert figures.everybody_drew is (undrawn == 0)


def test_nobody_here_is_not_everybody_drawn() -> None:
    assert not BallotFigures(due=5, present=0, here=0).everybody_drew


_heads = st.integers(0, 9)


@given(_heads, _heads, _heads, _heads)
def test_present_of_a_closed_ballot_is_never_more_than_were_due_or_ever_came(
    due: int, attended: int, present: int, received: int
) -> None:
    counted = counted_present(due=due, attended=attended, present=present, received=received)
    assert counted <= due
    assert counted <= max(attended, present)
    assert counted == min(due, max(attended, present), max(present, received))
