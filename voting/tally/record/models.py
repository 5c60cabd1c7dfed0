"""Which file is the public record of a count."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Table


class KeptBundle(Table):
    """The bundle of an announced count, as it was first built. sha256: of the zip, its name in the file store."""

    __tablename__ = "kept_bundle"

    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"), primary_key=True)
    ballot_uuid: Mapped[str] = mapped_column(ForeignKey("tally_run.ballot_uuid"), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
