"""Shared reads of notices. Writes nothing."""

from __future__ import annotations

from sqlalchemy import Select, func, select

from voting.congress.place.models import Jurisdiction
from voting.core.db import db
from voting.notices.inbox.models import Notice
from voting.people.rules import Actor


def own(actor: Actor) -> Select[Notice, str]:
    """Return the statement for somebody's notices, each with the name of its place, the newest first."""
    joined = select(Notice, Jurisdiction.name).join(Jurisdiction, Jurisdiction.id == Notice.jurisdiction_id)
    asked = joined.where(Notice.account_id == actor.account_id)
    return asked.order_by(Notice.at.desc(), Notice.id.desc())


def unread(actor: Actor) -> int:
    """Return how many notices somebody has not read: one question, of an index."""
    asked = select(func.count()).where(Notice.account_id == actor.account_id, Notice.read_at.is_(None))
    return db.session.scalar(asked) or 0
