"""Tables of the numbers to which accounts are sent text messages."""

from __future__ import annotations

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Table
from voting.notices.wish.models import MOST_SEALED


class AccountPhone(Table):
    """The number at which an account is sent text messages. number: sealed by `wish.contact.seal`, None once it was taken away.

    kinds: values of `NoticeKind` that go there beside those that are always sent. confirmed: its owner answered the first message;
    before that it gets no other. to_confirm: that first message is to be made.
    """

    __tablename__ = "notice_phone"

    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    number: Mapped[str | None] = mapped_column(String(MOST_SEALED), default=None)
    kinds: Mapped[list[str]] = mapped_column(JSON, default_factory=list)
    confirmed: Mapped[bool] = mapped_column(default=False)
    to_confirm: Mapped[bool] = mapped_column(default=False, index=True)
