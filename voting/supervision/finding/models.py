"""Tables of findings."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    JSON,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Id, Table
from voting.supervision.commitment.models import of_commitment
from voting.supervision.finding.rules import FINDING, FindingState


class Finding(Table):
    """A problem that the supervision group found. unit_id: who must answer by due_on; published_at: None until it is answered."""

    __tablename__ = "finding"
    __table_args__ = (
        of_commitment(),
        UniqueConstraint("jurisdiction_id", "id"),
        Index(None, "jurisdiction_id", "unit_id"),
        Index(None, "jurisdiction_id", "commitment_id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    commitment_id: Mapped[int]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    title: Mapped[str] = mapped_column(String(120))
    due_on: Mapped[date]
    raised_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    state: Mapped[FindingState] = mapped_column(default=FINDING.start)
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class FindingPost(Table):
    """One contribution to a finding's thread. step: `raise` or the step of FINDING that it made."""

    __tablename__ = "finding_post"
    __table_args__ = (
        ForeignKeyConstraint(["jurisdiction_id", "finding_id"], ["finding.jurisdiction_id", "finding.id"]),
        Index(None, "jurisdiction_id", "finding_id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    finding_id: Mapped[int]
    step: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]
    photos: Mapped[list[str]] = mapped_column(JSON, default_factory=list)
