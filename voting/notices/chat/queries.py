"""What the page of chat robots shows: never an address, never a secret."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select, true

from voting.core.clock import now
from voting.core.db import db
from voting.core.text import N_
from voting.notices.channel.robot_format import FORMATS
from voting.notices.chat.facts import GONE, LATELY, Sent, opened_robot, robots_of, sent_by
from voting.notices.chat.models import ChatPost
from voting.notices.event.rules import KINDS, NoticeKind
from voting.notices.outbox.queries import Queue
from voting.notices.outbox.rules import MessageState
from voting.people.rules import Place


@dataclass(frozen=True)
class RobotLine:
    """A robot. format, kinds: message ids; lost: its address was sealed with a key that is gone."""

    id: int
    name: str
    format: str
    kinds: tuple[str, ...]
    lost: bool
    sent: Sent


@dataclass(frozen=True)
class RobotsPage:
    """The robots of a place."""

    place: Place
    robots: tuple[RobotLine, ...]


def robots_page(place: Place, secret_key: str) -> RobotsPage:
    """Return the robots of a place, and how each fares."""
    rows = robots_of(place.id)
    sent = sent_by([row.id for row in rows])
    return RobotsPage(
        place,
        tuple(
            RobotLine(
                row.id,
                row.name,
                FORMATS[row.format],
                tuple(KINDS[NoticeKind(kind)] for kind in row.kinds),
                opened_robot(row, secret_key) is None,
                sent[row.id],
            )
            for row in rows
        ),
    )


def chat_queue(ids: Collection[int] | None) -> Queue:
    """Return what waits for chat robots of these places; None for all."""
    here: ColumnElement[bool] = true() if ids is None else ChatPost.jurisdiction_id.in_(ids)
    waits = (ChatPost.state == MessageState.WAITING) & here
    lost = ChatPost.state.in_(GONE) & (ChatPost.settled_at > now() - LATELY) & here
    count, since = db.session.execute(select(func.count(), func.min(ChatPost.at)).where(waits)).one()
    newest = select(ChatPost.failure, ChatPost.code).where((waits | lost) & (ChatPost.failure != ""))
    said = db.session.execute(newest.order_by(ChatPost.id.desc()).limit(1)).first()
    gone = db.session.scalar(select(func.count()).where(lost)) or 0
    fault, code = said if said is not None else ("", 0)
    return Queue(N_("群机器人"), count, since, gone, fault, {"code": code})
