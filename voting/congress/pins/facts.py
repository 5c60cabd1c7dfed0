"""Shared reads of PINs, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from sqlalchemy import or_, select

from voting.core.clock import now
from voting.core.db import db
from voting.people.models import Account, InsideTries


def is_locked(deputy_id: int) -> bool:
    """Tell whether a deputy is shut out now, at the tablets of the hall or elsewhere."""
    asked = (
        select(Account.id)
        .outerjoin(InsideTries, InsideTries.account_id == Account.id)
        .where(
            Account.deputy_id == deputy_id,
            or_(Account.locked_until > now(), InsideTries.locked_until > now()),
        )
    )
    return db.session.scalar(asked) is not None
