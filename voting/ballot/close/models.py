"""Tables of closing."""

from __future__ import annotations

from sqlalchemy import (
    ForeignKey,
    Index,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Table


class RollSignature(Table):
    """A scrutineer's signature over the list of who drew, its digest and its number of names (canonical JSON)."""

    __tablename__ = "roll_signature"
    __table_args__ = (Index(None, "jurisdiction_id"),)

    ballot_uuid: Mapped[str] = mapped_column(ForeignKey("ballot.uuid"), primary_key=True)
    index: Mapped[int] = mapped_column(primary_key=True)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    digest: Mapped[str] = mapped_column(String(64))
    signature: Mapped[str] = mapped_column(Text)
