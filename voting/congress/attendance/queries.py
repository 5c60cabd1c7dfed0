"""What the pages of attendance show: one function a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, or_, select

from voting.congress.attendance.facts import at_door, of_body
from voting.congress.attendance.models import Attendance
from voting.congress.meeting.models import Meeting
from voting.congress.term.badge import meant_here
from voting.congress.term.facts import named, plain
from voting.congress.term.models import Delegation, Deputy
from voting.core.db import db
from voting.core.errors import RuleBroken
from voting.core.lifecycle import ByName

SHOWN = 30


@dataclass(frozen=True)
class TeamDue:
    """A delegation and how many of it are due."""

    id: int
    name: str
    due: int


class Presence(ByName):
    """Where a deputy is."""

    ABSENT = "absent"
    PRESENT = "present"
    LEFT = "left"


@dataclass(frozen=True)
class DoorLine:
    """A deputy at the check-in desk."""

    id: int
    number: str
    name: str
    delegation: str
    state: Presence
    at: datetime | None


def teams_due(meeting: Meeting) -> tuple[TeamDue, ...]:
    """Return the delegations of the body that meets, in their order, in one query."""
    asked = (
        select(Delegation.id, Delegation.name, func.count(Deputy.id))
        .join(Deputy, Deputy.delegation_id == Delegation.id)
        .where(*of_body(meeting))
        .group_by(Delegation.id, Delegation.name, Delegation.ordinal)
        .order_by(Delegation.ordinal)
    )
    return tuple(TeamDue(*row) for row in db.session.execute(asked))


def at_the_door(
    meeting: Meeting,
    q: str = "",
    only: str = "",
    limit: int = SHOWN,
    *,
    but: Select[int] | None = None,
) -> tuple[DoorLine, ...]:
    """Return members of the body by number.

    q: number, name or initials; only: absent, present or left; but: asks for the ids of deputies who are left out.
    """
    asked = (
        select(Deputy, Delegation.name, Attendance)
        .join(Delegation, Delegation.id == Deputy.delegation_id)
        .outerjoin(Attendance, (Attendance.deputy_id == Deputy.id) & at_door(meeting))
        .where(*of_body(meeting))
    )
    if q:
        asked = asked.where(or_(func.lower(Deputy.number) == plain(q), *named(q)))
    if but is not None:
        asked = asked.where(Deputy.id.not_in(but))
    if only == Presence.ABSENT:
        asked = asked.where(or_(Attendance.present.is_(None), Attendance.present.is_(False)))
    elif only in {Presence.PRESENT, Presence.LEFT}:
        asked = asked.where(Attendance.present.is_(only == Presence.PRESENT))
    rows = db.session.execute(asked.order_by(Deputy.number).limit(limit))
    return tuple(door_line(deputy, team, attendance) for deputy, team, attendance in rows)


def bears(line: DoorLine, text: str) -> bool:
    """Tell whether a deputy has this number."""
    return line.number.lower() == plain(text)


def meant_at_the_door(
    meeting: Meeting, text: str, code: str, limit: int = SHOWN
) -> tuple[str, tuple[DoorLine, ...]]:
    """Return what a scanned or typed text names at a place, and every member of the body whom it may mean.

    text: a badge's QR, a number, a name or the initials of one. Errors: RuleBroken for nothing, for another place's
    badge, and where nobody is meant.
    """
    named_here = meant_here(text, code)
    found = at_the_door(meeting, named_here, limit=limit)
    if not found:
        raise RuleBroken("没有找到“%(text)s”，请核对证号或姓名。", text=named_here)
    return named_here, found


def door_line(deputy: Deputy, team: str, attendance: Attendance | None) -> DoorLine:
    """Return one deputy as the desk sees him."""
    if attendance is None:
        return DoorLine(deputy.id, deputy.number, deputy.name, team, Presence.ABSENT, None)
    state = Presence.PRESENT if attendance.present else Presence.LEFT
    at = attendance.checked_in_at if attendance.present else attendance.left_at
    return DoorLine(deputy.id, deputy.number, deputy.name, team, state, at)
