"""Tables of chat robots and of what goes to them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Id, Table
from voting.notices.channel.robot_format import RobotFormat
from voting.notices.event.rules import NoticeKind
from voting.notices.outbox.rules import MESSAGE, MessageState

MOST_NAME, MOST_ADDRESS, MOST_SECRET = 40, 500, 200


class ChatRobot(Table):
    """A robot in a group chat of a place.

    address, secret: sealed by `wish.contact.seal`, None once it was removed, and secret where the format has none. kinds: values of
    `NoticeKind`. rests_until: no message goes there sooner, None for at once; failed: tries
    since it last took or refused one.
    """

    __tablename__ = "chat_robot"
    __table_args__ = (CheckConstraint("failed >= 0", name="failed"),)

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"), index=True)
    name: Mapped[str] = mapped_column(String(MOST_NAME))
    format: Mapped[RobotFormat]
    address: Mapped[str | None] = mapped_column(String(1000))
    secret: Mapped[str | None] = mapped_column(String(1000))
    kinds: Mapped[list[str]] = mapped_column(JSON)
    rests_until: Mapped[datetime | None] = mapped_column(default=None)
    failed: Mapped[int] = mapped_column(default=0)


class ChatPost(Table):
    """What one robot says of one line of the journal: once, for the line's number is in the key.

    words, told, path, at: as a notice has them. tries, in_doubt, again: as a message of the outbox has them. failure, code:
    message id and number of what the last try ended with; never an address.
    """

    __tablename__ = "chat_post"
    __table_args__ = (
        UniqueConstraint("robot_id", "entry_id"),
        Index(None, "state", "next_try_at"),
        CheckConstraint("tries >= 0", name="tries"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    robot_id: Mapped[int] = mapped_column(ForeignKey("chat_robot.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("audit_entry.id"))
    kind: Mapped[NoticeKind]
    words: Mapped[str] = mapped_column(String(120))
    told: Mapped[dict[str, Any]] = mapped_column(JSON)
    path: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]
    state: Mapped[MessageState] = mapped_column(default=MESSAGE.start)
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None] = mapped_column(default=None)
    in_doubt: Mapped[bool] = mapped_column(default=False)
    again: Mapped[bool] = mapped_column(default=False)
    failure: Mapped[str] = mapped_column(String(120), default="")
    code: Mapped[int] = mapped_column(default=0)
    settled_at: Mapped[datetime | None] = mapped_column(default=None)
