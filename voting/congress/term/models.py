"""Tables of terms and deputies."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Id, Table


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
    """A deputy of a term. number: as printed on the badge; initials: of the pinyin, lower case, a word for each reading.

    gender, ethnicity, post, phone: as the office's roster has them, None where it does not; phone: for the office alone.
    """

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
    gender: Mapped[str | None] = mapped_column(String(4), default=None)
    ethnicity: Mapped[str | None] = mapped_column(String(20), default=None)
    post: Mapped[str | None] = mapped_column(String(100), default=None)
    phone: Mapped[str | None] = mapped_column(String(40), default=None)
