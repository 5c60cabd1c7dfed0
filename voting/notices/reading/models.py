"""How far the journal has been read."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Table


class Cursor(Table):
    """The number of the last line of a journal of which notices are written. Its row is the lock of who reads on."""

    __tablename__ = "notice_cursor"

    jurisdiction_id: Mapped[int] = mapped_column(
        ForeignKey("jurisdiction.id"), primary_key=True, autoincrement=False
    )
    number: Mapped[int] = mapped_column(default=0)
