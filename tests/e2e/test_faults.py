"""A small run of bench/faults.py: the program is killed in the middle of voting and no receipt is left without a ballot."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import faults

pytestmark = [pytest.mark.slow, pytest.mark.pure]


def test_twenty_cast_while_the_program_and_its_web_process_are_killed(tmp_path: Path) -> None:
    with faults.served(tmp_path) as (service, _):
        found = faults.play(service, people=19, kills=2, seed=20)
    assert found.kills == ("program", "web process")
    assert found.receipts == 20
    assert found.again > 0  # the kills were felt
    assert (found.mismatches, found.roll_wrong, found.counts_wrong, found.unlike) == (0, 0, 0, 0)
    assert found.orphans == 0
