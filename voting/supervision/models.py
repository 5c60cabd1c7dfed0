"""Tables of supervision: what is to be done, by which plan, what was reported, which light it showed.

Findings, inspections, letters, changes, acceptance and evaluations stand in models_follow.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Id, Table, named_enum
from voting.supervision.rules import COMMITMENT, REPORT, CommitmentState, ReportState
from voting.supervision.rules_lights import Light, Reason

BigFen = BigInteger


class Commitment(Table):
    """A project that the deputies chose, to be carried out in a year.

    project_id: screening's Project; ballot_uuid: the ballot that chose it; text_sha256: of the text as voted.
    voted_*: as voted, never changed; target, planned_fen, due_on: as they stand after proclaimed changes.
    lead_unit: the name as voted; unit_id: who reports, None until somebody is assigned.
    carried_to: the project that an unfinished one became in next year's screening.
    """

    __tablename__ = "commitment"
    __table_args__ = (
        UniqueConstraint("jurisdiction_id", "year", "project_id"),
        UniqueConstraint("jurisdiction_id", "id"),
        CheckConstraint("voted_fen >= 0 AND planned_fen >= 0", name="money"),
        Index(None, "jurisdiction_id", "unit_id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    year: Mapped[int]
    project_id: Mapped[int] = mapped_column(ForeignKey("screening_project.id"))
    ballot_uuid: Mapped[str] = mapped_column(String(64))
    ordinal: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text)
    text_sha256: Mapped[str] = mapped_column(String(64))
    lead_unit: Mapped[str] = mapped_column(String(80))
    voted_target: Mapped[str] = mapped_column(Text)
    voted_fen: Mapped[int] = mapped_column(BigFen)
    voted_due_on: Mapped[date]
    target: Mapped[str] = mapped_column(Text)
    planned_fen: Mapped[int] = mapped_column(BigFen)
    due_on: Mapped[date]
    taken_at: Mapped[datetime]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), default=None)
    carried_to: Mapped[int | None] = mapped_column(ForeignKey("screening_project.id"), default=None)
    state: Mapped[CommitmentState] = mapped_column(default=COMMITMENT.start)
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


def of_commitment() -> ForeignKeyConstraint:
    """Return the key that ties a row to a commitment of the same jurisdiction."""
    return ForeignKeyConstraint(
        ["jurisdiction_id", "commitment_id"], ["commitment.jurisdiction_id", "commitment.id"]
    )


class Plan(Table):
    """A published implementation plan; a revision is a new number, older ones stay readable."""

    __tablename__ = "commitment_plan"
    __table_args__ = (of_commitment(), UniqueConstraint("jurisdiction_id", "commitment_id", "number"))

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    commitment_id: Mapped[int]
    number: Mapped[int]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    target: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date]
    planned_fen: Mapped[int] = mapped_column(BigFen)
    funding: Mapped[str] = mapped_column(Text)
    safeguards: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime]


class Milestone(Table):
    """A step of the plan. weight: its share of the work; until_plan: the revision that dropped it."""

    __tablename__ = "milestone"
    __table_args__ = (
        of_commitment(),
        CheckConstraint("weight BETWEEN 1 AND 100", name="weight"),
        CheckConstraint("starts_on <= due_on", name="dates"),
        Index(None, "jurisdiction_id", "commitment_id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    commitment_id: Mapped[int]
    ordinal: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    starts_on: Mapped[date]
    due_on: Mapped[date]
    weight: Mapped[int]
    since_plan: Mapped[int] = mapped_column(default=1)
    until_plan: Mapped[int | None] = mapped_column(default=None)


class SubItem(Table):
    """A part of a bundled project with a quantity of its own. quantity, measure: 310, 公里."""

    __tablename__ = "sub_item"
    __table_args__ = (
        of_commitment(),
        CheckConstraint("quantity > 0", name="quantity"),
        Index(None, "jurisdiction_id", "commitment_id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    commitment_id: Mapped[int]
    ordinal: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    quantity: Mapped[int]
    measure: Mapped[str] = mapped_column(String(20))
    unit_name: Mapped[str] = mapped_column(String(80), default="")


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
    """What a report said; a correction adds a number. milestones: ids done by then; quantities: id -> done."""

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


class MonthLight(Table):
    """The light of a commitment in a month, kept for good. chosen: set by a person instead of the rule."""

    __tablename__ = "month_light"
    __table_args__ = (of_commitment(), CheckConstraint("month BETWEEN 1 AND 12", name="month"))

    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"), primary_key=True)
    commitment_id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[int] = mapped_column(primary_key=True)
    light: Mapped[Light]
    reason: Mapped[Reason]
    scheduled: Mapped[int]
    progress: Mapped[int]
    late: Mapped[int]
    computed_at: Mapped[datetime]
    chosen: Mapped[Light | None] = mapped_column(named_enum(Light, "chosen_light"), default=None)
    chosen_reason: Mapped[str] = mapped_column(Text, default="")
    chosen_by: Mapped[str] = mapped_column(String(80), default="")
    chosen_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def shown(self) -> Light:
        return self.chosen or self.light


class Photo(Table):
    """A picture taken on site, kept under its own hash. shown: part of something that is published."""

    __tablename__ = "supervision_photo"
    __table_args__ = (of_commitment(),)

    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"), primary_key=True)
    commitment_id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    kept_at: Mapped[datetime]
    shown: Mapped[bool] = mapped_column(default=False)
