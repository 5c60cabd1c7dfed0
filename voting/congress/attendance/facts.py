"""Shared reads of attendance, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, select

from voting.congress.attendance.models import Attendance
from voting.congress.meeting.models import Meeting
from voting.congress.place.rules import Body
from voting.congress.term.badge import in_order
from voting.congress.term.models import Deputy
from voting.core.db import db


def of_body(meeting: Meeting) -> list[ColumnElement[bool]]:
    """Return the conditions that make a deputy a member of the body that meets."""
    conditions: list[ColumnElement[bool]] = [
        Deputy.jurisdiction_id == meeting.jurisdiction_id,
        Deputy.term_id == meeting.term_id,
        Deputy.in_office.is_(True),
    ]
    if meeting.body is Body.STANDING_COMMITTEE:
        conditions.append(Deputy.standing_committee.is_(True))
    if meeting.body is Body.PRESIDIUM:
        conditions.append(Deputy.presidium.is_(True))
    return conditions


def members(meeting: Meeting) -> list[Deputy]:
    """Return the deputies in office who belong to the body that meets, by number."""
    found = db.session.scalars(select(Deputy).where(*of_body(meeting)))
    return sorted(found, key=lambda row: in_order(row.number))


def due(meeting: Meeting) -> int:
    """Return 应到: the number fixed at the quorum, before that the members in office now."""
    return meeting.due if meeting.due is not None else len(members(meeting))


def present(meeting_id: int) -> int:
    """Return how many are in the hall now: members of the body, checked in and not gone."""
    meeting = db.session.get_one(Meeting, meeting_id)
    asked = select(func.count()).select_from(Attendance).join(Deputy, Deputy.id == Attendance.deputy_id)
    here = asked.where(Attendance.meeting_id == meeting_id, Attendance.present.is_(True), *of_body(meeting))
    return db.session.scalar(here) or 0


def is_present(meeting_id: int, deputy_id: int) -> bool:
    """Tell whether this deputy is checked in and not gone."""
    row = db.session.get(Attendance, (meeting_id, deputy_id))
    return row is not None and row.present
