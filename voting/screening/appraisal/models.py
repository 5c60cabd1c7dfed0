"""Tables of appraisal."""

from __future__ import annotations

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Table


class Appraisal(Table):
    """What the appraisal of a project found: `rules.Conclusions`, field by field."""

    __tablename__ = "screening_appraisal"
    __table_args__ = (Index(None, "jurisdiction_id"),)

    project_id: Mapped[int] = mapped_column(ForeignKey("screening_project.id"), primary_key=True)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    answers: Mapped[dict[str, str]] = mapped_column(JSON, default_factory=dict)
    feasibility: Mapped[str] = mapped_column(Text, default="")
    legality: Mapped[str] = mapped_column(Text, default="")
    lawful: Mapped[bool] = mapped_column(default=False)
    affordability: Mapped[str] = mapped_column(Text, default="")
    affordable: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Score(Table):
    """One scorer's points for one project, 0 to 25 for each of the four criteria."""

    __tablename__ = "screening_score"
    __table_args__ = (
        Index(None, "jurisdiction_id"),
        CheckConstraint("expectation BETWEEN 0 AND 25", name="expectation"),
        CheckConstraint("operability BETWEEN 0 AND 25", name="operability"),
        CheckConstraint("urgency BETWEEN 0 AND 25", name="urgency"),
        CheckConstraint("funding BETWEEN 0 AND 25", name="funding"),
    )

    project_id: Mapped[int] = mapped_column(ForeignKey("screening_project.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    expectation: Mapped[int]
    operability: Mapped[int]
    urgency: Mapped[int]
    funding: Mapped[int]
