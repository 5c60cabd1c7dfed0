"""Tables of time: what is due, and when somebody who does it was last heard of."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Id, Table
from voting.core.due_rules import DueState

MOST_FAILURE = 300


class Due(Table):
    """A thing that is due at a moment: what (kind) and of what (key); never a word of a text, a name or a contact.

    kind: a key of `jobs.JOBS`; key: an id of the room that owes it, unique within the kind in the whole program.
    jurisdiction_id: whose it is, None for what the program owes itself. tries: begun ones; next_try_at: not before
    then. failure: the sentence of the last failed try. settled_at: when it was done, given up or cancelled.
    """

    __tablename__ = "due"
    __table_args__ = (
        UniqueConstraint("kind", "key"),
        Index(None, "state", "due_at"),
        CheckConstraint("tries >= 0", name="tries"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(80))
    jurisdiction_id: Mapped[int | None] = mapped_column(ForeignKey("jurisdiction.id"))
    due_at: Mapped[datetime]
    owed_at: Mapped[datetime]
    state: Mapped[DueState] = mapped_column(default=DueState.WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None] = mapped_column(default=None)
    failure: Mapped[str] = mapped_column(String(MOST_FAILURE), default="")
    settled_at: Mapped[datetime | None] = mapped_column(default=None)


class DueWorker(Table):
    """Who does what is due, and when he was last heard of. name: of the machine he runs on."""

    __tablename__ = "due_worker"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    heard_at: Mapped[datetime]
