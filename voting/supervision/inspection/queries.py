"""What pages show of inspections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from voting.core.db import db
from voting.supervision.commitment.facts import of
from voting.supervision.commitment.models import Commitment
from voting.supervision.inspection.models import Inspection


@dataclass(frozen=True)
class VisitRow:
    """A visit of the supervision group. people: how many went; praise, problem: empty where nothing was said."""

    on: date
    place: str
    people: int
    text: str
    photos: Sequence[str]
    began_at: time | None
    praise: str
    problem: str


def visit_rows(commitment: Commitment) -> list[VisitRow]:
    """Return the visits to a project, oldest first."""
    rows = db.session.scalars(of(Inspection, commitment).order_by(Inspection.on, Inspection.id))
    return [visit_row(row) for row in rows]


def visit_row(row: Inspection) -> VisitRow:
    """Return a visit as everybody reads it."""
    return VisitRow(
        on=row.on,
        place=row.place,
        people=row.people,
        text=row.text,
        photos=tuple(row.photos),
        began_at=row.began_at,
        praise=row.praise,
        problem=row.problem,
    )
