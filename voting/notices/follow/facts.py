"""Shared reads of followers. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, func, or_, select

from voting.core.clock import now
from voting.core.db import db
from voting.core.errors import NotFound
from voting.notices.follow.link import id_in, is_token
from voting.notices.follow.models import Follow, FollowNews
from voting.notices.follow.rules import DAY, HOUR, FollowState, Topic


def follow_by(token: str, secret_key: str, *, locked: bool = False) -> Follow:
    """Return the following that a link names. Errors: NotFound for a link that the program did not make, or that is forgotten."""
    number = id_in(token)
    row = None
    if number is not None:
        row = db.session.get(Follow, number, with_for_update=locked or None, populate_existing=locked)
    if row is None or not is_token(token, row.id, row.digest, secret_key):
        raise NotFound("这个链接已失效。")
    return row


def asked_lately(digest: str, origin: str) -> tuple[int, int]:
    """Return how many first messages a contact was sent in a day, and a network caused in an hour."""
    of_contact = select(func.count()).where(Follow.digest == digest, Follow.asked_at > now() - DAY)
    of_network = select(func.count()).where(Follow.origin == origin, Follow.asked_at > now() - HOUR)
    return db.session.scalar(of_contact) or 0, db.session.scalar(of_network) or 0


def followers_of(news: FollowNews, most: int) -> Sequence[Follow]:
    """Return the next followers who are to hear of something, by id: who confirmed before it happened and has not ended it."""
    followed = [
        and_(Follow.topic == Topic(topic), Follow.subject_id.in_(ids)) for topic, ids in news.topics.items()
    ]
    asked = select(Follow).where(
        Follow.jurisdiction_id == news.jurisdiction_id,
        Follow.state == FollowState.CONFIRMED,
        Follow.confirmed_at <= news.at,
        Follow.id > news.reached,
        or_(*followed),
    )
    return db.session.scalars(asked.order_by(Follow.id).limit(most)).all()


def is_followed(jurisdiction_id: int) -> bool:
    """Tell whether anybody follows anything of a place: where nobody does, nothing need be written."""
    asked = select(Follow.id).where(
        Follow.jurisdiction_id == jurisdiction_id, Follow.state == FollowState.CONFIRMED
    )
    return db.session.scalar(asked.limit(1)) is not None
