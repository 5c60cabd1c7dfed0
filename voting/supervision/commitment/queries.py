"""What the pages of commitments show: one function a page."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from voting.core.db import db
from voting.people.rules import Place
from voting.supervision.commitment.facts import one_of
from voting.supervision.commitment.models import Commitment


@dataclass(frozen=True)
class CommitmentPage:
    """The frame of a form about one commitment."""

    place: Place
    commitment: Commitment


def commitment_page(place: Place, commitment_id: int) -> CommitmentPage:
    """Return the frame of a form; NotFound for another place's commitment."""
    return CommitmentPage(place, one_of(Commitment, place.id, commitment_id))


@dataclass(frozen=True)
class NamedCommitment:
    """What others may call a commitment, and who answers for it. title: as voted, so public."""

    id: int
    title: str
    unit_id: int | None
    project_id: int


def named_commitments(jurisdiction_id: int, ids: Collection[int]) -> tuple[NamedCommitment, ...]:
    """Return these commitments of a place, those that there are, by their number on the ballot."""
    asked = select(Commitment).where(Commitment.jurisdiction_id == jurisdiction_id, Commitment.id.in_(ids))
    rows = db.session.scalars(asked.order_by(Commitment.ordinal))
    return tuple(NamedCommitment(row.id, row.title, row.unit_id, row.project_id) for row in rows)


def is_chosen(jurisdiction_id: int, project_id: int) -> bool:
    """Tell whether a project of a place was chosen, and so is public for good."""
    asked = select(Commitment.id).where(
        Commitment.jurisdiction_id == jurisdiction_id, Commitment.project_id == project_id
    )
    return db.session.scalar(asked.limit(1)) is not None
