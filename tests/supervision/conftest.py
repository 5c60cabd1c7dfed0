"""People and one project under way, for the tests of supervision."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
import time_machine

if TYPE_CHECKING:
    from voting.congress.place.models import Unit
    from voting.people.rules import Actor, Place
    from voting.supervision.commitment.models import Commitment


@pytest.fixture
def july() -> Iterator[None]:
    """Stand on 8 July 2026, ten in the morning in China."""
    with time_machine.travel("2026-07-08T02:00:00Z", tick=False):
        yield


@pytest.fixture
def water(city: Place) -> Unit:
    from tests.factories import unit

    return unit(city, "市水利局")


@pytest.fixture
def staff(city: Place) -> Actor:
    from tests.factories import account
    from voting.people.rules import Role

    return account(city, Role.STAFF)


@pytest.fixture
def clerk(city: Place, water: Unit) -> Actor:
    from tests.factories import account
    from voting.people.rules import Role

    return account(city, Role.UNIT, unit=water)


@pytest.fixture
def group(city: Place) -> Actor:
    from tests.factories import account
    from voting.people.rules import Role

    return account(city, Role.SUPERVISION)


@pytest.fixture
def row(assigned: Commitment, clerk: Actor) -> Commitment:
    """A project of the water bureau whose plan is published."""
    from tests.supervision import factories as make

    return make.planned(clerk, assigned)


@pytest.fixture
def assigned(july: None, city: Place, staff: Actor, water: Unit) -> Commitment:
    """A project of the water bureau that was just taken in; no plan yet."""
    from tests.supervision import factories as make

    return make.commitment(staff, city, water)
