"""The table of what waits for a second person, and of what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from voting.confirmation.rules import ConfirmationState
from voting.core.db import Table


class Confirmation(Table):
    """A deed that one person has asked for and a second one has to confirm.

    number: within its kind and congress; subject: what it is about, as its room names it (a meeting, a ballot, a deputy);
    payload: what the deed needs; until: when it lapses, None for never; settled_by, settled_at: who ended the waiting.
    The unique index lets one of a kind wait for a subject.
    """

    __tablename__ = "confirmation"
    __table_args__ = (
        Index(None, "jurisdiction_id", "kind", "subject"),
        Index(
            "ix_confirmation_waiting",
            "jurisdiction_id",
            "kind",
            "subject",
            unique=True,
            sqlite_where=text("state = 'asked'"),
            postgresql_where=text("state = 'asked'"),
        ),
    )

    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    subject: Mapped[str] = mapped_column(String(64))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    asked_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime]
    until: Mapped[datetime | None] = mapped_column(default=None)
    state: Mapped[ConfirmationState] = mapped_column(default=ConfirmationState.ASKED)
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), default=None)
    settled_at: Mapped[datetime | None] = mapped_column(default=None)

    def waits_at(self, moment: datetime) -> bool:
        """Tell whether a second person can still confirm at this moment."""
        return self.state is ConfirmationState.ASKED and (self.until is None or moment < self.until)
