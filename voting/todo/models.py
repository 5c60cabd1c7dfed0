"""Tables of to-dos: none of them holds one. The addresses under which people read their calendars."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Table


class CalendarAddress(Table):
    """The address of a person's calendar, one at a time. token_sha256: of its secret part, which is kept nowhere."""

    __tablename__ = "calendar_address"

    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
