"""Who works at screening: a clerk of the city, his browser, a lead unit. A file whose clerk is another says so itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from voting.congress.place.models import Unit
    from voting.people.rules import Actor, Place


@pytest.fixture
def clerk(city: Place) -> Actor:
    from tests.screening.factories import staff

    return staff(city)


@pytest.fixture
def lead(city: Place) -> Unit:
    from tests.factories import unit

    return unit(city)


@pytest.fixture
def desk(client: FlaskClient, clerk: Actor) -> FlaskClient:
    from tests.factories import sign_in

    return sign_in(client, clerk)
