"""Tables of the count of a ballot."""

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
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from voting.congress.ballot_rules.choices import Kind
from voting.core.db import Table, db
from voting.core.errors import NotFound
from voting.tally.run.rules import ANNOUNCED, TALLY, TOLD_IN_HALL, TallyState

UUID = String(64)


class TallyRun(Table):
    """The count of one closed ballot. What the sealed box says is copied: it may not change any more.

    taken_over_at: the close as the public record states it. rules: as a document; lines: ordinal, project_id, title,
    text_sha256 of each project. holders: names of the key holders, threshold of whom open the box.
    counts: of the sealed ballots, per question and answer, once opened. outcome: the exact text that the scrutineers
    sign; serial: of that text, one more for each recount; previous: digest of the text before. by_presidium: ordinals that
    it named among the tied. number: of the proclamation. next_uuid: the ballot that followed from this one. declared_at: the
    result was read out in the hall; deferred: why the congress leaves the vote that must follow to its next session.
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
    serial: Mapped[int] = mapped_column(default=1, server_default="1")
    previous: Mapped[str] = mapped_column(String(64), default="", server_default="")
    by_presidium: Mapped[list[int]] = mapped_column(JSON, default_factory=list)
    void_reason: Mapped[str | None] = mapped_column(String(400), default=None)
    number: Mapped[int | None] = mapped_column(default=None)
    announced_at: Mapped[datetime | None] = mapped_column(default=None)
    declared_at: Mapped[datetime | None] = mapped_column(default=None)
    deferred: Mapped[str | None] = mapped_column(String(400), default=None)
    next_uuid: Mapped[str | None] = mapped_column(ForeignKey("ballot.uuid"), default=None)
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def titles(self) -> dict[int, str]:
        """Return the projects' titles by ordinal."""
        return {int(line["ordinal"]): str(line["title"]) for line in self.lines}

    @property
    def word(self) -> str:
        """Return what its state is called, as a message id."""
        return TALLY.words[self.state]

    @property
    def is_signed(self) -> bool:
        """Tell whether as many scrutineers as open the box have signed the result."""
        return self.state is TallyState.SIGNED or self.is_told_in_hall

    @property
    def is_announced(self) -> bool:
        """Tell whether everybody has been told the result."""
        return self.state in ANNOUNCED

    @property
    def is_told_in_hall(self) -> bool:
        """Tell whether the hall may see the result: the presidium has confirmed it."""
        return self.state in TOLD_IN_HALL

    @property
    def is_undeclared(self) -> bool:
        """Tell whether the result is confirmed and nobody has read it out yet."""
        return self.state is TallyState.CONFIRMED and self.declared_at is None


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
