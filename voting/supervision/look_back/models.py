"""Tables of looking back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Id, Table
from voting.supervision.commitment.models import of_commitment


class Voice(Table):
    """What somebody who made a suggestion says of the finished work: his last word. text: never public.

    answer, answered_at: what the office says to it, for him alone; empty and None until then, and again when he says something else.
    """

    __tablename__ = "look_back_voice"
    __table_args__ = (
        of_commitment(),
        UniqueConstraint("suggestion_id", "commitment_id"),
        Index(None, "jurisdiction_id", "commitment_id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    commitment_id: Mapped[int]
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("screening_suggestion.id"))
    solved: Mapped[bool]
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
