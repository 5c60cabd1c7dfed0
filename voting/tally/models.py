"""Tables of counting: the run of one ballot's count, shares, paper, signatures. Never a single ballot, never a voter."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    Select,
    String,
    Text,
    UniqueConstraint,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from voting.congress.rules_choices import Kind
from voting.core.db import Id, Table, db
from voting.core.errors import NotFound
from voting.tally.rules import TALLY, TallyState

UUID = String(64)


class TallyRun(Table):
    """The count of one closed ballot. What the sealed box says is copied: it may not change any more.

    taken_over_at: the close as the public record states it. rules: as a document; lines: ordinal, project_id, title,
    text_sha256 of each project. holders: names of the key holders, threshold of whom open the box.
    counts: of the sealed ballots, per question and answer, once opened. outcome: the exact text that the scrutineers
    sign. by_presidium: ordinals that it named among the tied. number: of the proclamation. next_uuid: the ballot that
    followed from this one.
    """

    __tablename__ = "tally_run"
    __table_args__ = (
        CheckConstraint("state IN ('sealed', 'opened', 'void') OR outcome IS NOT NULL", name="outcome"),
        CheckConstraint(
            "state NOT IN ('announced', 'archived') OR (announced_at IS NOT NULL AND number IS NOT NULL)",
            name="announced",
        ),
        Index(None, "jurisdiction_id", "year"),
    )

    ballot_uuid: Mapped[str] = mapped_column(ForeignKey("ballot.uuid"), primary_key=True)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    year: Mapped[int]
    taken_over_at: Mapped[datetime]
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[Kind]
    parent_uuid: Mapped[str | None] = mapped_column(ForeignKey("ballot.uuid"))
    due: Mapped[int]
    present: Mapped[int]
    issued: Mapped[int]
    cast: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    rules: Mapped[dict[str, Any]] = mapped_column(JSON)
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    trustees_raw: Mapped[str] = mapped_column(Text)
    threshold: Mapped[int]
    holders: Mapped[list[str]] = mapped_column(JSON)
    rehearsal: Mapped[bool] = mapped_column(default=False)
    state: Mapped[TallyState] = mapped_column(default=TALLY.start)
    counts: Mapped[list[list[int]] | None] = mapped_column(JSON, default=None)
    outcome: Mapped[str | None] = mapped_column(Text, default=None)
    by_presidium: Mapped[list[int]] = mapped_column(JSON, default_factory=list)
    void_reason: Mapped[str | None] = mapped_column(String(400), default=None)
    number: Mapped[int | None] = mapped_column(default=None)
    announced_at: Mapped[datetime | None] = mapped_column(default=None)
    next_uuid: Mapped[str | None] = mapped_column(ForeignKey("ballot.uuid"), default=None)
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def titles(self) -> dict[int, str]:
        """Return the projects' titles by ordinal."""
        return {int(line["ordinal"]): str(line["title"]) for line in self.lines}


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


class StepRequest(Table):
    """A step that one person has asked for and another has to confirm. values: what the step needs."""

    __tablename__ = "tally_step_request"
    __table_args__ = (Index(None, "jurisdiction_id"),)

    ballot_uuid: Mapped[str] = mapped_column(ForeignKey("tally_run.ballot_uuid"), primary_key=True)
    step: Mapped[str] = mapped_column(String(20), primary_key=True)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    asked_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    asked_by_name: Mapped[str] = mapped_column(String(60))
    asked_at: Mapped[datetime]
    values: Mapped[dict[str, Any]] = mapped_column(JSON, default_factory=dict)


def find_run(uuid: str, jurisdiction_id: int | None) -> TallyRun:
    """Return the count of a ballot as it is now; raise NotFound for an unknown one or another congress's."""
    return _found(select(TallyRun), uuid, jurisdiction_id)


def lock_run(uuid: str, jurisdiction_id: int | None) -> TallyRun:
    """Return the count of a ballot, locked until the transaction ends."""
    return _found(select(TallyRun).with_for_update(), uuid, jurisdiction_id)


def _found(asked: Select[TallyRun], uuid: str, jurisdiction_id: int | None) -> TallyRun:
    asked = asked.where(TallyRun.ballot_uuid == uuid).execution_options(populate_existing=True)
    run = db.session.scalar(asked)
    if run is None or jurisdiction_id not in {None, run.jurisdiction_id}:
        raise NotFound("没有这次计票。")
    return run


def shares_of(uuid: str) -> list[Share]:
    """Return the shares that have come, by seat."""
    return list(db.session.scalars(select(Share).where(Share.ballot_uuid == uuid).order_by(Share.index)))


def signatures_of(uuid: str) -> list[OutcomeSignature]:
    """Return the signatures over the outcome, by seat."""
    asked = select(OutcomeSignature).where(OutcomeSignature.ballot_uuid == uuid)
    return list(db.session.scalars(asked.order_by(OutcomeSignature.index)))


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


def requests_of(uuid: str) -> list[StepRequest]:
    """Return the steps that wait for a second person."""
    return list(db.session.scalars(select(StepRequest).where(StepRequest.ballot_uuid == uuid)))
