"""Tables of commitments."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Id, Table
from voting.supervision.commitment.rules import COMMITMENT, CommitmentState

BigFen = BigInteger


class Commitment(Table):
    """A project that the deputies chose, to be carried out in a year.

    project_id: screening's Project; ballot_uuid: the ballot that chose it; text_sha256: of the text as voted.
    voted_*: as voted, never changed; target, planned_fen, due_on: as they stand after proclaimed changes.
    lead_unit: the name as voted; unit_id: who reports, None until somebody is assigned.
    carried_to: the project that an unfinished one became in next year's screening.
    """

    __tablename__ = "commitment"
    __table_args__ = (
        UniqueConstraint("jurisdiction_id", "year", "project_id"),
        UniqueConstraint("jurisdiction_id", "id"),
        CheckConstraint("voted_fen >= 0 AND planned_fen >= 0", name="money"),
        Index(None, "jurisdiction_id", "unit_id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    year: Mapped[int]
    project_id: Mapped[int] = mapped_column(ForeignKey("screening_project.id"))
    ballot_uuid: Mapped[str] = mapped_column(String(64))
    ordinal: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text)
    text_sha256: Mapped[str] = mapped_column(String(64))
    lead_unit: Mapped[str] = mapped_column(String(80))
    voted_target: Mapped[str] = mapped_column(Text)
    voted_fen: Mapped[int] = mapped_column(BigFen)
    voted_due_on: Mapped[date]
    target: Mapped[str] = mapped_column(Text)
    planned_fen: Mapped[int] = mapped_column(BigFen)
    due_on: Mapped[date]
    taken_at: Mapped[datetime]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), default=None)
    carried_to: Mapped[int | None] = mapped_column(ForeignKey("screening_project.id"), default=None)
    state: Mapped[CommitmentState] = mapped_column(default=COMMITMENT.start)
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


def of_commitment() -> ForeignKeyConstraint:
    """Return the key that ties a row to a commitment of the same jurisdiction."""
    return ForeignKeyConstraint(
        ["jurisdiction_id", "commitment_id"], ["commitment.jurisdiction_id", "commitment.id"]
    )


class Milestone(Table):
    """A step of the plan. weight: its share of the work; until_plan: the revision that dropped it."""

    __tablename__ = "milestone"
    __table_args__ = (
        of_commitment(),
        CheckConstraint("weight BETWEEN 1 AND 100", name="weight"),
        CheckConstraint("starts_on <= due_on", name="dates"),
        Index(None, "jurisdiction_id", "commitment_id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    commitment_id: Mapped[int]
    ordinal: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    starts_on: Mapped[date]
    due_on: Mapped[date]
    weight: Mapped[int]
    since_plan: Mapped[int] = mapped_column(default=1)
    until_plan: Mapped[int | None] = mapped_column(default=None)


class Dated(Protocol):
    """Whatever says a step of the work, from the voted text or from a plan."""

    @property
    def title(self) -> str: ...
    @property
    def starts_on(self) -> date: ...
    @property
    def due_on(self) -> date: ...
    @property
    def weight(self) -> int: ...


def milestone_of(commitment: Commitment, ordinal: int, step: Dated, since_plan: int) -> Milestone:
    """Return a step as the plan of this number has it, 0 for the voted text; not yet stored."""
    return Milestone(
        jurisdiction_id=commitment.jurisdiction_id,
        commitment_id=commitment.id,
        ordinal=ordinal,
        title=step.title,
        starts_on=step.starts_on,
        due_on=step.due_on,
        weight=step.weight,
        since_plan=since_plan,
    )


class SubItem(Table):
    """A part of a bundled project with a quantity of its own. quantity, measure: 310, 公里."""

    __tablename__ = "sub_item"
    __table_args__ = (
        of_commitment(),
        CheckConstraint("quantity > 0", name="quantity"),
        Index(None, "jurisdiction_id", "commitment_id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    commitment_id: Mapped[int]
    ordinal: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    quantity: Mapped[int]
    measure: Mapped[str] = mapped_column(String(20))
    unit_name: Mapped[str] = mapped_column(String(80), default="")
    place: Mapped[str] = mapped_column(String(120), default="")


class WorkHandover(Table):
    """A commitment that went from one unit to another, with what was open of it: findings, letters. reason: may be empty."""

    __tablename__ = "work_handover"
    __table_args__ = (
        of_commitment(),
        CheckConstraint("from_unit_id <> to_unit_id", name="another"),
        Index(None, "jurisdiction_id", "commitment_id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    commitment_id: Mapped[int]
    from_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    to_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    findings: Mapped[int]
    letters: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
