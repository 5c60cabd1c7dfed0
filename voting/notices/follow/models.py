"""Tables of followers: who follows what, and what they are to hear."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Id, Table
from voting.notices.follow.rules import FOLLOW, FollowState, Topic, Way
from voting.notices.wish.models import MOST_SEALED
from voting.notices.wish.rules import Pace


class Follow(Table):
    """A contact that follows something. Public nowhere, counted nowhere.

    subject_id: a suggestion's or project's id, or the year. name: its number, title or year, as messages call it; path:
    where it stands. contact: sealed by `wish.contact.seal`, None once it was deleted; digest: keyed, of the contact. language: zh or en.
    origin: keyed digest of the network that asked. first_made: the first message is in the outbox.
    pace: one of `FOLLOWER_PACES`.
    """

    __tablename__ = "follow"
    __table_args__ = (
        UniqueConstraint("jurisdiction_id", "topic", "subject_id", "digest"),
        Index(None, "state", "first_made"),
        Index(None, "digest", "asked_at"),
        Index(None, "origin", "asked_at"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    topic: Mapped[Topic]
    subject_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    path: Mapped[str] = mapped_column(String(200))
    way: Mapped[Way]
    contact: Mapped[str | None] = mapped_column(String(MOST_SEALED))
    digest: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(2))
    origin: Mapped[str] = mapped_column(String(64))
    asked_at: Mapped[datetime]
    state: Mapped[FollowState] = mapped_column(default=FOLLOW.start)
    first_made: Mapped[bool] = mapped_column(default=False)
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    pace: Mapped[Pace] = mapped_column(default=Pace.AT_ONCE)


class FollowNews(Table):
    """What followers are told of a line of the journal: written once, spread to them in batches.

    part: counts from 0 where a line has several. topics: `Topic` value -> subject ids. words, told, path, at: as a notice has them; path:
    empty where each is led to what he follows. leaves_at: not in the night. reached: id of the last follower that has a message; spread: all have.
    """

    __tablename__ = "follow_news"
    __table_args__ = (UniqueConstraint("entry_id", "part"), Index(None, "spread", "leaves_at"))

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("audit_entry.id"))
    part: Mapped[int]
    topics: Mapped[dict[str, Any]] = mapped_column(JSON)
    words: Mapped[str] = mapped_column(String(120))
    told: Mapped[dict[str, Any]] = mapped_column(JSON)
    path: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]
    leaves_at: Mapped[datetime]
    reached: Mapped[int] = mapped_column(default=0)
    spread: Mapped[bool] = mapped_column(default=False)


class DigestLine(Table):
    """News that waits for the weekly digest of a follower. leaves_at: when that is due; message_id: the digest, None until there is one."""

    __tablename__ = "follow_digest_line"
    __table_args__ = (
        UniqueConstraint("follow_id", "news_id"),
        Index(None, "message_id", "leaves_at"),
        Index(None, "news_id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    follow_id: Mapped[int] = mapped_column(ForeignKey("follow.id", ondelete="CASCADE"))
    news_id: Mapped[int] = mapped_column(ForeignKey("follow_news.id"))
    leaves_at: Mapped[datetime]
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id", ondelete="CASCADE"), default=None)
