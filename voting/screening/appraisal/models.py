"""Tables of appraisal."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Table
from voting.screening.appraisal.rules import ReviewKind


class Appraisal(Table):
    """What the appraisal of a project found: `rules.Conclusions`, field by field.

    saw: number of the dossier's version that the office read; None where it was not kept.
    """

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
    saw: Mapped[int | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class AppraisalMethod(Table):
    """How a place appraises from a year on (论证办法), where it differs from the program's table.

    weights: criterion -> most points, FULL in all; checks: the lines of its checklist, each with the fields of `CheckItem`.
    publish_scores: the means of the points are public once the list is fixed.
    """

    __tablename__ = "screening_appraisal_method"

    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    weights: Mapped[dict[str, int]] = mapped_column(JSON, default_factory=dict)
    checks: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default_factory=list)
    publish_scores: Mapped[bool] = mapped_column(default=False)


class Review(Table):
    """Who reviewed a project, by which document; what was found stands in `Appraisal`.

    document: its number or name; file: its name in the store, "" for none; saw: number of the dossier's version that was
    reviewed, None where it was not kept.
    """

    __tablename__ = "screening_review"
    __table_args__ = (Index(None, "jurisdiction_id"),)

    project_id: Mapped[int] = mapped_column(ForeignKey("screening_project.id"), primary_key=True)
    kind: Mapped[ReviewKind] = mapped_column(primary_key=True)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    document: Mapped[str] = mapped_column(String(120))
    reviewed_on: Mapped[date]
    file: Mapped[str] = mapped_column(String(80), default="")
    saw: Mapped[int | None] = mapped_column(default=None)
