"""Where a congress is in the loop, from what is known of it."""

from __future__ import annotations

import pytest

from voting.oversight.rules import STAGES, Coverage, KnownYear, Stage, coverage, stage_of

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("known", "stage"),
    [
        (KnownYear(), Stage.NONE),
        (KnownYear(call_opened=True), Stage.CALLING),
        (KnownYear(call_opened=True, call_closed=True), Stage.SCREENING),
        (KnownYear(list_begun=True), Stage.SCREENING),
        (KnownYear(list_begun=True, listed=True), Stage.LISTED),
        (KnownYear(listed=True, voting=True), Stage.VOTING),
        (KnownYear(listed=True, voting=True, projects=3), Stage.DECIDED),
        (KnownYear(projects=3, started=1), Stage.SUPERVISED),
        (KnownYear(projects=3, started=3, ended=2), Stage.SUPERVISED),
        (KnownYear(projects=3, started=3, ended=3), Stage.FINISHED),
    ],
)
def test_the_furthest_stage_counts(known: KnownYear, stage: Stage) -> None:
    assert stage_of(known) is stage


def test_every_stage_has_a_word_and_is_counted_once() -> None:
    assert set(STAGES) == set(Stage)
    assert coverage(Stage) == Coverage(adopted=3, on_the_way=4, none=1)
    assert coverage(Stage).all == len(Stage)
