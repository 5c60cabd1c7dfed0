"""Tables of what leaves the program."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Id, Table
from voting.notices.follow.rules import Way
from voting.notices.outbox.rules import MESSAGE, MessageState
from voting.notices.wish.models import MOST_SEALED

MOST_FAILURE = 200


class Message(Table):
    """One message to one account, or to one follower. It holds no text, and no address but a former one: both are read when it is sent.

    key: of its Message-ID, the same at every try. tries: begun ones. in_doubt: a try began of which no answer is known; again:
    it is sent once more although it may have been accepted, and says so. failure: what the last try ended with, never
    an address. former: it tells that address, sealed, that it is told nothing more; forgotten once that is settled.
    confirms: it asks the account's address whether it is its owner's.
    follow_id: whom it is for where that is no account; news_id: what he is told, None for the first message, which asks him, and for a
    digest, whose news stand in `DigestLine`.
    """

    __tablename__ = "message"
    __table_args__ = (
        Index(None, "state", "next_try_at"),
        Index(None, "news_id"),
        UniqueConstraint("follow_id", "news_id"),
        CheckConstraint("tries >= 0", name="tries"),
        CheckConstraint("(account_id IS NULL) <> (follow_id IS NULL)", name="whose"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(32), unique=True)
    made_at: Mapped[datetime]
    state: Mapped[MessageState] = mapped_column(default=MESSAGE.start)
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None] = mapped_column(default=None)
    in_doubt: Mapped[bool] = mapped_column(default=False)
    again: Mapped[bool] = mapped_column(default=False)
    failure: Mapped[str] = mapped_column(String(MOST_FAILURE), default="")
    settled_at: Mapped[datetime | None] = mapped_column(default=None)
    former: Mapped[str | None] = mapped_column(String(MOST_SEALED), default=None)
    confirms: Mapped[bool] = mapped_column(default=False)
    way: Mapped[Way] = mapped_column(default=Way.MAIL)
    follow_id: Mapped[int | None] = mapped_column(ForeignKey("follow.id", ondelete="CASCADE"), default=None)
    news_id: Mapped[int | None] = mapped_column(ForeignKey("follow_news.id"), default=None)
    digest: Mapped[bool] = mapped_column(default=False)
