"""A reviewed list of three before two deputies; one unit leads all of it. `home`: a deputy's browser at home."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from voting.people.rules import Actor, Place


@dataclass(frozen=True)
class Room:
    """ids: the candidates in their order; asker, other: deputies at home; unit: somebody of the unit that leads."""

    place: Place
    ids: list[int]
    asker: Actor
    other: Actor
    unit: Actor


@pytest.fixture
def room(city: Place) -> Room:
    from dataclasses import replace

    from tests.factories import account, actor_of, deputies
    from tests.screening.factories import reviewed
    from voting.congress.place.models import Unit
    from voting.core.db import db
    from voting.people.rules import Role
    from voting.screening.dossier.models import Project

    ids = reviewed(city)
    lead = db.session.get_one(Project, ids[0]).lead_unit_id
    asker, other = (replace(actor_of(one), from_home=True) for one in deputies(city, 2))
    return Room(city, ids, asker, other, account(city, Role.UNIT, unit=db.session.get_one(Unit, lead)))


@pytest.fixture
def home(client: FlaskClient, room: Room) -> FlaskClient:
    from tests.factories import sign_in

    return sign_in(client, room.asker, home=True)
