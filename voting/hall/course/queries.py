"""Which meeting a console, a desk or a screen opens when none is named."""

from __future__ import annotations

from sqlalchemy import select

from voting.congress.meeting.models import Meeting
from voting.congress.meeting.rules import MeetingState
from voting.core.clock import today
from voting.core.db import db
from voting.people.rules import Place


def meeting_now(place: Place) -> int | None:
    """Return the meeting nearest to today that is not archived, a real one before its rehearsal; else None."""
    asked = select(Meeting).where(Meeting.jurisdiction_id == place.id, Meeting.state != MeetingState.ARCHIVED)
    rows = list(db.session.scalars(asked))
    if not rows:
        return None
    under_way = {MeetingState.DRAFT: 1, MeetingState.CLOSED: 2}
    best = min(
        rows,
        key=lambda row: (
            under_way.get(row.state, 0),
            abs((row.opens_on - today()).days),
            row.rehearsal,
            row.id,
        ),
    )
    return best.id
