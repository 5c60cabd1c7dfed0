"""The four steps of a year in words: what is done, what runs, what is to come."""

from __future__ import annotations

from datetime import date

import pytest

from tests.properties import given, st
from voting.core.lifecycle import Progress
from voting.portal.home.rules import SEVERITY, YearFacts, worst, year_steps

pytestmark = pytest.mark.pure
TODAY = date(2026, 1, 28)
DONE, NOW, LATER = Progress.DONE, Progress.NOW, Progress.LATER


def courses(facts: YearFacts) -> list[Progress]:
    return [step.state for step in year_steps(facts)]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (YearFacts(year=2026), [LATER, LATER, LATER, LATER]),
        (YearFacts(year=2026, call_opened=True, closes_on=TODAY), [NOW, LATER, LATER, LATER]),
        (YearFacts(year=2026, call_opened=True, call_closed=True), [NOW, LATER, LATER, LATER]),
        (YearFacts(year=2026, listed=True, candidates=12, seats=10), [DONE, NOW, LATER, LATER]),
        (YearFacts(year=2026, listed=True, candidates=12, voting=True), [DONE, NOW, LATER, LATER]),
        (YearFacts(year=2026, listed=True, candidates=12, commitments=10), [DONE, DONE, NOW, LATER]),
        (YearFacts(year=2026, listed=True, commitments=10, ended=4, accepted=4), [DONE, DONE, NOW, NOW]),
        (YearFacts(year=2026, listed=True, commitments=10, ended=10, accepted=8), [DONE, DONE, DONE, DONE]),
    ],
)
def test_each_moment_of_the_year_has_its_steps(facts: YearFacts, expected: list[Progress]) -> None:
    assert courses(facts) == expected


facts = st.builds(
    YearFacts,
    year=st.just(2026),
    call_opened=st.booleans(),
    call_closed=st.booleans(),
    closes_on=st.one_of(st.none(), st.just(TODAY)),
    suggestions=st.integers(0, 2000),
    listed=st.booleans(),
    candidates=st.integers(0, 20),
    seats=st.integers(0, 20),
    voting=st.booleans(),
    announced_on=st.one_of(st.none(), st.just(TODAY)),
    commitments=st.integers(0, 20),
    ended=st.integers(0, 20),
    accepted=st.integers(0, 20),
    evaluated=st.integers(0, 20),
)


@given(facts)
def test_every_sentence_has_the_values_it_names(found: YearFacts) -> None:
    for step in year_steps(found):
        assert step.title
        assert "%(" not in step.says.text % step.says.values


@given(facts)
def test_before_an_announcement_no_sentence_tells_how_many_were_chosen(found: YearFacts) -> None:
    if not found.commitments and not found.announced_on:
        ballot = year_steps(found)[1]
        assert ballot.state is not DONE
        assert "chosen" not in ballot.says.values


@given(st.lists(st.sampled_from(sorted(SEVERITY))))
def test_the_worst_light_is_one_of_them_and_none_is_worse(lights: list[str]) -> None:
    found = worst(lights)
    if found is None:
        assert not lights
    else:
        assert found in lights
        assert all(SEVERITY[light] <= SEVERITY[found] for light in lights)
