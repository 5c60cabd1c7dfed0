"""Tables of photographs."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    ForeignKey,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Table
from voting.supervision.commitment.models import of_commitment


class Photo(Table):
    """A picture taken on site, kept under its own hash. shown: part of something that is published."""

    __tablename__ = "supervision_photo"
    __table_args__ = (of_commitment(),)

    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"), primary_key=True)
    commitment_id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    kept_at: Mapped[datetime]
    shown: Mapped[bool] = mapped_column(default=False)
