"""The list is a township's here: its clerk is the clerk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from voting.people.rules import Actor, Place


@pytest.fixture
def clerk(township: Place) -> Actor:
    from tests.screening.factories import staff

    return staff(township)
