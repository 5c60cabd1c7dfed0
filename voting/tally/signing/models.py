"""Tables of the shares that open a box and of the signatures over its outcome."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ForeignKey, Index, Text, and_, false, select
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Table, db


class Share(Table):
    """A scrutineer's partial decryption of the sum, checked (canonical JSON).

    late: it came when the box was open. Its device has opened too and may sign; the record keeps the t that opened.
    """

    __tablename__ = "tally_share"
    __table_args__ = (Index(None, "jurisdiction_id"),)

    ballot_uuid: Mapped[str] = mapped_column(ForeignKey("tally_run.ballot_uuid"), primary_key=True)
    index: Mapped[int] = mapped_column(primary_key=True)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    partial: Mapped[str] = mapped_column(Text)
    late: Mapped[bool] = mapped_column(default=False, server_default=false())


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


def opening_shares(uuid: str) -> list[Share]:
    """Return the shares that opened the box, exactly as many as it takes, by seat; before, those that have come."""
    return [share for share in shares_of(uuid) if not share.late]


def signatures_of(uuid: str) -> list[OutcomeSignature]:
    """Return the signatures over the outcome, by seat."""
    asked = select(OutcomeSignature).where(OutcomeSignature.ballot_uuid == uuid)
    return list(db.session.scalars(asked.order_by(OutcomeSignature.index)))


@dataclass(frozen=True)
class Signer:
    """A seat's signature over the outcome as it stands now. opened: whether the same seat has lent a share."""

    index: int
    signature: str
    opened: bool


def signers_of(uuids: Collection[str]) -> dict[str, tuple[Signer, ...]]:
    """Return who signed each of these counts, by seat: one question to the database, however many they are."""
    same = and_(Share.ballot_uuid == OutcomeSignature.ballot_uuid, Share.index == OutcomeSignature.index)
    asked = (
        select(OutcomeSignature.ballot_uuid, OutcomeSignature.index, OutcomeSignature.signature, Share.index)
        .outerjoin(Share, same)
        .where(OutcomeSignature.ballot_uuid.in_(uuids))
        .order_by(OutcomeSignature.index)
    )
    found: dict[str, tuple[Signer, ...]] = dict.fromkeys(uuids, ())
    if not found:
        return found
    for uuid, index, signature, lent in db.session.execute(asked):
        found[uuid] += (Signer(index, signature, lent is not None),)
    return found
