"""What the pages of giving work to a unit show: one function a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from voting.congress.place.facts import units_of
from voting.congress.place.models import Unit
from voting.core.db import db
from voting.people.rules import Place
from voting.supervision.commitment.facts import TakenOver, handovers_of, one_of, unit_of
from voting.supervision.commitment.models import Commitment
from voting.supervision.finding.models import Finding
from voting.supervision.finding.rules import FindingState
from voting.supervision.follow_up.models import FollowUp
from voting.supervision.opinion.models import Opinion
from voting.supervision.opinion.rules import UNJUDGED


@dataclass(frozen=True)
class UnitPage:
    """The choice of a responsible unit. units: id and name; before: from whom to whom the project went."""

    place: Place
    commitment: Commitment
    units: Sequence[tuple[int, str]]
    before: Sequence[TakenOver]


@dataclass(frozen=True)
class SuccessorPage:
    """The choice of who takes over from a unit, and what goes along."""

    place: Place
    unit: Unit
    units: Sequence[tuple[int, str]]
    commitments: int
    findings: int
    letters: int
    opinions: int


def unit_page(place: Place, commitment_id: int) -> UnitPage:
    """Return the units that may answer for a commitment."""
    row = one_of(Commitment, place.id, commitment_id)
    return UnitPage(place, row, units_of(place.id), handovers_of(row))


def successor_page(place: Place, unit_id: int) -> SuccessorPage:
    """Return who may take over from a unit, and how much; NotFound for another place's."""
    unit = unit_of(place.id, unit_id)

    def count(table: type[Commitment | Finding | FollowUp | Opinion], *more: object) -> int:
        asked = select(func.count()).select_from(table)
        asked = asked.where(table.jurisdiction_id == place.id, table.unit_id == unit.id, *more)  # type: ignore[arg-type]
        return db.session.scalar(asked) or 0

    return SuccessorPage(
        place=place,
        unit=unit,
        units=[one for one in units_of(place.id) if one[0] != unit.id],
        commitments=count(Commitment),
        findings=count(Finding, Finding.state != FindingState.CLOSED),
        letters=count(FollowUp, FollowUp.answered_at.is_(None)),
        opinions=count(Opinion, Opinion.state.in_(UNJUDGED)),
    )
