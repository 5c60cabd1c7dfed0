"""Tables of leave."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Table


class LeaveOfAbsence(Table):
    """That a deputy asked for leave of a meeting. taken_back_at: it no longer stands.

    A deputy who comes after `entered_at` ends his leave by coming; nothing is written here for it (`facts.on_leave`).
    """

    __tablename__ = "leave_of_absence"

    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"), primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    deputy_id: Mapped[int] = mapped_column(ForeignKey("deputy.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(200))
    entered_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    entered_at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None] = mapped_column(default=None)
