"""Hypothesis as the tests use it: no test rests on timing, for a busy machine is no fault of the program.

Without this profile it fails a property whose example takes 200 ms, or whose first examples take a second to make: so
`tests/tally/test_oracle.py` failed once on a machine that had other things to do (`tests/test_properties.py`).

The suite tries the same examples at each run, so that what it says of a commit is not chance; `make fuzz` looks for new
ones, and each that it finds becomes a test.

It stands here and not in conftest.py, so that a test without properties answers without loading it.
"""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

__all__ = [
    "HealthCheck",
    "Phase",
    "RuleBasedStateMachine",
    "given",
    "initialize",
    "invariant",
    "precondition",
    "rule",
    "run_state_machine_as_test",
    "settings",
    "st",
]

settings.register_profile(
    "suite", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
settings.load_profile("suite")
