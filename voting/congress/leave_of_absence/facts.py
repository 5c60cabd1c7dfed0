"""Shared reads of leave, for deeds, figures and pages alike. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, or_, select

from voting.congress.attendance.facts import at_door, of_body
from voting.congress.attendance.models import Attendance
from voting.congress.leave_of_absence.models import LeaveOfAbsence
from voting.congress.meeting.facts import plenary_of
from voting.congress.meeting.models import Appointment, Meeting
from voting.congress.meeting.rules import OVER, PlenaryState
from voting.congress.term.models import Deputy
from voting.core.db import db
from voting.core.text import N_
from voting.people.models import Account


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


@dataclass(frozen=True)
class OfficerAway:
    """A scrutineer or teller who is a deputy and is not in the hall. post: his post's value; why: a message id."""

    account_id: int
    name: str
    post: str
    why: str


def officers_away(meeting: Meeting) -> tuple[OfficerAway, ...]:
    """Return which scrutineers and tellers are on leave, or have not checked in to a plenary meeting that has begun.

    Of those who are no deputies, or not of the body that sits, nothing is known: nobody checks them in.
    """
    if meeting.state in OVER:
        return ()
    leave = exists().where(LeaveOfAbsence.deputy_id == Account.deputy_id, *standing(meeting))
    asked = (
        select(Appointment, leave, Attendance.present)
        .join(Account, Account.id == Appointment.account_id)
        .outerjoin(Attendance, and_(Attendance.deputy_id == Account.deputy_id, at_door(meeting)))
        .where(
            Appointment.meeting_id == meeting.id,
            Account.deputy_id.in_(select(Deputy.id).where(*of_body(meeting))),
        )
        .order_by(Appointment.post, Appointment.id)
    )
    rows = db.session.execute(asked).all()
    begun = bool(rows) and plenary_of(meeting).state is not PlenaryState.CONVENED
    words = {True: N_("请假"), False: N_("没有签到")}
    return tuple(
        OfficerAway(row.account_id or 0, row.name, row.post, words[gone])
        for row, gone, present in rows
        if gone or (begun and not present)
    )
