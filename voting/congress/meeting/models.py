"""Tables of meetings."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from voting.congress.meeting.rules import MEETING, PLENARY, MeetingState, PlenaryState
from voting.congress.place.rules import Body, Post
from voting.core.db import Id, Table


class Meeting(Table):
    """A meeting of a body (第X届第Y次). plenary: the number of its last plenary meeting, which is under way or prepared.

    rehearsal: it prepares a real one; rehearsals are marked everywhere. venue 地点; days 会期; agenda 议程, an item a line:
    None where nobody has said.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        UniqueConstraint("term_id", "body", "number", "rehearsal"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("days > 0", name="days"),
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
    venue: Mapped[str | None] = mapped_column(String(100), default=None)
    days: Mapped[int | None] = mapped_column(default=None)
    agenda: Mapped[str | None] = mapped_column(Text, default=None)
    plenary: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Plenary(Table):
    """A plenary meeting of a session, numbered from 1.

    due, present: 应到 and 出席, heads, fixed as the quorum is declared; opened_at: then.
    """

    __tablename__ = "plenary"
    __table_args__ = (CheckConstraint("number > 0", name="number"), Index(None, "jurisdiction_id"))

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    state: Mapped[PlenaryState] = mapped_column(default=PLENARY.start)
    due: Mapped[int | None] = mapped_column(default=None)
    present: Mapped[int | None] = mapped_column(default=None)
    opened_at: Mapped[datetime | None] = mapped_column(default=None)


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


class MeetingAct(Table):
    """An act of a meeting as it happened: a step taken, or one taken back with its reason.

    plenary: in which plenary meeting. ballot_uuid: of which ballot, where it is about one. approve, oppose, abstain: the
    count of hands where hands were counted; carried: whether they carried it.
    """

    __tablename__ = "meeting_act"
    __table_args__ = (
        CheckConstraint("approve >= 0 AND oppose >= 0 AND abstain >= 0", name="hands"),
        Index(None, "jurisdiction_id", "meeting_id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    step: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    approve: Mapped[int | None] = mapped_column(default=None)
    oppose: Mapped[int | None] = mapped_column(default=None)
    abstain: Mapped[int | None] = mapped_column(default=None)
    carried: Mapped[bool | None] = mapped_column(default=None)
    plenary: Mapped[int] = mapped_column(default=1)
    ballot_uuid: Mapped[str | None] = mapped_column(String(64), default=None)
    note: Mapped[str] = mapped_column(String(300), default="")
