"""Tables of congress: places, terms, delegations, deputies, meetings, attendance, rule sets."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from voting.congress.rules import MEETING, Body, MeetingState, Post
from voting.core.db import Id, Table
from voting.people.rules import Level


class Jurisdiction(Table):
    """A place of GB/T 2260; has_congress is false for subdistricts. path: ids from the root, `1/2/17`."""

    __tablename__ = "jurisdiction"
    __table_args__ = (Index(None, "parent_id"),)

    id: Mapped[Id] = mapped_column(init=False)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(20))
    level: Mapped[Level]
    has_congress: Mapped[bool] = mapped_column(default=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("jurisdiction.id"), default=None)
    path: Mapped[str] = mapped_column(String(80), default="")


class Unit(Table):
    """A department or company that answers for projects (责任单位)."""

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("jurisdiction_id", "name"),)

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    name: Mapped[str] = mapped_column(String(80))


class Term(Table):
    """A term of a congress (届), five years (组织法 art. 9)."""

    __tablename__ = "term"
    __table_args__ = (
        UniqueConstraint("jurisdiction_id", "number"),
        CheckConstraint("number > 0", name="number"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    number: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date]


class Delegation(Table):
    """A delegation of deputies (代表团)."""

    __tablename__ = "delegation"
    __table_args__ = (UniqueConstraint("term_id", "name"), UniqueConstraint("term_id", "ordinal"))

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    term_id: Mapped[int] = mapped_column(ForeignKey("term.id"))
    name: Mapped[str] = mapped_column(String(60))
    ordinal: Mapped[int]


class Deputy(Table):
    """A deputy of a term. number: as printed on the badge; initials: of the pinyin, lower case, a word for each reading."""

    __tablename__ = "deputy"
    __table_args__ = (UniqueConstraint("term_id", "number"), Index(None, "jurisdiction_id"))

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    term_id: Mapped[int] = mapped_column(ForeignKey("term.id"))
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"))
    number: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(60))
    initials: Mapped[str] = mapped_column(String(20), default="")
    in_office: Mapped[bool] = mapped_column(default=True)
    standing_committee: Mapped[bool] = mapped_column(default=False)
    presidium: Mapped[bool] = mapped_column(default=False)


class Meeting(Table):
    """A meeting of a body (第X届第Y次). due: deputies in office, fixed when the quorum is confirmed.

    rehearsal: it prepares a real one; rehearsals are marked everywhere.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        UniqueConstraint("term_id", "body", "number", "rehearsal"),
        CheckConstraint("number > 0", name="number"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    term_id: Mapped[int] = mapped_column(ForeignKey("term.id"))
    year: Mapped[int]
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    opens_on: Mapped[date]
    body: Mapped[Body] = mapped_column(default=Body.CONGRESS)
    state: Mapped[MeetingState] = mapped_column(default=MEETING.start)
    rehearsal: Mapped[bool] = mapped_column(default=False)
    due: Mapped[int | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Attendance(Table):
    """A deputy's check-in at a meeting. left_at: he has gone; a new check-in clears it."""

    __tablename__ = "attendance"
    __table_args__ = (Index(None, "jurisdiction_id"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    deputy_id: Mapped[int] = mapped_column(ForeignKey("deputy.id"), primary_key=True)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    checked_in_at: Mapped[datetime]
    present: Mapped[bool] = mapped_column(default=True)
    left_at: Mapped[datetime | None] = mapped_column(default=None)


class Appointment(Table):
    """A scrutineer or teller of a meeting. account_id: with which he signs in; None for paper only.

    gave_role: the account had not the post's role before, and loses it with its last such post.
    """

    __tablename__ = "appointment"
    __table_args__ = (UniqueConstraint("meeting_id", "post", "name"), Index(None, "jurisdiction_id"))

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    post: Mapped[Post]
    name: Mapped[str] = mapped_column(String(60))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), default=None)
    gave_role: Mapped[bool] = mapped_column(default=False)


class RuleSet(Table):
    """The ballot rules of a jurisdiction and year, where they differ from the defaults of its level."""

    __tablename__ = "rule_set"
    __table_args__ = (UniqueConstraint("jurisdiction_id", "year"),)

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    year: Mapped[int]
    values: Mapped[dict[str, Any]] = mapped_column(JSON, default_factory=dict)
