"""Tables of the list of candidates."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Id, Table
from voting.screening.shortlist.rules import SHORTLIST, ApprovalKind, ListDecision, ShortlistState


class CandidateList(Table):
    """A year's list of candidates on its way along the chain of approvals.

    chain: the steps as they held when the list was decided, each as in `ListChain`; None before, and for older lists.
    """

    __tablename__ = "screening_shortlist"
    __table_args__ = (UniqueConstraint("jurisdiction_id", "year"), CheckConstraint("seats > 0", name="seats"))

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    year: Mapped[int]
    seats: Mapped[int]
    state: Mapped[ShortlistState] = mapped_column(default=SHORTLIST.start)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    chain: Mapped[list[dict[str, str]] | None] = mapped_column(JSON, default=None)
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class ListChain(Table):
    """The chain of approvals that a place has set for a year, where it differs from its level's.

    steps: [{kind, need, source}], ApprovalKind and Need by their values, and on what the need rests.
    """

    __tablename__ = "screening_chain"

    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    steps: Mapped[list[dict[str, str]]] = mapped_column(JSON, default_factory=list)


class ListApproval(Table):
    """One step of the chain as it was recorded, passed or not. Where nobody counted votes they are zeros.

    withdrawn: the list was sent back afterwards; the record stays. reason: why it failed or went back, what was said, why
    a list is decided while suggestions wait; reply: what was answered to that. project_id: the one project whose changed
    text was put to the body again, None for the whole list. seen: [project id, number of its version], in the list's order;
    empty for what was recorded before versions were kept.
    """

    __tablename__ = "screening_approval"
    __table_args__ = (
        Index(None, "jurisdiction_id"),
        CheckConstraint("approve + oppose + abstain <= present AND present <= due", name="count"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    shortlist_id: Mapped[int] = mapped_column(ForeignKey("screening_shortlist.id"))
    kind: Mapped[ApprovalKind]
    decided_on: Mapped[date]
    document: Mapped[str] = mapped_column(String(120), default="")
    due: Mapped[int] = mapped_column(default=0)
    present: Mapped[int] = mapped_column(default=0)
    approve: Mapped[int] = mapped_column(default=0)
    oppose: Mapped[int] = mapped_column(default=0)
    abstain: Mapped[int] = mapped_column(default=0)
    withdrawn: Mapped[bool] = mapped_column(default=False)
    decision: Mapped[ListDecision] = mapped_column(default=ListDecision.PASSED)
    reason: Mapped[str] = mapped_column(Text, default="")
    reply: Mapped[str] = mapped_column(Text, default="")
    project_id: Mapped[int | None] = mapped_column(ForeignKey("screening_project.id"), default=None)
    seen: Mapped[list[list[int]]] = mapped_column(JSON, default_factory=list)

    @property
    def stands(self) -> bool:
        """Tell whether the body has approved, and nothing has undone it."""
        return self.decision is ListDecision.PASSED and not self.withdrawn

    @property
    def is_done(self) -> bool:
        """Tell whether the step was taken for the whole list: approved, or recorded where nothing is decided."""
        noted = self.decision is ListDecision.NOTED and not self.withdrawn
        return self.project_id is None and (self.stands or noted)


class FrozenText(Table):
    """The text of a formal candidate as deputies vote on it: canonical JSON, never changed after."""

    __tablename__ = "screening_frozen_text"
    __table_args__ = (UniqueConstraint("shortlist_id", "ordinal"), Index(None, "jurisdiction_id", "year"))

    project_id: Mapped[int] = mapped_column(ForeignKey("screening_project.id"), primary_key=True)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    year: Mapped[int]
    shortlist_id: Mapped[int] = mapped_column(ForeignKey("screening_shortlist.id"))
    ordinal: Mapped[int]
    title: Mapped[str] = mapped_column(String(60))
    summary: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    text_sha256: Mapped[str] = mapped_column(String(64))
