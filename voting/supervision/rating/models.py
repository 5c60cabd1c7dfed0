"""Tables of residents' ratings."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Id, Table
from voting.supervision.commitment.models import of_commitment
from voting.supervision.rating.rules import CHECK, CheckState, CommentState, RatingGrade, decimal_of


class Rating(Table):
    """What one device says of a project: its last word. No name, no account, no address.

    device: keyed digest of the device's mark and the project, another one for each project. origin: keyed digest of the sender's
    network and the day, the same for all projects rated from there that day; empty once it is forgotten (forgetting.py). at: of
    the last word. state: of the comment, None where there is none.
    """

    __tablename__ = "resident_rating"
    __table_args__ = (
        of_commitment(),
        UniqueConstraint("jurisdiction_id", "commitment_id", "device"),
        Index(None, "jurisdiction_id", "origin", "at"),
        Index(None, "jurisdiction_id", "state"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    commitment_id: Mapped[int]
    device: Mapped[str] = mapped_column(String(64))
    origin: Mapped[str] = mapped_column(String(64))
    grade: Mapped[RatingGrade]
    comment: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    state: Mapped[CommentState | None] = mapped_column(default=None)


class RatingCheck(Table):
    """A 督查 that a low mean set off. number: from 1 on in a project; count, tenths: of the ratings then; result: what staff found."""

    __tablename__ = "resident_rating_check"
    __table_args__ = (of_commitment(),)

    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"), primary_key=True)
    commitment_id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    count: Mapped[int]
    tenths: Mapped[int]
    opened_at: Mapped[datetime]
    state: Mapped[CheckState] = mapped_column(default=CHECK.start)
    result: Mapped[str] = mapped_column(Text, default="")
    closed_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def mean(self) -> str:
        """Return the mean that set it off, with one decimal."""
        return decimal_of(self.tenths)


class RatingRule(Table):
    """A place's own rule of ratings (`rules.RatingThresholds`); without a row the defaults hold."""

    __tablename__ = "resident_rating_rule"
    __table_args__ = (
        CheckConstraint("shown_from > 0 AND check_from > 0", name="counts"),
        CheckConstraint("check_below BETWEEN 20 AND 100", name="points"),
    )

    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"), primary_key=True)
    shown_from: Mapped[int]
    check_from: Mapped[int]
    check_below: Mapped[int]
