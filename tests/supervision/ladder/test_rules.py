from datetime import date

import pytest

from voting.congress.working_days.rules import WorkingDays
from voting.supervision.ladder.rules import LADDERS, KeptLight, Rung, burning, next_step
from voting.supervision.light.rules import Light

pytestmark = pytest.mark.pure
DAYS = WorkingDays()
G, Y, R = Light.GREEN, Light.YELLOW, Light.RED


def _lights(*lights: Light) -> list[KeptLight]:
    return [KeptLight(month, light, date(2026, month + 1, 6)) for month, light in enumerate(lights, 1)]


@pytest.mark.parametrize(
    ("lights", "first"),
    [
        ((), None),
        ((G,), None),
        ((R, G), None),
        ((G, Y), (2, Y)),
        ((Y, Y, Y), (1, Y)),
        ((Y, R), (2, R)),
        ((R, R), (1, R)),
        ((R, Y), (2, Y)),
        ((R, Y, Y), (2, Y)),
        ((Y, R, Y), (3, Y)),
        ((R, Y, R), (3, R)),
        ((Y, G, Y), (3, Y)),
        ((R, Light.GREY), None),
    ],
)
def test_since_when_a_light_burns(lights: tuple[Light, ...], first: tuple[int, Light] | None) -> None:
    found = burning(_lights(*lights))
    assert (None if found is None else (found.month, found.light)) == first


def test_the_rungs_of_a_red_light_in_working_days() -> None:
    fire = KeptLight(1, R, date(2026, 2, 6))  # a Friday
    assert next_step(fire, {}, date(2026, 2, 5), DAYS) is None
    first = next_step(fire, {}, date(2026, 2, 6), DAYS)
    assert first is not None
    assert first.rung is Rung.UNIT
    reached = {Rung.UNIT: date(2026, 2, 6)}
    assert next_step(fire, reached, date(2026, 2, 10), DAYS) is None
    head = next_step(fire, reached, date(2026, 2, 11), DAYS)
    assert head is not None
    assert head.rung is Rung.HEAD
    off = WorkingDays(off=frozenset({date(2026, 2, 11)}))
    assert next_step(fire, reached, date(2026, 2, 11), off) is None


def test_a_rung_waits_for_the_one_below_it() -> None:
    """A light that is old when the ladder is first climbed asks nobody before who stands below him."""
    fire, late = KeptLight(1, R, date(2026, 2, 6)), date(2026, 11, 2)
    first = next_step(fire, {}, late, DAYS)
    assert first is not None
    assert first.rung is Rung.UNIT
    assert next_step(fire, {Rung.UNIT: late}, late, DAYS) is None


def test_a_ladder_ends() -> None:
    day = date(2026, 2, 6)
    everything = {step.rung: day for step in LADDERS[R]}
    assert next_step(KeptLight(1, R, day), everything, date(2026, 12, 1), DAYS) is None


def test_ladders_rise() -> None:
    for ladder in LADDERS.values():
        after = [step.after for step in ladder]
        assert after == sorted(set(after))
        assert ladder[0].rung is Rung.UNIT
