"""Shared reads of calls, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from sqlalchemy import select

from voting.core.clock import today
from voting.core.db import db
from voting.screening.call.models import Call
from voting.screening.call.rules import CallState, year_collected_for


def year_of_reserve(jurisdiction_id: int) -> int | None:
    """Return for which year's projects a suggestion is kept that comes in now, outside of any call.

    None where no call was ever published: a place that never called has nobody who reads.
    """
    asked = (
        select(Call)
        .where(Call.jurisdiction_id == jurisdiction_id, Call.state != CallState.DRAFTED)
        .order_by(Call.year.desc())
        .limit(1)
    )
    newest = db.session.scalar(asked)
    if newest is None:
        return None
    to_come = newest.state is CallState.OPENED and newest.opens_on > today()
    return year_collected_for(newest.year, to_come=to_come)


def open_now(jurisdiction_id: int) -> Call | None:
    """Return the call that takes suggestions today, or None."""
    return db.session.scalar(
        select(Call).where(
            Call.jurisdiction_id == jurisdiction_id,
            Call.state == CallState.OPENED,
            Call.opens_on <= today(),
            Call.closes_on >= today(),
        )
    )
