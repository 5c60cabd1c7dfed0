"""Shared reads of attendance, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, func, select

from voting.congress.attendance.models import Attendance
from voting.congress.meeting.facts import plenary_of
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
    """Return 应到 of the plenary meeting: the number fixed at its quorum, before that the members in office now."""
    fixed = plenary_of(meeting).due
    return fixed if fixed is not None else len(members(meeting))


def at_door(meeting: Meeting) -> ColumnElement[bool]:
    """Return the condition that a check-in belongs to the plenary meeting which is under way or prepared."""
    return and_(Attendance.meeting_id == meeting.id, Attendance.plenary == meeting.plenary)


def present(meeting_id: int) -> int:
    """Return how many are in the hall now: members of the body, checked in and not gone."""
    meeting = db.session.get_one(Meeting, meeting_id)
    asked = select(func.count()).select_from(Attendance).join(Deputy, Deputy.id == Attendance.deputy_id)
    here = asked.where(at_door(meeting), Attendance.present.is_(True), *of_body(meeting))
    return db.session.scalar(here) or 0


def is_present(meeting_id: int, deputy_id: int) -> bool:
    """Tell whether this deputy is checked in and not gone."""
    meeting = db.session.get_one(Meeting, meeting_id)
    row = db.session.get(Attendance, (meeting_id, deputy_id, meeting.plenary))
    return row is not None and row.present
