"""Shared reads of leave, for deeds, figures and pages alike. Writes nothing."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists, or_, select

from voting.congress.attendance.facts import of_body
from voting.congress.attendance.models import Attendance
from voting.congress.leave_of_absence.models import LeaveOfAbsence
from voting.congress.meeting.models import Meeting
from voting.congress.term.models import Deputy
from voting.core.db import db


def came() -> ColumnElement[bool]:
    """Return the condition that the deputy of a leave is in the hall, or came after he had asked for it."""
    return exists().where(
        Attendance.meeting_id == LeaveOfAbsence.meeting_id,
        Attendance.deputy_id == LeaveOfAbsence.deputy_id,
        or_(Attendance.present.is_(True), Attendance.checked_in_at >= LeaveOfAbsence.entered_at),
    )


def standing(meeting: Meeting) -> list[ColumnElement[bool]]:
    """Return the conditions of a leave of this meeting that stands: not taken back, and its deputy has not come."""
    return [
        LeaveOfAbsence.jurisdiction_id == meeting.jurisdiction_id,
        LeaveOfAbsence.meeting_id == meeting.id,
        LeaveOfAbsence.taken_back_at.is_(None),
        ~came(),
    ]


def on_leave(meeting: Meeting) -> frozenset[int]:
    """Return the ids of the members who are on leave: 请假, a part of those who are absent."""
    asked = select(LeaveOfAbsence.deputy_id).join(Deputy, Deputy.id == LeaveOfAbsence.deputy_id)
    return frozenset(db.session.scalars(asked.where(*of_body(meeting), *standing(meeting))))
