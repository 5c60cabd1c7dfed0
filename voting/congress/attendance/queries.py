"""What the pages of attendance show: one function a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, or_, select

from voting.congress.attendance.models import Attendance
from voting.congress.meeting.models import Meeting
from voting.congress.place.rules import Body
from voting.congress.term.badge import meant_here
from voting.congress.term.facts import named, plain
from voting.congress.term.models import Delegation, Deputy
from voting.core.db import db
from voting.core.errors import RuleBroken
from voting.core.lifecycle import ByName

SHOWN = 30


@dataclass(frozen=True)
class TeamCount:
    """A delegation at the door."""

    id: int
    name: str
    due: int
    present: int


@dataclass(frozen=True)
class Turnout:
    """应到 = 实到 + 缺席, by delegation and in all."""

    due: int
    present: int
    teams: tuple[TeamCount, ...]

    @property
    def absent(self) -> int:
        return self.due - self.present


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


def of_body(meeting: Meeting) -> list[ColumnElement[bool]]:
    """Return the conditions that make a deputy a member of the body that meets."""
    conditions: list[ColumnElement[bool]] = [Deputy.term_id == meeting.term_id, Deputy.in_office.is_(True)]
    if meeting.body is Body.STANDING_COMMITTEE:
        conditions.append(Deputy.standing_committee.is_(True))
    if meeting.body is Body.PRESIDIUM:
        conditions.append(Deputy.presidium.is_(True))
    return conditions


def turnout(meeting: Meeting) -> Turnout:
    """Return who is due and who is here, by delegation, in one query."""
    here = func.sum(case((Attendance.present.is_(True), 1), else_=0))
    asked = (
        select(Delegation.id, Delegation.name, func.count(Deputy.id), here)
        .join(Deputy, Deputy.delegation_id == Delegation.id)
        .outerjoin(Attendance, (Attendance.deputy_id == Deputy.id) & (Attendance.meeting_id == meeting.id))
        .where(*of_body(meeting))
        .group_by(Delegation.id, Delegation.name, Delegation.ordinal)
        .order_by(Delegation.ordinal)
    )
    teams = tuple(
        TeamCount(team, name, size, int(there or 0)) for team, name, size, there in db.session.execute(asked)
    )
    due = meeting.due if meeting.due is not None else sum(team.due for team in teams)
    return Turnout(due, sum(team.present for team in teams), teams)


def at_the_door(meeting: Meeting, q: str = "", only: str = "", limit: int = SHOWN) -> tuple[DoorLine, ...]:
    """Return members of the body by number. q: number, name or initials; only: absent, present or left."""
    asked = (
        select(Deputy, Delegation.name, Attendance)
        .join(Delegation, Delegation.id == Deputy.delegation_id)
        .outerjoin(Attendance, (Attendance.deputy_id == Deputy.id) & (Attendance.meeting_id == meeting.id))
        .where(*of_body(meeting))
    )
    if q:
        asked = asked.where(or_(func.lower(Deputy.number) == plain(q), *named(q)))
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
