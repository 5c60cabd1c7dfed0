"""Shared reads of what leaves the program. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, Row, func, or_, select

from voting.congress.place.models import Jurisdiction
from voting.congress.term.facts import sits
from voting.core.clock import now
from voting.core.db import db
from voting.core.due_rules import PAUSES
from voting.notices.inbox.models import Notice
from voting.notices.outbox.models import Message
from voting.notices.outbox.rules import STALE, MessageState
from voting.notices.wish.contact import opened
from voting.notices.wish.facts import reader_of, wishes_of
from voting.notices.wish.models import FormerAddress
from voting.notices.wish.rules import Pace, pace_of
from voting.people.models import Account

LATELY = timedelta(days=7)


def ripe_notice() -> ColumnElement[bool]:
    """Return what picks out a notice that is to leave and is in no message yet."""
    return Notice.message_id.is_(None) & (Notice.leaves_at <= now())


def ripe_message() -> ColumnElement[bool]:
    """Return what picks out a message that may be tried now; one that rests too long was tried by a clock set back since."""
    at = now()
    rested = or_(
        Message.next_try_at.is_(None), Message.next_try_at <= at, Message.next_try_at > at + PAUSES[-1]
    )
    return (Message.state == MessageState.WAITING) & rested


def is_anything_ripe() -> bool:
    """Tell whether anything is to be sent: at most three questions, each of an index or of a table that is all but empty."""
    return (
        db.session.scalar(select(Notice.id).where(ripe_notice()).limit(1)) is not None
        or db.session.scalar(select(Message.id).where(ripe_message()).limit(1)) is not None
        or db.session.scalar(select(FormerAddress.id).limit(1)) is not None
    )


def address_of(row: Message, secret_key: str) -> str | None:
    """Return where a message goes; None once the account is closed, its deputy's term is over, or no address is left."""
    account = db.session.get_one(Account, row.account_id)
    if account.closed or (account.deputy_id is not None and not sits(account.deputy_id)):
        return None
    if row.former is not None:
        return opened(row.former, secret_key)
    reader = reader_of(row.account_id)
    return opened(reader.email, secret_key) if reader else None


def wanted_of(message: Message) -> Sequence[Row[Notice, str]]:
    """Return the notices that a message carries, each with the name of its place, the oldest first.

    Without those that could not leave in time, and those of a kind that its reader wants sent no more: his wish when
    the mail is made counts, not that of the day on which the notice was written.
    """
    asked = select(Notice, Jurisdiction.name).join(Jurisdiction, Jurisdiction.id == Notice.jurisdiction_id)
    in_time = Notice.message_id == message.id, Notice.leaves_at >= now() - STALE
    wishes = wishes_of({message.account_id}).get(message.account_id)
    paces = wishes.paces if wishes else {}
    return [
        row
        for row in db.session.execute(asked.where(*in_time).order_by(Notice.at, Notice.id))
        if pace_of(row[0].kind, paces.get(row[0].kind)) is not Pace.NONE
    ]


def given_up_lately() -> int:
    """Return how many messages of the last seven days no server would take, for good or in time."""
    states = (MessageState.REFUSED, MessageState.FAILED)
    return (
        db.session.scalar(
            select(func.count()).where(Message.state.in_(states), Message.settled_at > now() - LATELY)
        )
        or 0
    )
