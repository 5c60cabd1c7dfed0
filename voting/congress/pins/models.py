"""Tables of PINs."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Id, Table


class ResetState(StrEnum):
    """How far a PIN reset has come."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


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
