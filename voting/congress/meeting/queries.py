"""What the pages of meetings show: one function a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from voting.congress.meeting.facts import last_day
from voting.congress.meeting.models import Meeting
from voting.core.db import db
from voting.people.rules import Place


@dataclass(frozen=True)
class MeetingLine:
    id: int
    title: str
    opens_on: date
    body: str
    state: str
    rehearsal: bool
    year: int
    last_day: date


def meeting_lines(place: Place) -> tuple[MeetingLine, ...]:
    """Return the meetings of a place, the newest first."""
    asked = select(Meeting).where(Meeting.jurisdiction_id == place.id)
    rows = db.session.scalars(asked.order_by(Meeting.opens_on.desc(), Meeting.id.desc()).limit(60))
    return tuple(
        MeetingLine(
            row.id, row.title, row.opens_on, row.body, row.state, row.rehearsal, row.year, last_day(row)
        )
        for row in rows
    )
