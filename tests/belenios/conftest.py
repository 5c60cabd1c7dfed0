"""The room is pure: its tests need neither the program nor a database."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def fresh() -> None:
    """Replace the fixture that puts every other test inside an app context."""
