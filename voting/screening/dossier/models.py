"""Tables of projects and their dossiers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, validates

from voting.core.clock import now
from voting.core.db import Id, Table
from voting.screening.dossier.states import PROJECT, ProjectState
from voting.screening.words import Field


class Project(Table):
    """A project through the whole loop; its columns from title to attachments are rules.Dossier, field by field.

    carried_from_id: the project of an earlier year that it carries on. milestones, parts, groups, attachments: lists as in
    a frozen document. state_since: when its state was last set. After FROZEN the text that counts is FrozenText; this row is not touched any more.
    """

    __tablename__ = "screening_project"
    __table_args__ = (
        UniqueConstraint("carried_from_id", "year"),
        Index(None, "jurisdiction_id", "year", "state"),
        CheckConstraint("total_fen >= 0 AND planned_fen >= 0", name="money"),
        CheckConstraint("own_fen >= 0 AND upper_fen >= 0 AND social_fen >= 0", name="funding"),
        CheckConstraint("beneficiaries >= 0", name="beneficiaries"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    year: Mapped[int]
    title: Mapped[str] = mapped_column(String(60))
    summary: Mapped[str] = mapped_column(String(120), default="")
    field: Mapped[Field] = mapped_column(default=Field.OTHER)
    background: Mapped[str] = mapped_column(Text, default="")
    content: Mapped[str] = mapped_column(Text, default="")
    place: Mapped[str] = mapped_column(String(200), default="")
    scale: Mapped[str] = mapped_column(String(200), default="")
    annual_target: Mapped[str] = mapped_column(String(300), default="")
    benefit: Mapped[str] = mapped_column(String(200), default="")
    beneficiaries: Mapped[int | None] = mapped_column(default=None)
    total_fen: Mapped[int | None] = mapped_column(BigInteger, default=None)
    planned_fen: Mapped[int | None] = mapped_column(BigInteger, default=None)
    own_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    upper_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    social_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    lead_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), default=None)
    leader: Mapped[str] = mapped_column(String(80), default="")
    finishes_on: Mapped[date | None] = mapped_column(default=None)
    multi_year: Mapped[bool] = mapped_column(default=False)
    stage_target: Mapped[str] = mapped_column(String(300), default="")
    upkeep: Mapped[str] = mapped_column(String(200), default="")
    milestones: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default_factory=list)
    parts: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default_factory=list)
    groups: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default_factory=list)
    attachments: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default_factory=list)
    state: Mapped[ProjectState] = mapped_column(default=PROJECT.start)
    state_since: Mapped[datetime | None] = mapped_column(init=False, insert_default=now)
    shelved_because: Mapped[str] = mapped_column(String(300), default="")
    carried_from_id: Mapped[int | None] = mapped_column(ForeignKey("screening_project.id"), default=None)
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @validates("state")
    def _dated(self, _key: str, state: ProjectState) -> ProjectState:
        """Note since when the state holds, so that no deed can forget it: its proposers read the day."""
        self.state_since = now()
        return state


class DossierVersion(Table):
    """A dossier as it once read: canonical JSON, as a frozen one, without names of units. number: from 1 for each project.

    saved_by: None for a text that was there before versions were kept.
    """

    __tablename__ = "screening_dossier_version"

    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"), primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("screening_project.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(Text)
    text_sha256: Mapped[str] = mapped_column(String(64))
    saved_at: Mapped[datetime]
    saved_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), default=None)
