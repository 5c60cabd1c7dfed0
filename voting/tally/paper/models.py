"""Tables of paper."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Id, Table, db


class PaperPlace(Table):
    """A place where paper ballots are cast and counted. expected: ballots it was given out for."""

    __tablename__ = "paper_place"
    __table_args__ = (
        UniqueConstraint("ballot_uuid", "name"),
        CheckConstraint("expected >= 0", name="expected"),
        Index(None, "jurisdiction_id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    ballot_uuid: Mapped[str] = mapped_column(ForeignKey("tally_run.ballot_uuid"))
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    name: Mapped[str] = mapped_column(String(60))
    expected: Mapped[int]


class PaperSheet(Table):
    """One teller's count of a place, made without seeing the other's. lines: answers per project, in order."""

    __tablename__ = "paper_sheet"
    __table_args__ = (
        CheckConstraint("issued >= 0 AND returned >= 0 AND void >= 0 AND void <= returned", name="numbers"),
        Index(None, "jurisdiction_id"),
    )

    place_id: Mapped[int] = mapped_column(ForeignKey("paper_place.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    issued: Mapped[int]
    returned: Mapped[int]
    void: Mapped[int]
    lines: Mapped[list[list[int]]] = mapped_column(JSON)


class VoidPaper(Table):
    """A paper ballot that is void, with its reason. It counts as void once a scrutineer has confirmed it."""

    __tablename__ = "void_paper"
    __table_args__ = (
        CheckConstraint("confirmed_by IS NULL OR confirmed_by <> entered_by", name="second_person"),
        Index(None, "jurisdiction_id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    place_id: Mapped[int] = mapped_column(ForeignKey("paper_place.id"))
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    reason: Mapped[str] = mapped_column(String(200))
    entered_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), default=None)


class SmallChannelConsent(Table):
    """Somebody accepts that a channel is so small that its subtotal tells much. place_id 0: the tablets."""

    __tablename__ = "small_channel_consent"
    __table_args__ = (Index(None, "jurisdiction_id"),)

    ballot_uuid: Mapped[str] = mapped_column(ForeignKey("tally_run.ballot_uuid"), primary_key=True)
    place_id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    name: Mapped[str] = mapped_column(String(60))


def places_of(uuid: str) -> list[PaperPlace]:
    """Return the places that count paper, in the order they were opened."""
    asked = select(PaperPlace).where(PaperPlace.ballot_uuid == uuid)
    return list(db.session.scalars(asked.order_by(PaperPlace.id)))


def sheets_of(uuid: str) -> dict[int, list[PaperSheet]]:
    """Return place id -> its tellers' sheets, for all places of a count."""
    asked = (
        select(PaperSheet)
        .join(PaperPlace, PaperPlace.id == PaperSheet.place_id)
        .where(PaperPlace.ballot_uuid == uuid)
    )
    found: dict[int, list[PaperSheet]] = {}
    for sheet in db.session.scalars(asked.order_by(PaperSheet.account_id)):
        found.setdefault(sheet.place_id, []).append(sheet)
    return found


def voids_of(uuid: str) -> dict[int, list[VoidPaper]]:
    """Return place id -> its void papers, for all places of a count."""
    asked = (
        select(VoidPaper)
        .join(PaperPlace, PaperPlace.id == VoidPaper.place_id)
        .where(PaperPlace.ballot_uuid == uuid)
    )
    found: dict[int, list[VoidPaper]] = {}
    for void in db.session.scalars(asked.order_by(VoidPaper.id)):
        found.setdefault(void.place_id, []).append(void)
    return found


def consents_of(uuid: str) -> list[SmallChannelConsent]:
    """Return who accepted that a channel is small."""
    asked = select(SmallChannelConsent).where(SmallChannelConsent.ballot_uuid == uuid)
    return list(db.session.scalars(asked.order_by(SmallChannelConsent.account_id)))
