"""Tables of places and units."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
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
