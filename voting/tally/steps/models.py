"""Tables of steps that two persons take."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ForeignKey,
    Index,
    String,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Table, db


class StepRequest(Table):
    """A step that one person has asked for and another has to confirm. values: what the step needs."""

    __tablename__ = "tally_step_request"
    __table_args__ = (Index(None, "jurisdiction_id"),)

    ballot_uuid: Mapped[str] = mapped_column(ForeignKey("tally_run.ballot_uuid"), primary_key=True)
    step: Mapped[str] = mapped_column(String(20), primary_key=True)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    asked_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    asked_by_name: Mapped[str] = mapped_column(String(60))
    asked_at: Mapped[datetime]
    values: Mapped[dict[str, Any]] = mapped_column(JSON, default_factory=dict)


def requests_of(uuid: str) -> list[StepRequest]:
    """Return the steps that wait for a second person."""
    return list(db.session.scalars(select(StepRequest).where(StepRequest.ballot_uuid == uuid)))
