"""Tables of special inquiries."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Id, Table


class InquiryQuestion(Table):
    """A question of an inquiry and what was answered. promise_id: what the unit promised, None where it promised nothing."""

    __tablename__ = "inquiry_question"
    __table_args__ = (
        ForeignKeyConstraint(
            ["jurisdiction_id", "activity_id"],
            ["supervision_activity.jurisdiction_id", "supervision_activity.id"],
        ),
        ForeignKeyConstraint(
            ["jurisdiction_id", "promise_id"],
            ["supervision_opinion.jurisdiction_id", "supervision_opinion.id"],
        ),
        Index(None, "jurisdiction_id", "activity_id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    activity_id: Mapped[int]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    text: Mapped[str] = mapped_column(Text)
    reply: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime]
    promise_id: Mapped[int | None] = mapped_column(default=None)
