"""Dates and titles put right: a meeting's before its ballot is prepared, a term's at any time. Numbers stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from voting.audit.journal import Event, record
from voting.congress.meeting.facts import meeting_for, twin_of
from voting.congress.meeting.models import Meeting
from voting.congress.meeting.rules import list_open
from voting.core.errors import WrongMoment
from voting.core.reason import stated
from voting.people.rules import Actor


@dataclass(frozen=True, kw_only=True)
class MeetingCorrected(Event):
    name: ClassVar[str] = "congress:meeting:corrected"
    meeting: int
    title: str
    opens_on: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Correction:
    title: str
    opens_on: date
    reason: str


def correct_meeting(actor: Actor, *, meeting_id: int, new: Correction) -> Meeting:
    """Correct title and date of a meeting and its rehearsal, until ballots can be set up, which bear them for good.

    A rehearsal whose ballots are printed keeps what they say. Errors: NotFound; WrongMoment from the adopted list on;
    RuleBroken without a reason.
    """
    meeting = meeting_for(actor, meeting_id)
    if not list_open(meeting.state):
        raise WrongMoment("名单通过以后，会议名称和日期已印在文件上，须先收回名单才能更正。")
    why = stated(new.reason, 300)
    meeting.title, meeting.opens_on = new.title, new.opens_on
    twin = None if meeting.rehearsal else twin_of(meeting)
    if twin is not None and list_open(twin.state):
        twin.title, twin.opens_on = new.title, new.opens_on
    corrected = MeetingCorrected(
        meeting=meeting.id,
        title=new.title,
        opens_on=new.opens_on.isoformat(),
        reason=why,
    )
    record(corrected, actor, meeting.jurisdiction_id)
    return meeting
