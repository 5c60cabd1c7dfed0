"""Shared reads of attendance, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from sqlalchemy import func, select

from voting.congress.attendance.models import Attendance
from voting.congress.meeting.models import Meeting
from voting.congress.place.rules import Body
from voting.congress.term.models import Deputy
from voting.core.db import db


def members(meeting: Meeting) -> list[Deputy]:
    """Return the deputies in office who belong to the body that meets, by number."""
    asked = select(Deputy).where(
        Deputy.jurisdiction_id == meeting.jurisdiction_id,
        Deputy.term_id == meeting.term_id,
        Deputy.in_office.is_(True),
    )
    if meeting.body is Body.STANDING_COMMITTEE:
        asked = asked.where(Deputy.standing_committee.is_(True))
    if meeting.body is Body.PRESIDIUM:
        asked = asked.where(Deputy.presidium.is_(True))
    return list(db.session.scalars(asked.order_by(Deputy.number)))


def due(meeting: Meeting) -> int:
    """Return 应到: the number fixed at the quorum, before that the members in office now."""
    return meeting.due if meeting.due is not None else len(members(meeting))


def present(meeting_id: int) -> int:
    """Return 实到: deputies checked in and not gone."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Attendance)
            .where(Attendance.meeting_id == meeting_id, Attendance.present.is_(True))
        )
        or 0
    )


def is_present(meeting_id: int, deputy_id: int) -> bool:
    """Tell whether this deputy is checked in and not gone."""
    row = db.session.get(Attendance, (meeting_id, deputy_id))
    return row is not None and row.present
