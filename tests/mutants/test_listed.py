"""The list of mutants does not rot: every text still stands where it is changed, every test that is to bite exists."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.mutants import Mutant
from tests.mutants.listed import ALL

pytestmark = pytest.mark.pure
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("mutant", ALL, ids=lambda one: one.name)
def test_a_mutants_old_text_stands_exactly_once(mutant: Mutant) -> None:
    assert (ROOT / mutant.file).read_text(encoding="utf-8").count(mutant.old) == 1
    assert mutant.new != mutant.old


def test_every_mutant_has_a_name_of_its_own_and_tests_that_are_there() -> None:
    assert [name for name, times in Counter(one.name for one in ALL).items() if times > 1] == []
    named = {test.partition("::")[0] for one in ALL for test in one.bite}
    assert [file for file in sorted(named) if not (ROOT / file).is_file()] == []
    assert len(ALL) >= 80
