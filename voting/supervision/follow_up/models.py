"""Tables of follow-up letters."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    ForeignKey,
    Index,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Id, Table
from voting.supervision.commitment.models import of_commitment


class FollowUp(Table):
    """A follow-up letter (督办函) to the unit, numbered within a year; answer: empty until it came."""

    __tablename__ = "follow_up"
    __table_args__ = (
        of_commitment(),
        UniqueConstraint("jurisdiction_id", "year", "number"),
        Index(None, "jurisdiction_id", "commitment_id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    commitment_id: Mapped[int]
    year: Mapped[int]
    number: Mapped[int]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    text: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date]
    sent_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
