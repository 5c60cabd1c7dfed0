"""Pictures that were sent and not yet handed in with their form."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Table
from voting.uploads.rules import TITLE_LENGTH


class PendingUpload(Table):
    """A picture that waits for its form. id: 32 hex digits, guessed by nobody; form: see rules.FORM_NAME.

    content: the remade picture, in the row so that it is taken or dropped with it in one transaction; None
    once it was taken. kept_as: its name in the file store then, so that a form sent twice takes it once.
    """

    __tablename__ = "pending_upload"
    __table_args__ = (Index(None, "jurisdiction_id", "account_id", "form"), Index(None, "received_at"))

    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"), primary_key=True)
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    form: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    size: Mapped[int]
    received_at: Mapped[datetime]
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    kept_as: Mapped[str | None] = mapped_column(String(80), default=None)
