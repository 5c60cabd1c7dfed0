"""Tables of the reading room: deputies' questions, and what is each one's own."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Id, Table
from voting.screening.reading.rules import QUESTION, QuestionState


class DeputyQuestion(Table):
    """A deputy's question on a candidate. account_id: who asked, for the office and the unit alone; unit_id: who is to answer, None: the office.

    answered_at, answered_by: of the answer as it stands.
    """

    __tablename__ = "screening_question"
    __table_args__ = (
        Index(None, "jurisdiction_id", "year", "state"),
        Index(None, "project_id"),
        Index(None, "jurisdiction_id", "account_id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    year: Mapped[int]
    project_id: Mapped[int] = mapped_column(ForeignKey("screening_project.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    text: Mapped[str] = mapped_column(String(500))
    asked_at: Mapped[datetime]
    state: Mapped[QuestionState] = mapped_column(default=QUESTION.start)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), default=None)
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class ReadingDesk(Table):
    """A deputy's bookmarks and notes as one sealed text (core.sealed): neither which projects nor how many can be read from it."""

    __tablename__ = "screening_reading_desk"

    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    sealed: Mapped[str] = mapped_column(Text)
