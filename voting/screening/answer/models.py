"""Tables of answers."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Id, Table
from voting.screening.suggestion.rules import AnswerClass


class AnswerTemplate(Table):
    """A text that a place's office answers many suggestions with. text: may hold the blanks of suggestion.rules."""

    __tablename__ = "screening_answer_template"
    __table_args__ = (UniqueConstraint("jurisdiction_id", "title"),)

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    title: Mapped[str] = mapped_column(String(40))
    answer_class: Mapped[AnswerClass]
    text: Mapped[str] = mapped_column(Text)
    elsewhere: Mapped[str] = mapped_column(String(300), default="")
