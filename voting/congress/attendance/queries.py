"""What the pages of attendance show: one function a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, or_, select

from voting.congress.attendance.facts import at_door, of_body
from voting.congress.attendance.models import Attendance
from voting.congress.meeting.models import Meeting
from voting.congress.term.badge import in_order, meant_here, value_of
from voting.congress.term.facts import bears_number, named, plain
from voting.congress.term.models import Delegation, Deputy
from voting.core import normalise
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
        asked = asked.where(or_(bears_number(q), *named(q)))
    if but is not None:
        asked = asked.where(Deputy.id.not_in(but))
    if only == Presence.ABSENT:
        asked = asked.where(or_(Attendance.present.is_(None), Attendance.present.is_(False)))
    elif only in {Presence.PRESENT, Presence.LEFT}:
        asked = asked.where(Attendance.present.is_(only == Presence.PRESENT))
    rows = sorted(db.session.execute(asked), key=lambda row: in_order(row.Deputy.number))
    return tuple(door_line(deputy, team, attendance) for deputy, team, attendance in rows[:limit])


def bearers(found: Sequence[DoorLine], text: str) -> tuple[DoorLine, ...]:
    """Return who has this number: as it is written, else with however many zeros either is written."""
    exact = tuple(line for line in found if line.number.lower() == plain(text))
    return exact or tuple(line for line in found if value_of(line.number) == value_of(plain(text)))


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


def named_at_the_door(
    meeting: Meeting, text: str, code: str, limit: int = SHOWN
) -> tuple[DoorLine | None, tuple[DoorLine, ...]]:
    """Return the one member whom a scanned or typed text names in full, or None, and all whom it may mean.

    text: a badge's QR, a number or a whole name, which name one; a part of a name or its initials, which only may mean
    one. code: of the place. Errors: RuleBroken for nothing, for another place's badge, and where nobody is meant.
    """
    text, found = meant_at_the_door(meeting, text, code, limit)
    named = bearers(found, text) or [line for line in found if normalise.same(line.name, text)]
    return (named[0] if len(named) == 1 else None), found


def door_line(deputy: Deputy, team: str, attendance: Attendance | None) -> DoorLine:
    """Return one deputy as the desk sees him."""
    if attendance is None:
        return DoorLine(deputy.id, deputy.number, deputy.name, team, Presence.ABSENT, None)
    state = Presence.PRESENT if attendance.present else Presence.LEFT
    at = attendance.checked_in_at if attendance.present else attendance.left_at
    return DoorLine(deputy.id, deputy.number, deputy.name, team, state, at)
