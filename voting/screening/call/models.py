"""Tables of the call."""

from __future__ import annotations

from datetime import date

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Id, Table
from voting.screening.call.rules import CALL, CallState


class Call(Table):
    """A year's call for suggestions (征集). channels: values of Channel, in the order of the notice.

    scope: what may be suggested and what not; criteria: by what projects are chosen; issuer: who signs the notice.
    """

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
    scope: Mapped[str] = mapped_column(Text, default="")
    criteria: Mapped[str] = mapped_column(Text, default="")
    issuer: Mapped[str] = mapped_column(String(80), default="")
    contact: Mapped[str] = mapped_column(String(200), default="")
    channels: Mapped[list[str]] = mapped_column(JSON, default_factory=list)
    state: Mapped[CallState] = mapped_column(default=CALL.start)
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
