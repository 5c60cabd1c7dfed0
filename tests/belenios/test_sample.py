"""抽验回执: the numbers and what follows from them, worked cases and what passes by chance."""

from __future__ import annotations

from math import comb

import pytest

from tests.properties import given, st
from voting.belenios import sample, statements
from voting.belenios.errors import DoesNotHold, Malformed
from voting.belenios.sample import SampleAnswer, SampleCount, SampleVerdict

MARKS = {
    "+": SampleAnswer.THERE,
    "-": SampleAnswer.GONE,
    "!": SampleAnswer.PROVEN,
    "o": SampleAnswer.UNCAST,
    "x": SampleAnswer.REFUSED,
    "?": SampleAnswer.UNKNOWN,
}


def held(answers: str, names: int = 40, ballots: int = 38) -> SampleCount:
    found = SampleCount(names, ballots)
    for mark in answers:
        assert found.verdict is SampleVerdict.MORE, f"{answers}: over at {mark}"
        found = found.after(MARKS[mark])
    return found


CASES = [
    # answers, names on the roll, ballots in the box, verdict
    ("", 40, 38, "more"),
    ("+++++", 40, 38, "more"),
    ("++++++", 40, 38, "passed"),
    ("+++++-", 40, 38, "passed"),
    ("x+++++", 40, 38, "passed"),
    ("++++--", 40, 38, "more"),
    ("++++-x" + "+" * 11, 40, 38, "more"),
    ("++++-x" + "+" * 12, 40, 38, "passed"),
    ("++++-x" + "++-", 40, 38, "failed"),
    ("+++---", 40, 38, "failed"),
    ("oo++++++", 40, 38, "passed"),
    ("ooo+++++", 40, 38, "passed"),  # the third 未投 is more than the numbers allow: a miss
    ("oooo++++", 40, 38, "more"),
    ("!", 40, 38, "stopped"),
    ("+++++!", 40, 38, "stopped"),
    ("?", 40, 38, "stopped"),
    ("+++", 3, 3, "passed"),  # fewer than six names: everybody is asked, and nobody may miss his ballot
    ("++-", 3, 3, "failed"),
    ("o++", 3, 2, "passed"),
    ("ooo", 3, 0, "passed"),  # an empty box
    ("", 0, 0, "passed"),
    ("++++--+", 7, 7, "passed"),  # everybody is asked: two misses of all
    ("++++---", 7, 7, "failed"),
]


@pytest.mark.parametrize(("answers", "names", "ballots", "verdict"), CASES)
def test_the_verdict_of_worked_samples(answers: str, names: int, ballots: int, verdict: str) -> None:
    assert held(answers, names, ballots).verdict == verdict


def test_a_half_false_box_passes_one_device_seven_times_in_sixty_four() -> None:
    """What stands in docs/threat-model.md."""
    first, passed = chances(0.5)
    assert first == pytest.approx(7 / 64)
    assert passed - first == pytest.approx(comb(6, 2) / 2**6 / 2**12)


@pytest.mark.parametrize(
    ("false", "one", "two"),
    [
        (0.9, 0.00006, 0),
        (0.75, 0.005, 0.00002),
        (0.5, 0.109, 0.012),
        (0.25, 0.543, 0.295),
        (0.1, 0.914, 0.835),
        (0.05, 0.984, 0.968),
    ],
)
def test_what_passes_by_chance_is_what_the_docs_say(false: float, one: float, two: float) -> None:
    _, passed = chances(false)
    assert passed == pytest.approx(one, rel=0.1)
    assert passed**2 == pytest.approx(two, rel=0.09, abs=1e-8)


def chances(false: float) -> tuple[float, float]:
    """How likely one device lets a large box pass of which so much is false: by the first six names, and in all."""
    chance = {SampleCount(10_000, 10_000): 1.0}
    passed = first = 0.0
    while chance:
        found: dict[SampleCount, float] = {}
        for state, p in chance.items():
            for answer, likely in ((SampleAnswer.THERE, 1 - false), (SampleAnswer.GONE, false)):
                after = state.after(answer)
                if after.verdict is SampleVerdict.MORE:
                    found[after] = found.get(after, 0) + p * likely
                elif after.verdict is SampleVerdict.PASSED:
                    passed += p * likely
                    first += p * likely if after.there + after.missed == sample.FIRST else 0
        chance = found
    return first, passed


@given(
    answers=st.lists(st.sampled_from(sorted(MARKS)), max_size=60), names=st.integers(0, 30), data=st.data()
)
def test_a_sample_comes_to_an_end_and_says_what_its_numbers_say(
    answers: list[str], names: int, data: st.DataObject
) -> None:
    ballots = data.draw(st.integers(0, names))
    told = iter(answers)
    called = [str(number) for number in range(names)]
    found = sample.hold(SampleCount(names, ballots), called, lambda _: MARKS[next(told, "+")])
    assert found.verdict is not SampleVerdict.MORE
    assert found.there + found.missed + found.uncast <= min(names, 18 + names - ballots)
    assert sample.parse(names, ballots, sample.write(found)) == found


def test_the_order_of_names_is_the_device_s_own() -> None:
    names = [str(number) for number in range(30)]
    orders = {tuple(sample.in_order_of_chance(names)) for _ in range(5)}
    assert len(orders) == 5
    assert all(sorted(order) == sorted(names) for order in orders)


@pytest.mark.parametrize(
    "text",
    [
        "6|0|0|failed",
        "5|0|0|passed",
        "4|2|0|passed",
        "0|0|0|more",
        "19|0|0|passed",
        "6|0|9|passed",
        "3|3|0|passed",
    ],
)
def test_a_verdict_that_does_not_follow_is_refused(text: str) -> None:
    with pytest.raises(DoesNotHold):
        sample.parse(40, 38, text)


@pytest.mark.parametrize(
    "text", ["", "6|0|passed", "06|0|0|passed", "6|-0|0|passed", "６|0|0|passed", "6|0|0|0|passed"]
)
def test_a_sample_of_another_form_is_malformed(text: str) -> None:
    with pytest.raises(Malformed):
        sample.parse(40, 38, text)


@pytest.mark.parametrize("text", ["", "roll", "roll|u", "share|u|x", "roll||x", "ROLL|u|x"])
def test_what_is_no_statement_is_malformed(text: str) -> None:
    with pytest.raises(Malformed):
        statements.parse(text)


@pytest.mark.parametrize("rest", ["|3", "ab|3", "A" * 64 + "|3", "a" * 64, "a" * 64 + "|", "a" * 64 + "|03"])
def test_a_roll_without_digest_or_number_is_malformed(rest: str) -> None:
    with pytest.raises(Malformed):
        statements.parse_roll(rest)
