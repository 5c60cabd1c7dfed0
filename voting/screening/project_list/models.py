"""Tables of lists of projects that were handed in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Table

FILE_LENGTH = 120


class ProjectList(Table):
    """A list on its way in, for `actions.KEPT`. id: 32 hex digits; content: the file, None once it was taken.

    made, revised, refused: lines; given_back: a workbook of those that were not taken.
    """

    __tablename__ = "screening_project_list"

    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"), primary_key=True)
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    year: Mapped[int]
    file_name: Mapped[str] = mapped_column(String(FILE_LENGTH))
    sha256: Mapped[str] = mapped_column(String(64))
    received_at: Mapped[datetime]
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    settled_at: Mapped[datetime | None] = mapped_column(default=None)
    made: Mapped[int] = mapped_column(default=0)
    revised: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    given_back: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True, default=None)
