"""Deeds at the list of notices: what was read. Nobody else is concerned, so no line of the journal says it. Never commits."""

from __future__ import annotations

from sqlalchemy import update

from voting.core.clock import now
from voting.core.db import db
from voting.core.errors import NotFound
from voting.notices.inbox.models import Notice
from voting.people.rules import Actor


def read_one(actor: Actor, notice_id: int) -> Notice:
    """Mark a notice as read and return it. Errors: NotFound for another's."""
    row = db.session.get(Notice, notice_id)
    if row is None or row.account_id != actor.account_id:
        raise NotFound("没有这条通知。")
    row.read_at = row.read_at or now()
    return row


def read_all(actor: Actor, upto: int) -> None:
    """Mark as read what stood on the page: no notice with a higher id, which came since and was not seen."""
    seen = Notice.account_id == actor.account_id, Notice.read_at.is_(None), Notice.id <= upto
    db.session.execute(update(Notice).where(*seen).values(read_at=now()))
