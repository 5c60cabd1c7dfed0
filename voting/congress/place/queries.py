"""What the pages of places and units show: one function a page."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from voting.congress.place.facts import Gone, gone_units, units_of
from voting.congress.place.models import Jurisdiction
from voting.core.db import db
from voting.people.rules import Place


def as_place(row: Jurisdiction) -> Place:
    """Return a jurisdiction as others need it."""
    return Place(row.id, row.code, row.name, row.level, tuple(int(part) for part in row.path.split("/")))


def place_of(code: str) -> Place | None:
    """Return the place with this division code if it has a congress, else None."""
    row = db.session.scalar(
        select(Jurisdiction).where(Jurisdiction.code == code, Jurisdiction.has_congress.is_(True))
    )
    return None if row is None else as_place(row)


def places_below(place: Place) -> tuple[Place, ...]:
    """Return the congresses directly below a place, in the order of their codes."""
    asked = select(Jurisdiction).where(
        Jurisdiction.parent_id == place.id, Jurisdiction.has_congress.is_(True)
    )
    return tuple(as_place(row) for row in db.session.scalars(asked.order_by(Jurisdiction.code)))


def place_by_id(jurisdiction_id: int) -> Place:
    """Return the place with this id."""
    return as_place(db.session.get_one(Jurisdiction, jurisdiction_id))


@dataclass(frozen=True)
class UnitsPage:
    """The responsible units. units: id and name; gone: those whose work others have taken over."""

    place: Place
    units: tuple[tuple[int, str], ...]
    gone: tuple[Gone, ...]


def units_page(place: Place) -> UnitsPage:
    """Return the responsible units by name."""
    return UnitsPage(place, units_of(place.id), gone_units(place.id))
