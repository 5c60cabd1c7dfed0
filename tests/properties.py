"""Hypothesis as the tests use it: no test rests on timing, for a busy machine is no fault of the program.

It stands here and not in conftest.py, so that a test without properties answers without loading it.
"""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

__all__ = ["HealthCheck", "Phase", "given", "settings", "st"]

settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")
