"""Tables of what lead units are asked for."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Table
from voting.screening.commission.rules import COMMISSION, CommissionState


class DossierCommission(Table):
    """A project's dossier, asked of a unit. note: what the office said last: what to write, or what to mend."""

    __tablename__ = "screening_commission"
    __table_args__ = (Index(None, "jurisdiction_id", "unit_id"),)

    project_id: Mapped[int] = mapped_column(ForeignKey("screening_project.id"), primary_key=True)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    due_on: Mapped[date]
    asked_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(String(300), default="")
    handed_in_at: Mapped[datetime | None] = mapped_column(default=None)
    state: Mapped[CommissionState] = mapped_column(default=COMMISSION.start)
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
