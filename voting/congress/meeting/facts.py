"""Shared reads of meetings, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import func, select

from voting.congress.meeting.models import Appointment, Meeting, MeetingAct, Plenary
from voting.congress.meeting.rules import PlenaryState
from voting.congress.place.rules import ROLE_OF_POST, Body
from voting.core.db import db
from voting.core.errors import NotFound
from voting.people.rules import Actor, Role


def meeting_of(jurisdiction_id: int, meeting_id: int) -> Meeting:
    """Return a meeting of this jurisdiction; raise NotFound for anybody else's."""
    meeting = db.session.get(Meeting, meeting_id)
    if meeting is None or meeting.jurisdiction_id != jurisdiction_id:
        raise NotFound("没有这次会议。")
    return meeting


def plenary_of(meeting: Meeting) -> Plenary:
    """Return the plenary meeting that is under way or prepared: the last one of a session."""
    return db.session.get_one(Plenary, (meeting.id, meeting.plenary))


def plenaries_of(meeting_id: int) -> tuple[Plenary, ...]:
    """Return all plenary meetings of a session, in their order."""
    asked = select(Plenary).where(Plenary.meeting_id == meeting_id).order_by(Plenary.number)
    return tuple(db.session.scalars(asked))


def sits(meeting: Meeting) -> bool:
    """Tell whether a plenary meeting sits that has declared its quorum: votes are taken at no other moment."""
    return plenary_of(meeting).state is PlenaryState.SITTING


def last_day(row: Meeting) -> date:
    """Return the last day of a meeting; the first where nobody has said for how many days."""
    return row.opens_on + timedelta(days=(row.days or 1) - 1)


def acts_of(meeting_id: int) -> list[MeetingAct]:
    """Return the acts of a meeting in their order."""
    asked = select(MeetingAct).where(MeetingAct.meeting_id == meeting_id).order_by(MeetingAct.id)
    return list(db.session.scalars(asked))


def twin_of(meeting: Meeting) -> Meeting | None:
    """Return the rehearsal of a real meeting, the real one of a rehearsal, or None."""
    asked = select(Meeting).where(
        Meeting.term_id == meeting.term_id,
        Meeting.body == meeting.body,
        Meeting.number == meeting.number,
        Meeting.rehearsal.is_(not meeting.rehearsal),
    )
    return db.session.scalar(asked)


def next_number(term_id: int, body: Body) -> int:
    """Return which meeting of a body in its term comes next."""
    asked = select(func.max(Meeting.number)).where(Meeting.term_id == term_id, Meeting.body == body)
    return (db.session.scalar(asked) or 0) + 1


def last_year_met(jurisdiction_id: int) -> int | None:
    """Return the latest year on whose projects a session of the congress votes, None without any."""
    asked = select(func.max(Meeting.year)).where(
        Meeting.jurisdiction_id == jurisdiction_id,
        Meeting.body == Body.CONGRESS,
        Meeting.rehearsal.is_(False),
    )
    return db.session.scalar(asked)


def roles_by_post(meeting: Meeting, account_id: int | None) -> frozenset[Role]:
    """Return the roles that an account has in this meeting by the posts to which it is appointed."""
    asked = select(Appointment.post).where(
        Appointment.jurisdiction_id == meeting.jurisdiction_id,
        Appointment.meeting_id == meeting.id,
        Appointment.account_id == account_id,
    )
    return frozenset(ROLE_OF_POST[post] for post in db.session.scalars(asked))


def meeting_for(actor: Actor, meeting_id: int) -> Meeting:
    """Return a meeting of the actor's jurisdiction, locked; raise NotFound for anybody else's."""
    row = db.session.get(Meeting, meeting_id, with_for_update=True)
    if row is None or row.jurisdiction_id != actor.jurisdiction_id:
        raise NotFound("没有这次会议。")
    return row
