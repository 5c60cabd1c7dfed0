"""Tables of notices."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Id, Table
from voting.notices.event.rules import NoticeKind
from voting.notices.wish.rules import Pace


class Notice(Table):
    """What one account is told of one line of the journal.

    jurisdiction_id: whose journal. words: message id; told: its values, public ones alone (`event.rules.PUBLIC`).
    path: where it leads, within this program. at: when the deed was done. pace, leaves_at: how and when it leaves the
    program, None for never; message_id: the message that carries it, None until there is one. texts_at, text_id: the same of a text message. With an account that was
    never used, and is removed, its notices go.
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("account_id", "entry_id"),
        Index(None, "account_id", "read_at"),
        Index(None, "message_id", "leaves_at"),
        Index(None, "text_id", "texts_at"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("audit_entry.id"))
    kind: Mapped[NoticeKind]
    words: Mapped[str] = mapped_column(String(120))
    told: Mapped[dict[str, Any]] = mapped_column(JSON)
    path: Mapped[str] = mapped_column(String(200))
    urgent: Mapped[bool]
    at: Mapped[datetime]
    pace: Mapped[Pace]
    leaves_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None] = mapped_column(default=None)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"), default=None)
    texts_at: Mapped[datetime | None] = mapped_column(default=None)
    text_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"), default=None)
