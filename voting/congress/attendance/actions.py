"""The door of the hall: a deputy comes, a deputy goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy import select

from voting.audit.journal import Event, record
from voting.congress.attendance.facts import at_door, members
from voting.congress.attendance.models import Attendance
from voting.congress.meeting.models import Meeting
from voting.congress.meeting.rules import OVER
from voting.congress.term.facts import deputy_of
from voting.congress.term.models import Deputy
from voting.core.clock import now
from voting.core.db import db
from voting.core.errors import NotFound, RuleBroken, WrongMoment
from voting.people.rules import Actor


@dataclass(frozen=True, kw_only=True)
class CheckedIn(Event):
    name: ClassVar[str] = "congress:attendance:checked_in"
    meeting: int
    deputy: str


@dataclass(frozen=True, kw_only=True)
class Left(Event):
    name: ClassVar[str] = "congress:attendance:left"
    meeting: int
    deputy: str


@dataclass(frozen=True, kw_only=True)
class AllCheckedIn(Event):
    name: ClassVar[str] = "congress:attendance:all_checked_in"
    meeting: int
    heads: int


@dataclass(frozen=True)
class Arrival:
    """How a check-in ended. before: when he was already checked in, perhaps at another desk; else None."""

    deputy: Deputy
    at: datetime
    before: datetime | None


def meeting_at_the_door(jurisdiction_id: int, meeting_id: int) -> Meeting:
    """Return the meeting, locked so that two desks come one after the other."""
    meeting = db.session.get(Meeting, meeting_id, with_for_update=True)
    if meeting is None or meeting.jurisdiction_id != jurisdiction_id:
        raise NotFound("没有这次会议。")
    if meeting.state in OVER:
        raise WrongMoment("会议已经结束，不能再签到。")
    return meeting


def check_in(actor: Actor, *, meeting_id: int, deputy_id: int) -> Arrival:
    """Check a deputy in. A second desk that does the same finds it done: one line, never two."""
    meeting = meeting_at_the_door(actor.jurisdiction_id, meeting_id)
    deputy = deputy_of(actor.jurisdiction_id, deputy_id)
    if deputy.term_id != meeting.term_id or deputy.id not in {row.id for row in members(meeting)}:
        raise RuleBroken("%(name)s不是这次会议的应到人员。", name=deputy.name)
    row = db.session.get(Attendance, (meeting.id, deputy.id, meeting.plenary), populate_existing=True)
    if row is not None and row.present:
        return Arrival(deputy, row.checked_in_at, before=row.checked_in_at)
    at = arrive(meeting, deputy, row).checked_in_at
    record(CheckedIn(meeting=meeting.id, deputy=deputy.number), actor, meeting.jurisdiction_id)
    return Arrival(deputy, at, before=None)


def check_in_all(actor: Actor, *, meeting_id: int) -> int:
    """Check in everybody who is not here, in a rehearsal, which needs its quorum as the sitting does; return how many.

    Errors: WrongMoment for a real meeting, where everybody comes himself.
    """
    meeting = meeting_at_the_door(actor.jurisdiction_id, meeting_id)
    if not meeting.rehearsal:
        raise WrongMoment("正式会议的代表须逐人签到。")
    rows = {row.deputy_id: row for row in db.session.scalars(select(Attendance).where(at_door(meeting)))}
    absent = [one for one in members(meeting) if one.id not in rows or not rows[one.id].present]
    for deputy in absent:
        arrive(meeting, deputy, rows.get(deputy.id))
    record(AllCheckedIn(meeting=meeting.id, heads=len(absent)), actor, meeting.jurisdiction_id)
    return len(absent)


def arrive(meeting: Meeting, deputy: Deputy, row: Attendance | None) -> Attendance:
    """Note that a deputy is here from now on. row: his check-in of before, if he had gone."""
    at = now()
    if row is None:
        row = Attendance(
            meeting_id=meeting.id,
            deputy_id=deputy.id,
            plenary=meeting.plenary,
            jurisdiction_id=meeting.jurisdiction_id,
            checked_in_at=at,
        )
        db.session.add(row)
    row.checked_in_at, row.present, row.left_at = at, True, None
    return row


def leave(actor: Actor, *, meeting_id: int, deputy_id: int) -> Deputy:
    """Note that a deputy has gone; he may come back and check in again."""
    meeting = meeting_at_the_door(actor.jurisdiction_id, meeting_id)
    deputy = deputy_of(actor.jurisdiction_id, deputy_id)
    row = db.session.get(Attendance, (meeting.id, deputy.id, meeting.plenary), populate_existing=True)
    if row is None or not row.present:
        raise WrongMoment("%(name)s现在不在会场。", name=deputy.name)
    row.present, row.left_at = False, now()
    record(Left(meeting=meeting.id, deputy=deputy.number), actor, meeting.jurisdiction_id)
    return deputy
