"""Interleavings by model, not by luck: whole sittings in any order, with the power failing anywhere.

The suite plays three, always the same, on either database; `make fuzz` plays 250 others on each.
"""

from __future__ import annotations

import pytest
from flask import Flask

from tests.ballot.factories import share_keys
from tests.conftest import FEW
from tests.interleaved.machine import Machine
from tests.properties import HealthCheck, Phase, run_state_machine_as_test, settings
from tests.snapshots import image
from voting.people.rules import Place

pytestmark = pytest.mark.database
STEPS = 40
A_SITTING = 80
"""So many requests of `--fuzz` make one sitting more."""


def test_no_order_of_moves_and_power_cuts_costs_a_vote_or_tells_one(
    app: Flask, city: Place, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    share_keys(monkeypatch)
    here = type("Here", (Machine,), {"app": app, "place": city, "beginning": image()})
    how_many = request.config.getoption("--fuzz") // A_SITTING
    chosen = settings(
        derandomize=request.config.getoption("--fuzz") == FEW,
        max_examples=how_many,
        stateful_step_count=STEPS,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
    )
    run_state_machine_as_test(here, settings=chosen)
