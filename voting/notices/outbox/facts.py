"""Shared reads of what leaves the program. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, Row, func, or_, select

from voting.congress.place.models import Jurisdiction
from voting.core.clock import now
from voting.core.db import db
from voting.core.due_rules import PAUSES
from voting.notices.inbox.models import Notice
from voting.notices.outbox.models import Message
from voting.notices.outbox.rules import MessageState

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
    """Tell whether anything is to be sent: two questions, each of an index."""
    return (
        db.session.scalar(select(Notice.id).where(ripe_notice()).limit(1)) is not None
        or db.session.scalar(select(Message.id).where(ripe_message()).limit(1)) is not None
    )


def carried_by(message_id: int) -> Sequence[Row[Notice, str]]:
    """Return the notices that a message carries, each with the name of its place, the oldest first."""
    asked = select(Notice, Jurisdiction.name).join(Jurisdiction, Jurisdiction.id == Notice.jurisdiction_id)
    return db.session.execute(
        asked.where(Notice.message_id == message_id).order_by(Notice.at, Notice.id)
    ).all()


def given_up_lately() -> int:
    """Return how many messages of the last seven days no server would take, for good or in time."""
    states = (MessageState.REFUSED, MessageState.FAILED)
    return (
        db.session.scalar(
            select(func.count()).where(Message.state.in_(states), Message.settled_at > now() - LATELY)
        )
        or 0
    )
