"""Tables of screening: calls, suggestions, projects with their appraisal, the shortlist and its frozen texts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Id, Table
from voting.screening.rules import (
    CALL,
    PROJECT,
    SHORTLIST,
    SUGGESTION,
    ApprovalKind,
    CallState,
    Channel,
    Field,
    ProjectState,
    ShortlistState,
    Source,
    SuggestionState,
)


class Call(Table):
    """A year's call for suggestions (征集). channels: values of Channel, in the order of the notice."""

    __tablename__ = "screening_call"
    __table_args__ = (
        UniqueConstraint("jurisdiction_id", "year"),
        CheckConstraint("closes_on >= opens_on", name="days"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    year: Mapped[int]
    notice: Mapped[str] = mapped_column(Text)
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    contact: Mapped[str] = mapped_column(String(200), default="")
    channels: Mapped[list[str]] = mapped_column(JSON, default_factory=list)
    state: Mapped[CallState] = mapped_column(default=CALL.start)
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Suggestion(Table):
    """One suggestion (建议项目). Its text never changes; contact_* are never public.

    number: for tracking; nonce: of the form it came with, so that sending twice stores once.
    origin: keyed digest of the sender's address and the day, for the limit on strangers; None when signed in.
    routed_as_id: the suggestion made of it in another jurisdiction.
    """

    __tablename__ = "screening_suggestion"
    __table_args__ = (
        UniqueConstraint("jurisdiction_id", "nonce"),
        Index(None, "jurisdiction_id", "year", "state"),
        Index(None, "jurisdiction_id", "origin", "submitted_at"),
        Index(None, "project_id"),
        CheckConstraint("cost_fen >= 0", name="cost"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    year: Mapped[int]
    number: Mapped[str] = mapped_column(String(20), unique=True)
    nonce: Mapped[str] = mapped_column(String(32))
    source: Mapped[Source]
    channel: Mapped[Channel]
    submitted_at: Mapped[datetime]
    title: Mapped[str] = mapped_column(String(60))
    content: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(String(120), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    scale: Mapped[str] = mapped_column(String(200), default="")
    finish: Mapped[str] = mapped_column(String(60), default="")
    cost_fen: Mapped[int | None] = mapped_column(BigInteger, default=None)
    funding: Mapped[str] = mapped_column(String(200), default="")
    implementer: Mapped[str] = mapped_column(String(80), default="")
    origin_name: Mapped[str] = mapped_column(String(80), default="")
    contact_name: Mapped[str] = mapped_column(String(40), default="")
    contact_phone: Mapped[str] = mapped_column(String(40), default="")
    contact_email: Mapped[str] = mapped_column(String(120), default="")
    origin: Mapped[str | None] = mapped_column(String(64), default=None)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), default=None)
    call_id: Mapped[int | None] = mapped_column(ForeignKey("screening_call.id"), default=None)
    state: Mapped[SuggestionState] = mapped_column(default=SUGGESTION.start)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("screening_project.id"), default=None)
    routed_to_id: Mapped[int | None] = mapped_column(ForeignKey("jurisdiction.id"), default=None)
    routed_as_id: Mapped[int | None] = mapped_column(ForeignKey("screening_suggestion.id"), default=None)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Project(Table):
    """A project through the whole loop; its columns from title to parts are rules.Dossier, field by field.

    carried_from_id: the project of an earlier year that it carries on. milestones, parts: lists as in a
    frozen document. After FROZEN the text that counts is FrozenText; this row is not touched any more.
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
    state: Mapped[ProjectState] = mapped_column(default=PROJECT.start)
    shelved_because: Mapped[str] = mapped_column(String(300), default="")
    carried_from_id: Mapped[int | None] = mapped_column(ForeignKey("screening_project.id"), default=None)
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Appraisal(Table):
    """What the appraisal of a project found: rules.Findings, field by field."""

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


class CandidateList(Table):
    """A year's list of candidates on its way along the chain of approvals."""

    __tablename__ = "screening_shortlist"
    __table_args__ = (UniqueConstraint("jurisdiction_id", "year"), CheckConstraint("seats > 0", name="seats"))

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    year: Mapped[int]
    seats: Mapped[int]
    state: Mapped[ShortlistState] = mapped_column(default=SHORTLIST.start)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Approval(Table):
    """One approval of the list as it was recorded. The executive meeting counts no votes (zeros).

    withdrawn: the list was sent back afterwards; the record stays.
    """

    __tablename__ = "screening_approval"
    __table_args__ = (
        Index(None, "jurisdiction_id"),
        CheckConstraint("approve + oppose + abstain <= present AND present <= due", name="count"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    shortlist_id: Mapped[int] = mapped_column(ForeignKey("screening_shortlist.id"))
    kind: Mapped[ApprovalKind]
    decided_on: Mapped[date]
    document: Mapped[str] = mapped_column(String(120), default="")
    due: Mapped[int] = mapped_column(default=0)
    present: Mapped[int] = mapped_column(default=0)
    approve: Mapped[int] = mapped_column(default=0)
    oppose: Mapped[int] = mapped_column(default=0)
    abstain: Mapped[int] = mapped_column(default=0)
    withdrawn: Mapped[bool] = mapped_column(default=False)


class FrozenText(Table):
    """The text of a formal candidate as deputies vote on it: canonical JSON, never changed after."""

    __tablename__ = "screening_frozen_text"
    __table_args__ = (UniqueConstraint("shortlist_id", "ordinal"), Index(None, "jurisdiction_id", "year"))

    project_id: Mapped[int] = mapped_column(ForeignKey("screening_project.id"), primary_key=True)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    year: Mapped[int]
    shortlist_id: Mapped[int] = mapped_column(ForeignKey("screening_shortlist.id"))
    ordinal: Mapped[int]
    title: Mapped[str] = mapped_column(String(60))
    summary: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    text_sha256: Mapped[str] = mapped_column(String(64))
