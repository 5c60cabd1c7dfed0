"""Tables of lights."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from voting.core.db import Table, named_enum
from voting.supervision.commitment.models import of_commitment
from voting.supervision.light.rules import DEFAULT, Light, Reading, Reason, Thresholds


class MonthLight(Table):
    """The light of a commitment as it was shown for a month, kept for good. chosen: set by a person instead of the rule.

    read_from: what it was read from (`report.basis.basis_of`), None of lights kept the old way, when a later
    reading wrote over an earlier one.
    """

    __tablename__ = "month_light"
    __table_args__ = (of_commitment(), CheckConstraint("month BETWEEN 1 AND 12", name="month"))

    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"), primary_key=True)
    commitment_id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[int] = mapped_column(primary_key=True)
    light: Mapped[Light]
    reason: Mapped[Reason]
    scheduled: Mapped[int]
    progress: Mapped[int]
    late: Mapped[int]
    computed_at: Mapped[datetime]
    read_from: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), default=None)
    asked: Mapped[str] = mapped_column(String(80), default="")
    chosen: Mapped[Light | None] = mapped_column(named_enum(Light, "chosen_light"), default=None)
    chosen_reason: Mapped[str] = mapped_column(Text, default="")
    chosen_by: Mapped[str] = mapped_column(String(80), default="")
    chosen_at: Mapped[datetime | None] = mapped_column(default=None)
    yellow_from: Mapped[int | None] = column_property(read_from["thresholds", "yellow_from"].as_integer())
    beside: Mapped[list[LaterReading]] = relationship(
        init=False, viewonly=True, lazy="raise", order_by="LaterReading.number"
    )

    @property
    def by(self) -> Thresholds:
        """Return the thresholds it was read by as far as the pace needs them; the default ones of the old way."""
        return replace(DEFAULT, yellow_from=self.yellow_from) if self.yellow_from else DEFAULT

    @property
    def later(self) -> LaterReading | None:
        """Return the newest reading that stands beside this light; only of lights that were loaded with theirs."""
        return self.beside[-1] if self.beside else None

    @property
    def shown(self) -> Light:
        return self.chosen or self.light

    @property
    def reading(self) -> Reading:
        """Return what the rule found, exact where it was kept so."""
        asked = Fraction(self.asked or self.scheduled)
        return Reading(self.light, self.reason, asked, self.progress, self.late)

    @property
    def is_of_the_old_way(self) -> bool:
        return not self.asked


class LaterReading(Table):
    """What the rule would say of a month by what came after its light was shown: stands beside it and changes nothing.

    number: the newest of a month counts; read_from: as of MonthLight.
    """

    __tablename__ = "later_light"
    __table_args__ = (
        ForeignKeyConstraint(
            ["jurisdiction_id", "commitment_id", "month"],
            ["month_light.jurisdiction_id", "month_light.commitment_id", "month_light.month"],
        ),
    )

    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"), primary_key=True)
    commitment_id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    light: Mapped[Light] = mapped_column(named_enum(Light, "later_light"))
    reason: Mapped[Reason] = mapped_column(named_enum(Reason, "later_reason"))
    asked: Mapped[str] = mapped_column(String(80))
    progress: Mapped[int]
    late: Mapped[int]
    read_from: Mapped[dict[str, Any]] = mapped_column(JSON)
    read_at: Mapped[datetime]

    @property
    def reading(self) -> Reading:
        return Reading(self.light, self.reason, Fraction(self.asked), self.progress, self.late)


class LightRule(Table):
    """The thresholds that a place has set, from the day on which they hold; never changed, a new one is set beside it."""

    __tablename__ = "light_rule"
    __table_args__ = (
        CheckConstraint("yellow_from BETWEEN 1 AND red_above", name="points"),
        CheckConstraint("running_months BETWEEN 2 AND 12", name="running"),
        CheckConstraint("reading_day BETWEEN 1 AND 28", name="day"),
    )

    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"), primary_key=True)
    holds_from: Mapped[date] = mapped_column(primary_key=True)
    yellow_from: Mapped[int]
    red_above: Mapped[int]
    running_months: Mapped[int]
    reading_day: Mapped[int]
    source: Mapped[str] = mapped_column(String(200))
    set_at: Mapped[datetime]

    @property
    def thresholds(self) -> Thresholds:
        numbers = (self.yellow_from, self.red_above, self.running_months, self.reading_day)
        return Thresholds(*numbers, source=self.source, holds_from=self.holds_from)
