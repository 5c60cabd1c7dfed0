"""Tables of the hall screen."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Table


class HallMessage(Table):
    """The line that the presidium shows on the hall screen; an empty one is none."""

    __tablename__ = "hall_message"
    __table_args__ = (Index(None, "jurisdiction_id"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    text: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]
