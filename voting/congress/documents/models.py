"""Tables of what the office fills in on its papers."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from voting.congress.documents.rules import Paper
from voting.core.db import Table


class KeptPaper(Table):
    """What a paper bears that only the office knows: its number and the imprint at its end.

    of: id of the meeting, letter or change, or the year. nth: which one of several that a meeting issues (公告第 N 号), 1
    where there is but one. text: of a list of names, what their order is.
    """

    __tablename__ = "kept_paper"

    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"), primary_key=True)
    paper: Mapped[Paper] = mapped_column(primary_key=True)
    of: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    nth: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1, server_default="1")
    number: Mapped[str] = mapped_column(String(40), default="")
    copies_to: Mapped[str] = mapped_column(String(300), default="")
    issued_by: Mapped[str] = mapped_column(String(60), default="")
    issued_on: Mapped[date | None] = mapped_column(default=None)
    text: Mapped[str] = mapped_column(Text, default="")
