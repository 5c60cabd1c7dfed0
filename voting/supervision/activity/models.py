"""Tables of supervision activities."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Id, Table
from voting.supervision.activity.rules import ACTIVITY, ActivityKind, ActivityState


class Activity(Table):
    """An activity of the year's plan of supervision. on: planned for; held_on, report: None and empty until it is told what came of it.

    year: of the projects that it follows. report: also the reason where it is cancelled.
    """

    __tablename__ = "supervision_activity"
    __table_args__ = (
        UniqueConstraint("jurisdiction_id", "id"),
        Index(None, "jurisdiction_id", "year"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    year: Mapped[int]
    kind: Mapped[ActivityKind]
    title: Mapped[str] = mapped_column(String(120))
    on: Mapped[date]
    plan: Mapped[str] = mapped_column(Text)
    planned_at: Mapped[datetime]
    held_on: Mapped[date | None] = mapped_column(default=None)
    report: Mapped[str] = mapped_column(Text, default="")
    told_at: Mapped[datetime | None] = mapped_column(default=None)
    state: Mapped[ActivityState] = mapped_column(default=ACTIVITY.start)
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
