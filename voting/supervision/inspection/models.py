"""Tables of inspections."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Id, Table
from voting.supervision.commitment.models import of_commitment


class Inspection(Table):
    """A visit of the supervision group (视察). people: how many went; began_at: None where nobody wrote it down.

    praise, problem: what is done well, what is not, empty where nothing was said.
    """

    __tablename__ = "inspection"
    __table_args__ = (
        of_commitment(),
        CheckConstraint("people > 0", name="people"),
        Index(None, "jurisdiction_id", "commitment_id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    commitment_id: Mapped[int]
    on: Mapped[date]
    place: Mapped[str] = mapped_column(String(120))
    people: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime]
    photos: Mapped[list[str]] = mapped_column(JSON, default_factory=list)
    began_at: Mapped[time | None] = mapped_column(default=None)
    praise: Mapped[str] = mapped_column(Text, default="")
    problem: Mapped[str] = mapped_column(Text, default="")
