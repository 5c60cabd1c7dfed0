"""Tables of scoring."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Id, Table
from voting.screening.appraisal.criteria import CRITERIA
from voting.screening.scoring.rules import ROUND, SHEET, RoundState, SheetState


class ScoringRound(Table):
    """A round of scoring of a year's projects. weights: as they stood when it was opened.

    closes_on, opened_at: None of scores that were given before there were rounds; closed_at also while it is open.
    """

    __tablename__ = "screening_scoring_round"
    __table_args__ = (UniqueConstraint("jurisdiction_id", "year", "number"),)

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    year: Mapped[int]
    number: Mapped[int]
    weights: Mapped[dict[str, int]] = mapped_column(JSON)
    closes_on: Mapped[date | None] = mapped_column(default=None)
    opened_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    state: Mapped[RoundState] = mapped_column(default=ROUND.start)


class ScoreSheet(Table):
    """One appraiser's sheet in a round."""

    __tablename__ = "screening_score_sheet"
    __table_args__ = (Index(None, "jurisdiction_id"),)

    round_id: Mapped[int] = mapped_column(ForeignKey("screening_scoring_round.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    state: Mapped[SheetState] = mapped_column(default=SHEET.start)
    handed_in_at: Mapped[datetime | None] = mapped_column(default=None)


class Score(Table):
    """A line of a sheet: one appraiser's points for one project, or that he has an interest in it; see `rules.Line`."""

    __tablename__ = "screening_score"
    __table_args__ = (
        Index(None, "jurisdiction_id"),
        Index(None, "round_id"),
        *(CheckConstraint(f"{one.key} BETWEEN 0 AND 100", name=one.key) for one in CRITERIA),
    )

    project_id: Mapped[int] = mapped_column(ForeignKey("screening_project.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    round_id: Mapped[int] = mapped_column(ForeignKey("screening_scoring_round.id"))
    expectation: Mapped[int | None] = mapped_column(default=None)
    operability: Mapped[int | None] = mapped_column(default=None)
    urgency: Mapped[int | None] = mapped_column(default=None)
    funding: Mapped[int | None] = mapped_column(default=None)
    avoids: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(String(300), default="")
