"""What pages show of inspections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from voting.core.db import db
from voting.supervision.commitment.facts import of
from voting.supervision.commitment.models import Commitment
from voting.supervision.inspection.models import Inspection


@dataclass(frozen=True)
class VisitRow:
    """A visit of the supervision group. people: how many went."""

    on: date
    place: str
    people: int
    text: str
    photos: Sequence[str]


def visit_rows(commitment: Commitment) -> list[VisitRow]:
    """Return the visits to a project, oldest first."""
    rows = db.session.scalars(of(Inspection, commitment).order_by(Inspection.on, Inspection.id))
    return [VisitRow(row.on, row.place, row.people, row.text, tuple(row.photos)) for row in rows]
