"""Tables of wishes: where a person is reached, and how soon for which kind."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Id, Table
from voting.notices.event.rules import NoticeKind
from voting.notices.wish.rules import Pace

MOST_EMAIL = 254
"""Characters of an address (RFC 5321, 4.5.3.1.3)."""
MOST_SEALED = 600
QUIET = (22, 7)


class Addressee(Table):
    """How an account is told outside the program. email: sealed by `contact.seal`, None where there is none.

    confirmed: its owner answered the first mail; before that it gets no other. to_confirm: that first mail is to be made.

    language: zh or en, of the messages. quiet_begins, quiet_ends: full hours of China's clock.
    """

    __tablename__ = "notice_reader"
    __table_args__ = (
        CheckConstraint("quiet_begins BETWEEN 0 AND 23 AND quiet_ends BETWEEN 0 AND 23", name="quiet"),
    )

    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    language: Mapped[str] = mapped_column(String(2), default="zh")
    email: Mapped[str | None] = mapped_column(String(MOST_SEALED), default=None)
    quiet_begins: Mapped[int] = mapped_column(default=QUIET[0])
    quiet_ends: Mapped[int] = mapped_column(default=QUIET[1])
    confirmed: Mapped[bool] = mapped_column(default=False)
    to_confirm: Mapped[bool] = mapped_column(default=False, index=True)


class FormerAddress(Table):
    """A sealed address that an account no longer has and that is still to hear of it; gone as soon as a message tells it."""

    __tablename__ = "notice_former"

    id: Mapped[Id] = mapped_column(init=False)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    email: Mapped[str] = mapped_column(String(MOST_SEALED))


class ChosenPace(Table):
    """How soon an account wants to be sent what is of a kind; without a row what is usual holds."""

    __tablename__ = "notice_wish"

    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    kind: Mapped[NoticeKind] = mapped_column(primary_key=True)
    pace: Mapped[Pace]
