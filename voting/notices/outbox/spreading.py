"""Messages to followers, made in batches: ten thousand of one project hold up no deed and no other's message. A transaction for each batch."""

from __future__ import annotations

import secrets

from sqlalchemy import delete, select, update

from voting.core.clock import now
from voting.core.db import db, hold_nothing, transaction
from voting.notices.follow.facts import followers_of
from voting.notices.follow.models import DigestLine, Follow, FollowNews
from voting.notices.outbox.facts import asked_first, ripe_digest, ripe_news
from voting.notices.outbox.models import Message
from voting.notices.outbox.rules import STALE
from voting.notices.wish.models import QUIET
from voting.notices.wish.rules import Pace, QuietHours, leaves_at

MOST_SPREAD = 500
"""In one transaction: on SQLite nobody else writes meanwhile."""


def spread() -> None:
    """Make the messages that followers are to get: the first ones, which ask them, and what there is to tell."""
    while _ask_some():
        pass
    while _tell_some():
        pass
    while _digest_some():
        pass


def _ask_some() -> bool:
    hold_nothing()
    with transaction():
        asked = select(Follow).where(asked_first()).order_by(Follow.id).limit(MOST_SPREAD)
        rows = db.session.scalars(asked.with_for_update(skip_locked=True)).all()
        for row in rows:
            db.session.add(_message(row, None))
            row.first_made = True
    return len(rows) == MOST_SPREAD


def _tell_some() -> bool:
    """Make the next messages of the oldest news; how far it was spread and its messages are one commit. Tell whether there may be more."""
    hold_nothing()
    with transaction():
        asked = select(FollowNews).where(ripe_news()).order_by(FollowNews.id).limit(1)
        news = db.session.scalar(asked.with_for_update(skip_locked=True))
        if news is None:
            return False
        rows = followers_of(news, MOST_SPREAD) if news.at >= now() - STALE else []
        told = _told(news, {row.digest for row in rows})
        for row in rows:
            if row.digest not in told:
                told.add(row.digest)
                db.session.add(_line(row, news) if row.pace is Pace.WEEKLY else _message(row, news))
        news.reached = rows[-1].id if rows else news.reached
        news.spread = len(rows) < MOST_SPREAD
    return True


def _told(news: FollowNews, digests: set[str]) -> set[str]:
    """Return which of these contacts are told of this already: who follows a project and its suggestion hears once."""
    sent = (
        select(Follow.digest).join(Message, Message.follow_id == Follow.id).where(Message.news_id == news.id)
    )
    kept = select(Follow.digest).join(DigestLine, DigestLine.follow_id == Follow.id)
    asked = [sent, kept.where(DigestLine.news_id == news.id)]
    return {one for part in asked for one in db.session.scalars(part.where(Follow.digest.in_(digests)))}


def _line(row: Follow, news: FollowNews) -> DigestLine:
    """Return news as it waits for a follower's next digest."""
    due = leaves_at(now(), Pace.WEEKLY, QuietHours(*QUIET), urgent=False)
    assert due is not None
    return DigestLine(follow_id=row.id, news_id=news.id, leaves_at=due)


def _digest_some() -> bool:
    """Make the next digests that are due, one for each follower; tell whether there may be more. What is too old is told in none."""
    hold_nothing()
    with transaction():
        db.session.execute(delete(DigestLine).where(ripe_digest(), DigestLine.leaves_at < now() - STALE))
        due = select(DigestLine.follow_id).where(ripe_digest())
        asked = select(Follow).where(Follow.id.in_(due)).order_by(Follow.id).limit(MOST_SPREAD)
        rows = db.session.scalars(asked.with_for_update(skip_locked=True)).all()
        for row in rows:
            _make_digest(row)
    return len(rows) == MOST_SPREAD


def _make_digest(row: Follow) -> None:
    """Make the digest of a follower who is locked; none where another worker made it between our question and our lock."""
    waits = select(DigestLine.id).where(DigestLine.follow_id == row.id, ripe_digest())
    lines = db.session.scalars(waits).all()
    if not lines:
        return
    message = _message(row, None)
    message.digest = True
    db.session.add(message)
    db.session.flush()
    db.session.execute(update(DigestLine).where(DigestLine.id.in_(lines)).values(message_id=message.id))


def _message(row: Follow, news: FollowNews | None) -> Message:
    return Message(
        jurisdiction_id=row.jurisdiction_id,
        account_id=None,
        key=secrets.token_hex(16),
        made_at=now(),
        way=row.way,
        follow_id=row.id,
        news_id=None if news is None else news.id,
    )
