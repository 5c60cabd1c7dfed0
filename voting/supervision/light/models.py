"""Tables of lights."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Table, named_enum
from voting.supervision.commitment.models import of_commitment
from voting.supervision.light.rules import Light, Reason


class MonthLight(Table):
    """The light of a commitment in a month, kept for good. chosen: set by a person instead of the rule."""

    __tablename__ = "month_light"
    __table_args__ = (of_commitment(), CheckConstraint("month BETWEEN 1 AND 12", name="month"))

    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"), primary_key=True)
    commitment_id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[int] = mapped_column(primary_key=True)
    light: Mapped[Light]
    reason: Mapped[Reason]
    scheduled: Mapped[int]
    progress: Mapped[int]
    late: Mapped[int]
    computed_at: Mapped[datetime]
    chosen: Mapped[Light | None] = mapped_column(named_enum(Light, "chosen_light"), default=None)
    chosen_reason: Mapped[str] = mapped_column(Text, default="")
    chosen_by: Mapped[str] = mapped_column(String(80), default="")
    chosen_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def shown(self) -> Light:
        return self.chosen or self.light
