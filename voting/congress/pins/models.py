"""Tables of PINs."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Id, Table


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
