"""The table of what was asked of units."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Table


class FormBurden(Table):
    """What one kind of form cost one unit in one month. month: its first day; form: the address that takes it.

    Sums alone: neither who filled it in nor when is kept.
    """

    __tablename__ = "form_burden"
    __table_args__ = (CheckConstraint("pages >= 0 AND fields >= 0 AND seconds >= 0", name="counted"),)

    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    form: Mapped[str] = mapped_column(String(60), primary_key=True)
    pages: Mapped[int] = mapped_column(default=0)
    fields: Mapped[int] = mapped_column(default=0)
    seconds: Mapped[int] = mapped_column(default=0)
