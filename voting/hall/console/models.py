"""Tables of the console."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Id, Table


class RequestState(StrEnum):
    """How far a step that needs two persons has come."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


class StepRequest(Table):
    """An irreversible step that one person has initiated. ballot_uuid: of which ballot; None: of the meeting.

    The unique index lets one request at a time stand open for a meeting.
    """

    __tablename__ = "step_request"
    __table_args__ = (
        Index(None, "jurisdiction_id"),
        Index(
            "ix_step_request_open",
            "meeting_id",
            unique=True,
            sqlite_where=text("state = 'asked'"),
            postgresql_where=text("state = 'asked'"),
        ),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    step: Mapped[str] = mapped_column(String(40))
    asked_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime]
    ballot_uuid: Mapped[str | None] = mapped_column(String(64), default=None)
    note: Mapped[str] = mapped_column(String(300), default="")
    state: Mapped[RequestState] = mapped_column(default=RequestState.ASKED)
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), default=None)
    settled_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
