"""Tables of suggestions."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.clock import day_of
from voting.core.db import Id, Table
from voting.screening.suggestion.rules import SUGGESTION, AnswerClass, SuggestionState, SuggestionTurn
from voting.screening.words import Channel, Field, Source

ORDER_LENGTH, ORIGIN_LENGTH = 60, 80


class Suggestion(Table):
    """One suggestion (建议项目). Its text never changes.

    contact: who made it, sealed by `contact.sealed_contact`, never public; None where nothing was told, or it was forgotten.
    number: for tracking; nonce: of the form it came with, so that sending twice stores once.
    origin: keyed digest of the sender's address and the day, for the limit on strangers; None when signed in.
    routed_as_id: the suggestion made of it in another jurisdiction. year: of the projects among which it is weighed; the number
    keeps the one in which it came. answer, elsewhere: what its proposer was answered, and where else he may turn; field: what it
    is about, as whoever answered it found.
    joins_id: the suggestion that its proposer found there already and joined, in his own words.
    title, content, place, number: what stood there is read before it is changed, for the index of look-alikes forgets by it.
    shown_at: when staff let its title be shown to others who ask for the same; None: it is not shown.
    received_on: the day on which a letter, call or visit came in that was typed later; None for what came in by itself.
    order_number: by which the hotline, or the motion that it was, knows it; no place has one twice.
    """

    __tablename__ = "screening_suggestion"
    __table_args__ = (
        UniqueConstraint("jurisdiction_id", "nonce"),
        UniqueConstraint("jurisdiction_id", "order_number"),
        Index(None, "jurisdiction_id", "year", "state"),
        Index(None, "jurisdiction_id", "origin", "submitted_at"),
        Index(None, "project_id"),
        Index(None, "joins_id"),
        Index(None, "routed_as_id"),
        Index(None, "jurisdiction_id", "year", "id"),
        CheckConstraint("cost_fen >= 0", name="cost"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    year: Mapped[int]
    number: Mapped[str] = mapped_column(String(20), unique=True, active_history=True)
    nonce: Mapped[str] = mapped_column(String(32))
    source: Mapped[Source]
    channel: Mapped[Channel]
    submitted_at: Mapped[datetime]
    title: Mapped[str] = mapped_column(String(60), active_history=True)
    content: Mapped[str] = mapped_column(Text, active_history=True)
    place: Mapped[str] = mapped_column(String(120), default="", active_history=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    scale: Mapped[str] = mapped_column(String(200), default="")
    finish: Mapped[str] = mapped_column(String(60), default="")
    cost_fen: Mapped[int | None] = mapped_column(BigInteger, default=None)
    funding: Mapped[str] = mapped_column(String(200), default="")
    implementer: Mapped[str] = mapped_column(String(80), default="")
    origin_name: Mapped[str] = mapped_column(String(ORIGIN_LENGTH), default="")
    contact: Mapped[str | None] = mapped_column(Text, default=None)
    origin: Mapped[str | None] = mapped_column(String(64), default=None)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), default=None)
    call_id: Mapped[int | None] = mapped_column(ForeignKey("screening_call.id"), default=None)
    state: Mapped[SuggestionState] = mapped_column(default=SUGGESTION.start)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("screening_project.id"), default=None)
    routed_to_id: Mapped[int | None] = mapped_column(ForeignKey("jurisdiction.id"), default=None)
    routed_as_id: Mapped[int | None] = mapped_column(ForeignKey("screening_suggestion.id"), default=None)
    joins_id: Mapped[int | None] = mapped_column(ForeignKey("screening_suggestion.id"), default=None)
    shown_at: Mapped[datetime | None] = mapped_column(default=None)
    received_on: Mapped[date | None] = mapped_column(default=None)
    order_number: Mapped[str | None] = mapped_column(String(ORDER_LENGTH), default=None)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    answer_class: Mapped[AnswerClass | None] = mapped_column(default=None)
    elsewhere: Mapped[str] = mapped_column(String(300), default="")
    field: Mapped[Field | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def came_on(self) -> date:
        """Return the day on which it reached the office: of a letter that of the letter, not that of its typing."""
        return self.received_on or day_of(self.submitted_at)


class SuggestionStep(Table):
    """A day in the life of a suggestion, for its proposer and for lineage; rows are added and never changed.

    year: the one it went on to, of CARRIED alone; project_id: the one it went into or came out of.
    place_id: to or from which congress it went, of the turns between levels alone; other_id: what it is or was there;
    account_id: who sent it, shown to staff alone; reason: why, in the sender's words, which its proposer reads too.
    """

    __tablename__ = "screening_suggestion_step"
    __table_args__ = (Index(None, "suggestion_id"), Index(None, "jurisdiction_id"))

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("screening_suggestion.id"))
    at: Mapped[datetime]
    step: Mapped[SuggestionTurn]
    year: Mapped[int | None] = mapped_column(default=None)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("screening_project.id"), default=None)
    place_id: Mapped[int | None] = mapped_column(ForeignKey("jurisdiction.id"), default=None)
    other_id: Mapped[int | None] = mapped_column(ForeignKey("screening_suggestion.id"), default=None)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), default=None)
    reason: Mapped[str] = mapped_column(Text, default="")


class SuggestionPhoto(Table):
    """A picture that came with a suggestion, made anew (`uploads.pictures`), for staff alone. name: in the file store."""

    __tablename__ = "screening_suggestion_photo"

    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"), primary_key=True)
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("screening_suggestion.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(80), primary_key=True)
