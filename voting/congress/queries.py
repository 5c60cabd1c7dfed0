"""What other rooms ask of congress: places, who is due, who is present, which rules hold."""

from __future__ import annotations

from sqlalchemy import func, select

from voting.congress.models import Appointment, Attendance, Deputy, Jurisdiction, Meeting, RuleSet
from voting.congress.rules import ROLE_OF_POST, BallotRules, Body, ballot_rules
from voting.core.db import db
from voting.core.errors import NotFound
from voting.people.rules import Place, Role


def as_place(row: Jurisdiction) -> Place:
    """Return a jurisdiction as others need it."""
    return Place(row.id, row.code, row.name, row.level, tuple(int(part) for part in row.path.split("/")))


def place_of(code: str) -> Place | None:
    """Return the place with this division code if it has a congress, else None."""
    row = db.session.scalar(
        select(Jurisdiction).where(Jurisdiction.code == code, Jurisdiction.has_congress.is_(True))
    )
    return None if row is None else as_place(row)


def place_by_id(jurisdiction_id: int) -> Place:
    """Return the place with this id."""
    return as_place(db.session.get_one(Jurisdiction, jurisdiction_id))


def meeting_of(jurisdiction_id: int, meeting_id: int) -> Meeting:
    """Return a meeting of this jurisdiction; raise NotFound for anybody else's."""
    meeting = db.session.get(Meeting, meeting_id)
    if meeting is None or meeting.jurisdiction_id != jurisdiction_id:
        raise NotFound("没有这次会议。")
    return meeting


def twin_of(meeting: Meeting) -> Meeting | None:
    """Return the rehearsal of a real meeting, the real one of a rehearsal, or None."""
    asked = select(Meeting).where(
        Meeting.term_id == meeting.term_id,
        Meeting.body == meeting.body,
        Meeting.number == meeting.number,
        Meeting.rehearsal.is_(not meeting.rehearsal),
    )
    return db.session.scalar(asked)


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


def roles_by_post(meeting: Meeting, account_id: int | None) -> frozenset[Role]:
    """Return the roles that an account has in this meeting by the posts to which it is appointed."""
    asked = select(Appointment.post).where(
        Appointment.jurisdiction_id == meeting.jurisdiction_id,
        Appointment.meeting_id == meeting.id,
        Appointment.account_id == account_id,
    )
    return frozenset(ROLE_OF_POST[post] for post in db.session.scalars(asked))


def rule_set(place: Place, year: int) -> BallotRules:
    """Return the rules of a place and year: its own choices over the defaults of its level."""
    row = db.session.scalar(select(RuleSet).where(RuleSet.jurisdiction_id == place.id, RuleSet.year == year))
    return ballot_rules(place.level, year, row.values if row else {})
