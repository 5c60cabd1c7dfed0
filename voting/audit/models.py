"""The chained journal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Id, Table


class Entry(Table):
    """One line of a jurisdiction's journal; `digest` covers the line and the digest before it."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        UniqueConstraint("jurisdiction_id", "number"),
        UniqueConstraint("jurisdiction_id", "previous"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    number: Mapped[int]
    at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    event: Mapped[str] = mapped_column(String(60))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64), unique=True)


class Head(Table):
    """The end of a jurisdiction's chain; its row is the lock that puts two writers in a row."""

    __tablename__ = "audit_head"

    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"), primary_key=True)
    number: Mapped[int] = mapped_column(default=0)
    digest: Mapped[str] = mapped_column(String(64), default="0" * 64)
