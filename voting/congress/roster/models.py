"""Tables of the roster."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Id, Table


class RosterUpload(Table):
    """A roster that was handed in and not yet imported. stored: its name in the file store.

    basis: fingerprint of the term's deputies when it was handed in (`difference.Standing`).
    """

    __tablename__ = "roster_upload"
    __table_args__ = (Index(None, "jurisdiction_id"),)

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    term_id: Mapped[int] = mapped_column(ForeignKey("term.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    stored: Mapped[str] = mapped_column(String(80))
    file_name: Mapped[str] = mapped_column(String(200))
    new_delegations: Mapped[bool]
    uploaded_at: Mapped[datetime]
    basis: Mapped[str | None] = mapped_column(String(64), default=None)
    settled: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class RosterImport(Table):
    """An import that was taken. touched: whom it changed and how (`import_apply.Touched`), so that it can be taken back."""

    __tablename__ = "roster_import"
    __table_args__ = (Index(None, "jurisdiction_id", "term_id"), UniqueConstraint("upload_id"))

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    term_id: Mapped[int] = mapped_column(ForeignKey("term.id"))
    upload_id: Mapped[int] = mapped_column(ForeignKey("roster_upload.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    sheet_id: Mapped[int | None] = mapped_column(ForeignKey("pin_sheet.id"))
    taken_at: Mapped[datetime]
    touched: Mapped[dict[str, Any]] = mapped_column(JSON)
    undone_at: Mapped[datetime | None] = mapped_column(default=None)
