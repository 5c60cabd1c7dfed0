"""Tables of the monthly report."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Id, Table
from voting.supervision.commitment.models import BigFen, of_commitment
from voting.supervision.report.rules import REPORT, ReportState


class Report(Table):
    """The one report of a commitment for a month. draft: filled in but not yet confirmed, else None."""

    __tablename__ = "monthly_report"
    __table_args__ = (
        of_commitment(),
        UniqueConstraint("jurisdiction_id", "commitment_id", "month"),
        UniqueConstraint("jurisdiction_id", "id"),
        CheckConstraint("month BETWEEN 1 AND 12", name="month"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    commitment_id: Mapped[int]
    month: Mapped[int]
    state: Mapped[ReportState] = mapped_column(default=REPORT.start)
    latest: Mapped[int] = mapped_column(default=0)
    draft: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), default=None)
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class ReportVersion(Table):
    """What a report said; a correction adds a number. milestones: ids done by then; quantities: id -> done.

    done_on: milestone id -> the day it was done, in ISO, of those whose day the unit wrote; None before it was asked.
    """

    __tablename__ = "report_version"
    __table_args__ = (
        ForeignKeyConstraint(
            ["jurisdiction_id", "report_id"], ["monthly_report.jurisdiction_id", "monthly_report.id"]
        ),
        UniqueConstraint("jurisdiction_id", "report_id", "number"),
        CheckConstraint("progress BETWEEN 0 AND 100", name="progress"),
        CheckConstraint("spent_fen >= 0", name="money"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    report_id: Mapped[int]
    number: Mapped[int]
    progress: Mapped[int]
    spent_fen: Mapped[int] = mapped_column(BigFen)
    text: Mapped[str] = mapped_column(Text)
    milestones: Mapped[list[int]] = mapped_column(JSON)
    quantities: Mapped[dict[str, int]] = mapped_column(JSON)
    photos: Mapped[list[str]] = mapped_column(JSON)
    submitted_at: Mapped[datetime]
    correction: Mapped[str] = mapped_column(Text, default="")
    done_on: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True), default=None)
