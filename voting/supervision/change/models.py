"""Tables of changes of what was voted."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from voting.congress.place.rules import Body
from voting.core.db import Id, Table
from voting.supervision.change.rules import CHANGE, ChangeKind, ChangeState
from voting.supervision.commitment.models import of_commitment


class Change(Table):
    """A request to change what was voted. decided_*: the body, day and document of the decision.

    target, due_on, planned_fen: what an adjustment asks for; of the commitment as it stood for other kinds.
    local_rule: the place's own rule that the notice cites. reported_at_id: the meeting of the congress that heard of it.
    """

    __tablename__ = "change_request"
    __table_args__ = (
        of_commitment(),
        CheckConstraint("planned_fen >= 0", name="money"),
        Index(None, "jurisdiction_id", "commitment_id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    commitment_id: Mapped[int]
    kind: Mapped[ChangeKind]
    reason: Mapped[str] = mapped_column(Text)
    target: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date]
    planned_fen: Mapped[int] = mapped_column(BigInteger)
    requested_at: Mapped[datetime]
    decides: Mapped[Body | None] = mapped_column(default=None)
    decided_on: Mapped[date | None] = mapped_column(default=None)
    document: Mapped[str] = mapped_column(String(120), default="")
    opinion: Mapped[str] = mapped_column(Text, default="")
    notice: Mapped[str] = mapped_column(Text, default="")
    proclaimed_at: Mapped[datetime | None] = mapped_column(default=None)
    reported_on: Mapped[date | None] = mapped_column(default=None)
    reported_at_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), default=None)
    local_rule: Mapped[str] = mapped_column(String(120), default="")
    plan_number: Mapped[int | None] = mapped_column(default=None)
    state: Mapped[ChangeState] = mapped_column(default=CHANGE.start)
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
