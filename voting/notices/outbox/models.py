"""Tables of what leaves the program."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Id, Table
from voting.notices.outbox.rules import MESSAGE, MessageState
from voting.notices.wish.models import MOST_SEALED

MOST_FAILURE = 200


class Message(Table):
    """One mail to one account. It holds no text, and no address but a former one: both are read when it is sent.

    key: of its Message-ID, the same at every try. tries: begun ones. in_doubt: a try began of which no answer is known; again:
    it is sent once more although it may have been accepted, and says so. failure: what the last try ended with, never
    an address. former: it tells that address, sealed, that it is told nothing more; forgotten once that is settled.
    """

    __tablename__ = "message"
    __table_args__ = (Index(None, "state", "next_try_at"), CheckConstraint("tries >= 0", name="tries"))

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
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
