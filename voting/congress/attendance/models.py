"""Tables of attendance."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Table


class Attendance(Table):
    """A deputy's check-in at a plenary meeting, by its number. left_at: he has gone; a new check-in clears it."""

    __tablename__ = "attendance"
    __table_args__ = (Index(None, "jurisdiction_id"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    deputy_id: Mapped[int] = mapped_column(ForeignKey("deputy.id"), primary_key=True)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    checked_in_at: Mapped[datetime]
    plenary: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    present: Mapped[bool] = mapped_column(default=True)
    left_at: Mapped[datetime | None] = mapped_column(default=None)
