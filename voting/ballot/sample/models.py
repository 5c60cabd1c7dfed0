"""Tables of the sample."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from voting.belenios.sample import SampleVerdict
from voting.core.db import Table


class SampleSignature(Table):
    """The numbers of a device's sample as its scrutineer signed them (canonical JSON of a Schnorr proof). One, ever."""

    __tablename__ = "sample_signature"
    __table_args__ = (Index(None, "jurisdiction_id"),)

    ballot_uuid: Mapped[str] = mapped_column(ForeignKey("ballot.uuid"), primary_key=True)
    index: Mapped[int] = mapped_column(primary_key=True)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    verdict: Mapped[SampleVerdict]
    text: Mapped[str] = mapped_column(Text)
    signature: Mapped[str] = mapped_column(Text)
