"""Tables of the secretariat's desk: uploaded rosters, imports, first PINs, PIN resets, the acts of a meeting."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Id, Table


class ResetState(StrEnum):
    """How far a PIN reset has come."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


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
    """An import that was taken. touched: whom it changed and how (`actions_import.Touched`), so that it can be taken back."""

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


class PinSheet(Table):
    """The first PINs of one import, encrypted, until they are fetched once; then `sealed` is None."""

    __tablename__ = "pin_sheet"
    __table_args__ = (Index(None, "jurisdiction_id"),)

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    term_id: Mapped[int] = mapped_column(ForeignKey("term.id"))
    made_at: Mapped[datetime]
    size: Mapped[int]
    sealed: Mapped[str | None] = mapped_column(Text)
    fetched_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class PinReset(Table):
    """A deputy's PIN that one person asks to reset and another one confirms."""

    __tablename__ = "pin_reset"
    __table_args__ = (Index(None, "jurisdiction_id"),)

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    deputy_id: Mapped[int] = mapped_column(ForeignKey("deputy.id"))
    asked_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime]
    state: Mapped[ResetState] = mapped_column(default=ResetState.ASKED)
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), default=None)
    settled_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class MeetingAct(Table):
    """An act of a meeting as it happened: a step taken, or one taken back with its reason.

    approve, oppose, abstain: the count of hands where hands were counted.
    """

    __tablename__ = "meeting_act"
    __table_args__ = (
        CheckConstraint("approve >= 0 AND oppose >= 0 AND abstain >= 0", name="hands"),
        Index(None, "jurisdiction_id", "meeting_id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    step: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    approve: Mapped[int | None] = mapped_column(default=None)
    oppose: Mapped[int | None] = mapped_column(default=None)
    abstain: Mapped[int | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(String(300), default="")
