"""Tables of residents' remarks."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Id, Table
from voting.supervision.commitment.models import of_commitment
from voting.supervision.remark.rules import REMARK, RemarkState


class Remark(Table):
    """What a resident said about a project, without who he is. station: the name of the liaison station that passed it on.

    finding_id: what it became, None unless it was raised; reason: why it was closed, empty otherwise.
    """

    __tablename__ = "resident_remark"
    __table_args__ = (
        of_commitment(),
        ForeignKeyConstraint(["jurisdiction_id", "finding_id"], ["finding.jurisdiction_id", "finding.id"]),
        Index(None, "jurisdiction_id", "commitment_id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    commitment_id: Mapped[int]
    station: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text)
    passed_on_at: Mapped[datetime]
    finding_id: Mapped[int | None] = mapped_column(default=None)
    reason: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[RemarkState] = mapped_column(default=REMARK.start)
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
