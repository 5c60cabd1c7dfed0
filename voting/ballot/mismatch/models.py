"""Table of what was said to differ."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from voting.ballot.mismatch.rules import Compared
from voting.core.db import Id, Table


class Mismatch(Table):
    """A scrutineer's word that what he compared is not the same; stands until he takes it back.

    index: his seat in the ceremony; ballot_uuid: of the box, None where the key itself is meant.
    """

    __tablename__ = "mismatch"
    __table_args__ = (
        ForeignKeyConstraint(["ceremony_id", "index"], ["trustee.ceremony_id", "trustee.index"]),
        Index(None, "jurisdiction_id", "meeting_id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    ceremony_id: Mapped[int]
    index: Mapped[int]
    ballot_uuid: Mapped[str | None] = mapped_column(ForeignKey("ballot.uuid"))
    compared: Mapped[Compared]
    said_at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None] = mapped_column(default=None)
