"""Deeds of leave. Each writes its journal line; none commits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from voting.audit.journal import Event, record
from voting.congress.attendance.actions import meeting_at_the_door
from voting.congress.attendance.facts import is_present, members
from voting.congress.leave_of_absence.facts import on_leave
from voting.congress.leave_of_absence.models import LeaveOfAbsence
from voting.congress.meeting.models import Meeting
from voting.congress.term.facts import deputy_of
from voting.congress.term.models import Deputy
from voting.core.clock import now
from voting.core.db import db
from voting.core.errors import RuleBroken, WrongMoment
from voting.core.reason import stated
from voting.people.rules import Actor

MOST_REASON = 200


@dataclass(frozen=True, kw_only=True)
class LeaveEntered(Event):
    """The reason stands in the list alone: it may tell of somebody's health."""

    name: ClassVar[str] = "congress:leave:entered"
    meeting: int
    deputy: str


@dataclass(frozen=True, kw_only=True)
class LeaveTakenBack(Event):
    name: ClassVar[str] = "congress:leave:taken_back"
    meeting: int
    deputy: str


def enter_leave(actor: Actor, *, meeting_id: int, deputy_id: int, reason: str) -> Deputy:
    """Enter that a deputy asked for leave, before the meeting or during it; asked again, the new reason stands.

    Errors: NotFound; WrongMoment after the meeting and while he is in the hall; RuleBroken without a reason and for
    who is no member of the body that meets.
    """
    meeting, deputy = at_the_door(actor, meeting_id, deputy_id)
    if deputy.id not in {row.id for row in members(meeting)}:
        raise RuleBroken("%(name)s不是这次会议的应到人员。", name=deputy.name)
    why = stated(reason, MOST_REASON)
    if is_present(meeting.id, deputy.id):
        raise WrongMoment("%(name)s现在在会场；中途请假的，先登记离场。", name=deputy.name)
    assert actor.account_id is not None
    entered = LeaveOfAbsence(
        jurisdiction_id=meeting.jurisdiction_id,
        meeting_id=meeting.id,
        deputy_id=deputy.id,
        reason=why,
        entered_by=actor.account_id,
        entered_at=now(),
    )
    db.session.merge(entered).taken_back_at = None
    record(LeaveEntered(meeting=meeting.id, deputy=deputy.number), actor, meeting.jurisdiction_id)
    return deputy


def take_back_leave(actor: Actor, *, meeting_id: int, deputy_id: int) -> Deputy:
    """Take a leave back: he is absent without it. Errors: NotFound; WrongMoment after the meeting and where none stands."""
    meeting, deputy = at_the_door(actor, meeting_id, deputy_id)
    if deputy.id not in on_leave(meeting):
        raise WrongMoment("%(name)s没有请假，或者已经到会。", name=deputy.name)
    row = db.session.get_one(LeaveOfAbsence, (meeting.jurisdiction_id, meeting.id, deputy.id))
    row.taken_back_at = now()
    record(LeaveTakenBack(meeting=meeting.id, deputy=deputy.number), actor, meeting.jurisdiction_id)
    return deputy


def at_the_door(actor: Actor, meeting_id: int, deputy_id: int) -> tuple[Meeting, Deputy]:
    """Return a meeting that is not over, locked, and a deputy of the same congress."""
    meeting = meeting_at_the_door(actor.jurisdiction_id, meeting_id)
    return meeting, deputy_of(actor.jurisdiction_id, deputy_id)
