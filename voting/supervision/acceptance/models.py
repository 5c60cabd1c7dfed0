"""Tables of acceptance and carry-over."""

from __future__ import annotations

from datetime import date

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Table
from voting.supervision.acceptance.rules import Result
from voting.supervision.commitment.models import of_commitment


class Acceptance(Table):
    """The year's result of a commitment, against the year plan. upkeep: who looks after it from now on; upkeep_until: and until when."""

    __tablename__ = "acceptance"
    __table_args__ = (of_commitment(),)

    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"), primary_key=True)
    commitment_id: Mapped[int] = mapped_column(primary_key=True)
    result: Mapped[Result]
    progress: Mapped[int]
    spent_fen: Mapped[int] = mapped_column(BigInteger)
    opinion: Mapped[str] = mapped_column(Text)
    on: Mapped[date]
    upkeep: Mapped[str] = mapped_column(Text, default="")
    upkeep_until: Mapped[date | None] = mapped_column(default=None)
