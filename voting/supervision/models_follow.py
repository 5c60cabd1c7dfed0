"""Tables of following up: findings, inspections, letters, changes, acceptance, evaluations."""

from __future__ import annotations

from datetime import date, datetime

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

from voting.congress.rules import Body
from voting.core.db import Id, Table
from voting.supervision.models import of_commitment
from voting.supervision.rules import CHANGE, FINDING, ChangeState, FindingState
from voting.supervision.rules_results import ChangeKind, Grade, Result


class Finding(Table):
    """A problem that the supervision group found. unit_id: who must answer by due_on."""

    __tablename__ = "finding"
    __table_args__ = (
        of_commitment(),
        UniqueConstraint("jurisdiction_id", "id"),
        Index(None, "jurisdiction_id", "unit_id"),
        Index(None, "jurisdiction_id", "commitment_id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    commitment_id: Mapped[int]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    title: Mapped[str] = mapped_column(String(120))
    due_on: Mapped[date]
    raised_at: Mapped[datetime]
    state: Mapped[FindingState] = mapped_column(default=FINDING.start)
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class FindingPost(Table):
    """One contribution to a finding's thread. step: `raise` or the step of FINDING that it made."""

    __tablename__ = "finding_post"
    __table_args__ = (
        ForeignKeyConstraint(["jurisdiction_id", "finding_id"], ["finding.jurisdiction_id", "finding.id"]),
        Index(None, "jurisdiction_id", "finding_id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    finding_id: Mapped[int]
    step: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]
    photos: Mapped[list[str]] = mapped_column(JSON, default_factory=list)


class Inspection(Table):
    """A visit of the supervision group (视察). people: how many went."""

    __tablename__ = "inspection"
    __table_args__ = (
        of_commitment(),
        CheckConstraint("people > 0", name="people"),
        Index(None, "jurisdiction_id", "commitment_id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    commitment_id: Mapped[int]
    on: Mapped[date]
    place: Mapped[str] = mapped_column(String(120))
    people: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime]
    photos: Mapped[list[str]] = mapped_column(JSON, default_factory=list)


class FollowUp(Table):
    """A follow-up letter (督办函) to the unit, numbered within a year; answer: empty until it came."""

    __tablename__ = "follow_up"
    __table_args__ = (
        of_commitment(),
        UniqueConstraint("jurisdiction_id", "year", "number"),
        Index(None, "jurisdiction_id", "commitment_id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    commitment_id: Mapped[int]
    year: Mapped[int]
    number: Mapped[int]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    text: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date]
    sent_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(default=None)


class Change(Table):
    """A request to change what was voted. decided_*: the body, day and document of the decision.

    target, due_on, planned_fen: what an adjustment asks for; of the commitment as it stood for other kinds.
    """

    __tablename__ = "change_request"
    __table_args__ = (
        of_commitment(),
        CheckConstraint("planned_fen >= 0", name="money"),
        Index(None, "jurisdiction_id", "commitment_id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    commitment_id: Mapped[int]
    kind: Mapped[ChangeKind]
    reason: Mapped[str] = mapped_column(Text)
    target: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date]
    planned_fen: Mapped[int] = mapped_column(BigInteger)
    requested_at: Mapped[datetime]
    decides: Mapped[Body | None] = mapped_column(default=None)
    decided_on: Mapped[date | None] = mapped_column(default=None)
    document: Mapped[str] = mapped_column(String(120), default="")
    opinion: Mapped[str] = mapped_column(Text, default="")
    notice: Mapped[str] = mapped_column(Text, default="")
    proclaimed_at: Mapped[datetime | None] = mapped_column(default=None)
    reported_on: Mapped[date | None] = mapped_column(default=None)
    plan_number: Mapped[int | None] = mapped_column(default=None)
    state: Mapped[ChangeState] = mapped_column(default=CHANGE.start)
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Acceptance(Table):
    """The year's result of a commitment, against the year plan. upkeep: who looks after it from now on."""

    __tablename__ = "acceptance"
    __table_args__ = (of_commitment(),)

    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"), primary_key=True)
    commitment_id: Mapped[int] = mapped_column(primary_key=True)
    result: Mapped[Result]
    progress: Mapped[int]
    spent_fen: Mapped[int] = mapped_column(BigInteger)
    opinion: Mapped[str] = mapped_column(Text)
    on: Mapped[date]
    upkeep: Mapped[str] = mapped_column(Text, default="")


class EvaluationOrder(Table):
    """An evaluation ballot that was ordered for the projects of a year."""

    __tablename__ = "evaluation_order"
    __table_args__ = (UniqueConstraint("jurisdiction_id", "ballot_uuid"),)

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    year: Mapped[int]
    ballot_uuid: Mapped[str] = mapped_column(String(64))
    body: Mapped[Body]
    ordered_at: Mapped[datetime]
    taken_at: Mapped[datetime | None] = mapped_column(default=None)


class Evaluation(Table):
    """What a ballot said of a commitment. The newest counts; earlier ones stay (再次测评)."""

    __tablename__ = "evaluation"
    __table_args__ = (of_commitment(), UniqueConstraint("jurisdiction_id", "commitment_id", "ballot_uuid"))

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    commitment_id: Mapped[int]
    ballot_uuid: Mapped[str] = mapped_column(String(64))
    body: Mapped[Body]
    satisfied: Mapped[int]
    basically: Mapped[int]
    dissatisfied: Mapped[int]
    abstain: Mapped[int]
    grade: Mapped[Grade]
    announced_at: Mapped[datetime]
    retest_by: Mapped[date | None] = mapped_column(default=None)
