"""Tables of text messages."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from voting.core.db import Table
from voting.notices.channel.sms_template import BodyFormat

MOST_ADDRESS, MOST_BODY, MOST_HEADER, MOST_ACCEPTED, MOST_SIGNATURE = 500, 2000, 460, 100, 20


class SmsProvider(Table):
    """How a place sends text messages. address, header, body: sealed by `wish.contact.seal`, header None for none.

    signature: what stands in 【】 before each message, as registered with the provider. rests_until: nothing is sent sooner; failed:
    tries since it last took or refused one.
    """

    __tablename__ = "sms_provider"

    jurisdiction_id: Mapped[int] = mapped_column(
        ForeignKey("jurisdiction.id"), primary_key=True, autoincrement=False
    )
    signature: Mapped[str] = mapped_column(String(MOST_SIGNATURE))
    format: Mapped[BodyFormat]
    address: Mapped[str] = mapped_column(Text)
    header: Mapped[str | None] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    accepted: Mapped[str] = mapped_column(String(MOST_ACCEPTED))
    rests_until: Mapped[datetime | None] = mapped_column(default=None)
    failed: Mapped[int] = mapped_column(default=0)
