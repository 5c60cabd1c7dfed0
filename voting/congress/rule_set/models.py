"""Tables of rule sets."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Id, Table


class RuleSet(Table):
    """The ballot rules of a jurisdiction and year, where they differ from the defaults of its level."""

    __tablename__ = "rule_set"
    __table_args__ = (UniqueConstraint("jurisdiction_id", "year"),)

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    year: Mapped[int]
    values: Mapped[dict[str, Any]] = mapped_column(JSON, default_factory=dict)
