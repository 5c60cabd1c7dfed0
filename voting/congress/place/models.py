"""Tables of places and units."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

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


class UnitSuccession(Table):
    """A unit that is no more (机构改革), and which one took its work over. It keeps its name in what it did before."""

    __tablename__ = "unit_succession"
    __table_args__ = (CheckConstraint("unit_id <> successor_id", name="another"),)

    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    successor_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
