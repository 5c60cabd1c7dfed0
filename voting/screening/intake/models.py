"""Tables of lists that were handed in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Table
from voting.screening.words import Channel, Source

FILE_LENGTH = 120


class SuggestionImport(Table):
    """A list on its way in, for `actions.KEPT`. id: 32 hex digits; content: the file, None once it was taken or given up.

    It holds contacts, so it lies in the row, goes with it and is sealed (`suggestion.contact.seal`). taken, refused: lines;
    given_back: a workbook of the refused ones, sealed likewise.
    """

    __tablename__ = "screening_import"

    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"), primary_key=True)
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    year: Mapped[int]
    source: Mapped[Source]
    channel: Mapped[Channel]
    file_name: Mapped[str] = mapped_column(String(FILE_LENGTH))
    sha256: Mapped[str] = mapped_column(String(64))
    received_at: Mapped[datetime]
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    settled_at: Mapped[datetime | None] = mapped_column(default=None)
    taken: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    given_back: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True, default=None)
