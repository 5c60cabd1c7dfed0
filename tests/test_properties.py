"""A machine that stands still for a second fails no property; with Hypothesis's own settings it did."""

from __future__ import annotations

import time
from itertools import chain, repeat

import pytest

from tests.properties import Phase, given, settings, st

pytestmark = pytest.mark.pure
ONE, EACH = 1.2, 0.25
"""Seconds for which the machine has other things to do: Hypothesis allows one for the first ten together, 0.2 for each."""


def property_under(chosen: settings, making: float, holding: float) -> None:
    """Hold a property of which one example takes so long to make, and each so long to hold."""
    waits = chain([0.0, making], repeat(0.0))

    def made(number: int) -> int:
        time.sleep(next(waits))
        return number

    @settings(chosen, max_examples=3, database=None, phases=(Phase.generate,))
    @given(st.integers(0, 9).map(made))
    def holds(number: int) -> None:
        time.sleep(holding)
        assert number >= 0

    holds()


@pytest.mark.parametrize(("making", "holding"), [(ONE, 0.0), (0.0, EACH)])
def test_a_property_holds_on_a_loaded_machine(making: float, holding: float) -> None:
    property_under(settings(), making, holding)


@pytest.mark.parametrize(
    ("making", "holding", "told"), [(ONE, 0.0, "generation is slow"), (0.0, EACH, "deadline")]
)
def test_with_settings_of_its_own_it_would_not(making: float, holding: float, told: str) -> None:
    with pytest.raises(Exception, match=told):
        property_under(settings.get_profile("default"), making, holding)
