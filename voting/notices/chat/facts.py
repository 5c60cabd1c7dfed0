"""Shared reads of chat robots and of what goes to them. Writes nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select

from voting.core.clock import now
from voting.core.db import db
from voting.core.due_rules import PAUSES
from voting.core.errors import NotFound
from voting.notices.channel.robot_format import SIGNED, RobotFormat
from voting.notices.chat.models import ChatPost, ChatRobot
from voting.notices.outbox.rules import MessageState
from voting.notices.wish.contact import opened

LATELY = timedelta(days=7)
GONE = (MessageState.REFUSED, MessageState.FAILED)


def _past(moment: ColumnElement[datetime | None]) -> ColumnElement[bool]:
    """Return what picks out a moment that is over, or lies so far ahead that a clock set back since wrote it."""
    at = now()
    return or_(moment.is_(None), moment <= at, moment > at + PAUSES[-1])


def ripe() -> ColumnElement[bool]:
    """Return what picks out what may be sent now, of a robot that does not rest."""
    rested = select(ChatRobot.id).where(_past(ChatRobot.rests_until.expression))
    return (
        (ChatPost.state == MessageState.WAITING)
        & _past(ChatPost.next_try_at.expression)
        & ChatPost.robot_id.in_(rested)
    )


def is_any_post_ripe() -> bool:
    """Tell whether anything may be sent to a robot: one question."""
    return db.session.scalar(select(ChatPost.id).where(ripe()).limit(1)) is not None


@dataclass(frozen=True)
class Sent:
    """How a robot fares. failure, code: message id and value of the newest trouble of seven days, empty for none."""

    waiting: int = 0
    sent: int = 0
    lost: int = 0
    failure: str = ""
    code: int = 0


def sent_by(robot_ids: Collection[int]) -> dict[int, Sent]:
    """Return how these robots fare: two questions."""
    counted: dict[int, dict[MessageState, int]] = {one: {} for one in robot_ids}
    asked = select(ChatPost.robot_id, ChatPost.state, func.count()).where(ChatPost.robot_id.in_(robot_ids))
    for robot_id, state, count in db.session.execute(asked.group_by(ChatPost.robot_id, ChatPost.state)):
        counted[robot_id][state] = count
    newest = (
        select(func.max(ChatPost.id))
        .where(
            ChatPost.robot_id.in_(robot_ids),
            ChatPost.failure != "",
            ChatPost.state.in_((MessageState.WAITING, *GONE)),
            ChatPost.at > now() - LATELY,
        )
        .group_by(ChatPost.robot_id)
    )
    said = {
        row.robot_id: (row.failure, row.code)
        for row in db.session.scalars(select(ChatPost).where(ChatPost.id.in_(newest)))
    }
    return {
        one: Sent(
            states.get(MessageState.WAITING, 0),
            states.get(MessageState.SENT, 0),
            sum(states.get(state, 0) for state in GONE),
            *said.get(one, ("", 0)),
        )
        for one, states in counted.items()
    }


def posts_lost_lately() -> int:
    """Return how many posts of the last seven days no robot would take, for good or in time."""
    asked = select(func.count()).where(ChatPost.state.in_(GONE), ChatPost.settled_at > now() - LATELY)
    return db.session.scalar(asked) or 0


@dataclass(frozen=True, repr=False)
class Opened:
    """A robot as it is called; never stored, never shown."""

    format: RobotFormat
    address: str
    secret: str


def robots_of(jurisdiction_id: int) -> Sequence[ChatRobot]:
    """Return the robots of a place that were not removed, the oldest first."""
    asked = select(ChatRobot).where(
        ChatRobot.jurisdiction_id == jurisdiction_id, ChatRobot.address.is_not(None)
    )
    return db.session.scalars(asked.order_by(ChatRobot.id)).all()


def robot_of(jurisdiction_id: int, robot_id: int) -> ChatRobot:
    """Return a robot of a place. Errors: NotFound, also for a removed one."""
    row = db.session.get(ChatRobot, robot_id)
    if row is None or row.jurisdiction_id != jurisdiction_id or row.address is None:
        raise NotFound("没有这个群机器人。")
    return row


def opened_robot(row: ChatRobot, secret_key: str) -> Opened | None:
    """Return how a robot is called; None once it was removed, or where the key is gone that sealed it."""
    address, secret = opened(row.address, secret_key), opened(row.secret, secret_key)
    if address is None or (row.format in SIGNED and secret is None):
        return None
    return Opened(row.format, address, secret or "")
