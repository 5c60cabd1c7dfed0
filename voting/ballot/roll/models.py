"""Tables of the roll."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from voting.ballot.order.rules import Means
from voting.core.db import Table


class RollEntry(Table):
    """This deputy has received a token or paper for this ballot: the unique key is the guard against a second.

    blinded, signature: kept until close, only to answer the exact same request with the same bytes; None for cards
    and paper.
    """

    __tablename__ = "roll_entry"
    __table_args__ = (Index(None, "jurisdiction_id"), {"sqlite_with_rowid": False})  # no order of drawing

    ballot_uuid: Mapped[str] = mapped_column(ForeignKey("ballot.uuid"), primary_key=True)
    deputy_id: Mapped[int] = mapped_column(ForeignKey("deputy.id"), primary_key=True)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    means: Mapped[Means]
    blinded: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    signature: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)


class ClosedRoll(Table):
    """roll.json as it was fixed at close: what scrutineers sign never changes when a name is corrected later.

    Ballots of protocol 1 have none.
    """

    __tablename__ = "closed_roll"
    __table_args__ = (Index(None, "jurisdiction_id"),)

    ballot_uuid: Mapped[str] = mapped_column(ForeignKey("ballot.uuid"), primary_key=True)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    raw: Mapped[str] = mapped_column(Text)
