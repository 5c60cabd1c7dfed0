"""Tables of the opening."""

from __future__ import annotations

from sqlalchemy import (
    ForeignKey,
    Index,
    Text,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Table, db


class Share(Table):
    """A scrutineer's partial decryption of the sum, checked (canonical JSON)."""

    __tablename__ = "tally_share"
    __table_args__ = (Index(None, "jurisdiction_id"),)

    ballot_uuid: Mapped[str] = mapped_column(ForeignKey("tally_run.ballot_uuid"), primary_key=True)
    index: Mapped[int] = mapped_column(primary_key=True)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    partial: Mapped[str] = mapped_column(Text)


class OutcomeSignature(Table):
    """A scrutineer's signature over the exact text of the outcome, checked (canonical JSON of a Schnorr proof)."""

    __tablename__ = "outcome_signature"
    __table_args__ = (Index(None, "jurisdiction_id"),)

    ballot_uuid: Mapped[str] = mapped_column(ForeignKey("tally_run.ballot_uuid"), primary_key=True)
    index: Mapped[int] = mapped_column(primary_key=True)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    signature: Mapped[str] = mapped_column(Text)


def shares_of(uuid: str) -> list[Share]:
    """Return the shares that have come, by seat."""
    return list(db.session.scalars(select(Share).where(Share.ballot_uuid == uuid).order_by(Share.index)))


def signatures_of(uuid: str) -> list[OutcomeSignature]:
    """Return the signatures over the outcome, by seat."""
    asked = select(OutcomeSignature).where(OutcomeSignature.ballot_uuid == uuid)
    return list(db.session.scalars(asked.order_by(OutcomeSignature.index)))
