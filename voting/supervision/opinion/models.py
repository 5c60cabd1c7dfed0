"""Tables of opinions and promises."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Id, Table
from voting.supervision.opinion.rules import OPINION, OpinionKind, OpinionState


class Opinion(Table):
    """What a unit is to handle by due_on. number: without gaps within its activity."""

    __tablename__ = "supervision_opinion"
    __table_args__ = (
        ForeignKeyConstraint(
            ["jurisdiction_id", "activity_id"],
            ["supervision_activity.jurisdiction_id", "supervision_activity.id"],
        ),
        UniqueConstraint("jurisdiction_id", "id"),
        UniqueConstraint("jurisdiction_id", "activity_id", "number"),
        Index(None, "jurisdiction_id", "unit_id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    activity_id: Mapped[int]
    number: Mapped[int]
    kind: Mapped[OpinionKind]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    text: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date]
    given_at: Mapped[datetime]
    state: Mapped[OpinionState] = mapped_column(default=OPINION.start)
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class OpinionPost(Table):
    """What was said of an opinion. step: the step of OPINION that it made, which says by whom."""

    __tablename__ = "supervision_opinion_post"
    __table_args__ = (
        ForeignKeyConstraint(
            ["jurisdiction_id", "opinion_id"],
            ["supervision_opinion.jurisdiction_id", "supervision_opinion.id"],
        ),
        Index(None, "jurisdiction_id", "opinion_id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    opinion_id: Mapped[int]
    step: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
