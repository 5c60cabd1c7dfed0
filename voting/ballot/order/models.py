"""Tables of ballots as ordered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    Select,
    String,
    Text,
    UniqueConstraint,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from voting.ballot.order.rules import BALLOT, DRAWING, GONE, BallotState
from voting.belenios.fingerprint import DIGITS
from voting.congress.ballot_rules.choices import Kind
from voting.core.db import Table, db
from voting.core.errors import NotFound, WrongMoment
from voting.core.text import N_

UUID = String(64)


class Withdrawn(WrongMoment):
    """This set-up was withdrawn: it signs and takes nothing any more. successor: UUID of the ballot in its place."""

    def __init__(self, successor: str) -> None:
        super().__init__(N_("这次票箱准备已经撤回，它的选票和票卡都不再有效，请用重新准备的。"))
        self.successor = successor
        self.told = {"next": successor}


class Ballot(Table):
    """One secret ballot: a vote on candidates, a second round, a tie vote or an evaluation.

    uuid: Base58, at least 14 characters, in every signature of it. rules: the order's, as a document.
    *_raw: exact texts from set-up on. issuing_key: wrapped by a file outside the database, None after close.
    due: fixed at set-up; present, issued, cast, attended, on_leave, digest: at close; attended: who was ever checked in; on_leave:
    who was absent with leave. plenary: number of the plenary meeting in which it was opened. parent_uuid: the round that this
    one follows.
    successor_uuid: of a withdrawn set-up, the ballot in its place; fingerprint stays, by which people know what was printed.
    joint_draw: number, within the meeting, of the draw in which several ballots are handed out together; draw_place: its place
    in the order in which they are cast. Both None: drawn by itself.
    """

    __tablename__ = "ballot"
    __table_args__ = (
        CheckConstraint("seats > 0", name="seats"),
        CheckConstraint("state NOT IN ('ready', 'open') OR issuing_key IS NOT NULL", name="issuing_key"),
        CheckConstraint("state <> 'closed' OR (issuing_key IS NULL AND digest IS NOT NULL)", name="closed"),
        CheckConstraint("(state = 'withdrawn') = (successor_uuid IS NOT NULL)", name="successor"),
        CheckConstraint("cards_made >= cards_voided + cards_lost", name="cards"),
        Index(None, "jurisdiction_id", "meeting_id"),
    )

    uuid: Mapped[str] = mapped_column(UUID, primary_key=True)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    year: Mapped[int]
    kind: Mapped[Kind]
    title: Mapped[str] = mapped_column(String(200))
    seats: Mapped[int]
    rules: Mapped[dict[str, Any]] = mapped_column(JSON)
    ceremony_id: Mapped[int | None] = mapped_column(ForeignKey("ceremony.id"), default=None)
    parent_uuid: Mapped[str | None] = mapped_column(ForeignKey("ballot.uuid"), default=None)
    successor_uuid: Mapped[str | None] = mapped_column(ForeignKey("ballot.uuid"), default=None)
    rehearsal: Mapped[bool] = mapped_column(default=False)
    challengeable: Mapped[bool] = mapped_column(default=False)
    joint_draw: Mapped[int | None] = mapped_column(default=None)
    draw_place: Mapped[int | None] = mapped_column(default=None)
    state: Mapped[BallotState] = mapped_column(default=BALLOT.start)
    void_reason: Mapped[str | None] = mapped_column(String(400), default=None)
    rules_raw: Mapped[str | None] = mapped_column(Text, default=None)
    election_raw: Mapped[str | None] = mapped_column(Text, default=None)
    trustees_raw: Mapped[str | None] = mapped_column(Text, default=None)
    issuer_raw: Mapped[str | None] = mapped_column(Text, default=None)
    fingerprint: Mapped[str | None] = mapped_column(String(DIGITS), default=None)
    issuing_key: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    cards_made: Mapped[int] = mapped_column(default=0)
    cards_voided: Mapped[int] = mapped_column(default=0)
    cards_lost: Mapped[int] = mapped_column(default=0)
    due: Mapped[int | None] = mapped_column(default=None)
    present: Mapped[int | None] = mapped_column(default=None)
    issued: Mapped[int | None] = mapped_column(default=None)
    cast: Mapped[int | None] = mapped_column(default=None)
    attended: Mapped[int | None] = mapped_column(default=None)
    on_leave: Mapped[int | None] = mapped_column(default=None)
    digest: Mapped[str | None] = mapped_column(String(64), default=None)
    plenary: Mapped[int | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class BallotLine(Table):
    """A project as printed on a ballot, frozen. text_sha256: hex digest of the dossier as voted."""

    __tablename__ = "ballot_line"
    __table_args__ = (UniqueConstraint("ballot_uuid", "project_id"), Index(None, "jurisdiction_id"))

    ballot_uuid: Mapped[str] = mapped_column(ForeignKey("ballot.uuid"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    project_id: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text, default="")
    text_sha256: Mapped[str] = mapped_column(String(64), default="")


STANDING = Ballot.state != BallotState.WITHDRAWN
"""Every list of ballots asks for this: a set-up that was withdrawn is a tombstone, the ballot in its place is listed."""


def find_ballot(uuid: str, jurisdiction_id: int | None = None) -> Ballot:
    """Return a ballot as it is now.

    Errors, here and in the two below: NotFound for an unknown one or another jurisdiction's; Withdrawn for a tombstone.
    """
    return _found(select(Ballot).where(Ballot.uuid == uuid), jurisdiction_id)


def share_ballot(uuid: str, jurisdiction_id: int | None = None) -> Ballot:
    """Return a ballot that cannot be closed before this transaction ends (FOR SHARE)."""
    return _found(select(Ballot).where(Ballot.uuid == uuid).with_for_update(read=True), jurisdiction_id)


def lock_ballot(uuid: str, jurisdiction_id: int | None = None) -> Ballot:
    """Return a ballot that nobody else reads for drawing, casting or closing until the end (FOR UPDATE)."""
    return _found(select(Ballot).where(Ballot.uuid == uuid).with_for_update(), jurisdiction_id)


def _found(asked: Select[Ballot], jurisdiction_id: int | None) -> Ballot:
    ballot = db.session.scalar(asked.execution_options(populate_existing=True))
    if ballot is None or jurisdiction_id not in {None, ballot.jurisdiction_id}:
        raise NotFound("没有这次票决。")
    if ballot.successor_uuid is not None:
        raise Withdrawn(ballot.successor_uuid)
    return ballot


def drawn_together(ballot: Ballot) -> list[Ballot]:
    """Return the ballots that are handed out in one draw with this one, itself among them, in the order of casting.

    Ballots that are void or withdrawn have left the draw: one of those stands alone.
    """
    if ballot.joint_draw is None or ballot.state in GONE:
        return [ballot]
    asked = select(Ballot).where(
        Ballot.meeting_id == ballot.meeting_id,
        Ballot.joint_draw == ballot.joint_draw,
        Ballot.state.not_in(GONE),
    )
    return list(db.session.scalars(asked.order_by(Ballot.draw_place, Ballot.uuid)))


def is_handed_out(ballot: Ballot) -> bool:
    """Tell whether tokens, cards and papers of a ballot go out now: set up, as are all that are drawn with it."""
    return ballot.state in DRAWING and not any(
        one.state is BallotState.DRAFT for one in drawn_together(ballot)
    )


def withdrawn_before(uuid: str) -> Sequence[Ballot]:
    """Return the set-ups that were withdrawn and in whose place this ballot stands."""
    asked = select(Ballot).where(Ballot.successor_uuid == uuid).order_by(Ballot.uuid)
    return db.session.scalars(asked).all()


def lines_of(uuid: str) -> list[BallotLine]:
    """Return the printed lines of a ballot, in their order."""
    return list(
        db.session.scalars(
            select(BallotLine).where(BallotLine.ballot_uuid == uuid).order_by(BallotLine.ordinal)
        )
    )
