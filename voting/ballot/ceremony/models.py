"""Tables of the key ceremony."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from voting.ballot.ceremony.rules import CEREMONY, CeremonyState
from voting.belenios.fingerprint import DIGITS
from voting.core.db import Id, Table, db
from voting.core.errors import NotFound


class Ceremony(Table):
    """The making of one ballot key by the scrutineers of a meeting, t of n.

    trustees_raw, fingerprint: once the third round is done; it counts when everybody has confirmed.
    """

    __tablename__ = "ceremony"
    __table_args__ = (
        CheckConstraint("size >= 1 AND threshold <= size AND 2 * threshold > size", name="threshold"),
        Index(None, "jurisdiction_id", "meeting_id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    size: Mapped[int]
    threshold: Mapped[int]
    rehearsal: Mapped[bool] = mapped_column(default=False)
    state: Mapped[CeremonyState] = mapped_column(default=CEREMONY.start)
    trustees_raw: Mapped[str | None] = mapped_column(Text, default=None)
    fingerprint: Mapped[str | None] = mapped_column(String(DIGITS), default=None)
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Trustee(Table):
    """A scrutineer's seat in a ceremony, 1 to n, and what his device has sent (canonical JSON; no secret).

    sealed_shares: one text per addressee, readable by the addressee's device alone.
    """

    __tablename__ = "trustee"
    __table_args__ = (UniqueConstraint("ceremony_id", "account_id"), Index(None, "jurisdiction_id"))

    ceremony_id: Mapped[int] = mapped_column(ForeignKey("ceremony.id"), primary_key=True)
    index: Mapped[int] = mapped_column(primary_key=True)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str] = mapped_column(String(60))
    cert: Mapped[str | None] = mapped_column(Text, default=None)
    deal: Mapped[str | None] = mapped_column(Text, default=None)
    sealed_shares: Mapped[str | None] = mapped_column(Text, default=None)
    verification_key: Mapped[str | None] = mapped_column(Text, default=None)
    confirmed: Mapped[bool] = mapped_column(default=False)


def find_ceremony(ceremony_id: int, jurisdiction_id: int, *, lock: bool = False) -> Ceremony:
    """Return a ceremony; raise NotFound for an unknown one or another jurisdiction's."""
    asked = select(Ceremony).where(Ceremony.id == ceremony_id, Ceremony.jurisdiction_id == jurisdiction_id)
    if lock:
        asked = asked.with_for_update()
    ceremony = db.session.scalar(asked.execution_options(populate_existing=True))
    if ceremony is None:
        raise NotFound("没有这次钥匙生成。")
    return ceremony


def trustees_of(ceremony_id: int) -> list[Trustee]:
    """Return the seats of a ceremony, 1 to n."""
    return list(
        db.session.scalars(select(Trustee).where(Trustee.ceremony_id == ceremony_id).order_by(Trustee.index))
    )


def ceremony_done(meeting_id: int, *, rehearsal: bool) -> Ceremony | None:
    """Return the meeting's newest ceremony that counts, or None; a rehearsal never uses a real key."""
    asked = select(Ceremony).where(
        Ceremony.meeting_id == meeting_id,
        Ceremony.rehearsal.is_(rehearsal),
        Ceremony.state == CeremonyState.DONE,
    )
    return db.session.scalar(asked.order_by(Ceremony.id.desc()).limit(1))
