"""Tables of the holiday calendar: one for each topmost place, which all places under it read."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from voting.congress.working_days.rules import DayKind
from voting.core.db import Table

MOST_NAME = 40
MOST_SOURCE = 120


class SpecialDay(Table):
    """A day that does not go by its day of the week. jurisdiction_id: the topmost place.

    name: of the holiday; source: where it is published. changed_by: None for the program, which took it from a library.
    """

    __tablename__ = "special_day"
    __table_args__ = (CheckConstraint("kind <> 'plain'", name="differs"),)

    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[DayKind]
    name: Mapped[str] = mapped_column(String(MOST_NAME))
    source: Mapped[str] = mapped_column(String(MOST_SOURCE))
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    changed_at: Mapped[datetime]


class HolidayYear(Table):
    """Whether a year's arrangement is published and entered whole. No row: nobody has looked at it yet."""

    __tablename__ = "holiday_year"

    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    published: Mapped[bool]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    changed_at: Mapped[datetime]
