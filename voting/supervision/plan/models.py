"""Tables of the implementation plan."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ForeignKey,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Id, Table
from voting.supervision.commitment.models import BigFen, of_commitment


class Plan(Table):
    """A published implementation plan; a revision is a new number, older ones stay readable.

    reason: why it was revised, empty of the first; steps: its milestones as published, {title, starts_on, due_on,
    weight}, None of plans from before this was kept.
    """

    __tablename__ = "commitment_plan"
    __table_args__ = (of_commitment(), UniqueConstraint("jurisdiction_id", "commitment_id", "number"))

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    commitment_id: Mapped[int]
    number: Mapped[int]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    target: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date]
    planned_fen: Mapped[int] = mapped_column(BigFen)
    funding: Mapped[str] = mapped_column(Text)
    safeguards: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text, default="")
    steps: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True), default=None)
