"""Tables of the ladder."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Table, named_enum
from voting.supervision.commitment.models import of_commitment
from voting.supervision.ladder.rules import Rung
from voting.supervision.light.rules import Light


class LadderStep(Table):
    """A rung that was reached, for good. month: from which the light burns; due_on: by when somebody says what was done.

    account, by, settled_at: what was done, signed as in public; by empty: the light went out before, or the work rested or ended.
    """

    __tablename__ = "ladder_step"
    __table_args__ = (of_commitment(), CheckConstraint("month BETWEEN 1 AND 12", name="month"))

    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"), primary_key=True)
    commitment_id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[int] = mapped_column(primary_key=True)
    light: Mapped[Light] = mapped_column(named_enum(Light, "ladder_light"), primary_key=True)
    rung: Mapped[Rung] = mapped_column(primary_key=True)
    reached_on: Mapped[date]
    due_on: Mapped[date]
    account: Mapped[str] = mapped_column(Text, default="")
    by: Mapped[str] = mapped_column(String(80), default="")
    settled_at: Mapped[datetime | None] = mapped_column(default=None)
