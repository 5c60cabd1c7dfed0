"""Tables of the merge desk: its steps and the way of each suggestion. Rows are added, never changed or deleted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Id, Table
from voting.screening.merging.rules import StepKind


class MergeStep(Table):
    """One step at the merge desk. back: it takes a step of this kind back; undoes_id: which one.

    project_id: the project that was formed, took something in or gave it up; other_id: the one that went up in it
    (joined) or that it was taken out of (split). filled: texts that the step wrote into the dossier, by field; taken: rows
    of its lists (sub-items, groups, attachments) that the step added, by field. parted: of a split, what went along of the
    dossier of `other_id`: places of the rows in its lists, amounts in fen, its number of people before and after.
    account_id: None where the program took over what stood before there were steps.
    """

    __tablename__ = "screening_merge_step"
    __table_args__ = (
        UniqueConstraint("undoes_id"),
        Index(None, "jurisdiction_id", "year"),
        Index(None, "project_id"),
        Index(None, "other_id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    year: Mapped[int]
    kind: Mapped[StepKind]
    at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    project_id: Mapped[int] = mapped_column(ForeignKey("screening_project.id"))
    back: Mapped[bool] = mapped_column(default=False)
    other_id: Mapped[int | None] = mapped_column(ForeignKey("screening_project.id"), default=None)
    filled: Mapped[dict[str, str]] = mapped_column(JSON, default_factory=dict)
    taken: Mapped[dict[str, list[dict[str, Any]]]] = mapped_column(JSON, default_factory=dict)
    parted: Mapped[dict[str, Any]] = mapped_column(JSON, default_factory=dict)
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("screening_merge_step.id"), default=None)


class Lineage(Table):
    """Where one suggestion went at one step. from_id, to_id: projects; None is the inbox."""

    __tablename__ = "screening_lineage"
    __table_args__ = (
        Index(None, "suggestion_id"),
        CheckConstraint("from_id IS NOT NULL OR to_id IS NOT NULL", name="somewhere"),
    )

    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"), primary_key=True)
    step_id: Mapped[int] = mapped_column(ForeignKey("screening_merge_step.id"), primary_key=True)
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("screening_suggestion.id"), primary_key=True)
    from_id: Mapped[int | None] = mapped_column(ForeignKey("screening_project.id"))
    to_id: Mapped[int | None] = mapped_column(ForeignKey("screening_project.id"))
