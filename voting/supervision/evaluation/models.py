"""Tables of the satisfaction evaluation."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    ForeignKey,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from voting.congress.place.rules import Body
from voting.core.db import Id, Table
from voting.supervision.commitment.models import of_commitment
from voting.tally.handover import Grade


class EvaluationOrder(Table):
    """An evaluation ballot that was ordered for the projects of a year."""

    __tablename__ = "evaluation_order"
    __table_args__ = (UniqueConstraint("jurisdiction_id", "ballot_uuid"),)

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    year: Mapped[int]
    ballot_uuid: Mapped[str] = mapped_column(String(64))
    body: Mapped[Body]
    ordered_at: Mapped[datetime]
    taken_at: Mapped[datetime | None] = mapped_column(default=None)


class Evaluation(Table):
    """What a ballot said of a commitment. The newest counts; earlier ones stay (再次测评)."""

    __tablename__ = "evaluation"
    __table_args__ = (of_commitment(), UniqueConstraint("jurisdiction_id", "commitment_id", "ballot_uuid"))

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    commitment_id: Mapped[int]
    ballot_uuid: Mapped[str] = mapped_column(String(64))
    body: Mapped[Body]
    satisfied: Mapped[int]
    basically: Mapped[int]
    dissatisfied: Mapped[int]
    abstain: Mapped[int]
    grade: Mapped[Grade]
    announced_at: Mapped[datetime]
    retest_by: Mapped[date | None] = mapped_column(default=None)
