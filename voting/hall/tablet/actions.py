"""Deeds of tablets: bind one to a meeting, release all at once. Each writes its journal line; none commits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from voting.audit.journal import Event, record
from voting.congress.meeting.facts import meeting_for
from voting.congress.meeting.models import Meeting
from voting.congress.meeting.rules import holds_tablets
from voting.core.db import db
from voting.core.errors import NotFound, WrongMoment
from voting.people import tablets
from voting.people.rules import Actor, Place
from voting.people.tablets import Binding


@dataclass(frozen=True, kw_only=True)
class TabletBound(Event):
    name: ClassVar[str] = "hall:tablet:bound"
    meeting: int
    number: int


@dataclass(frozen=True, kw_only=True)
class TabletsReleased(Event):
    name: ClassVar[str] = "hall:tablets:released"
    meeting: int
    count: int


def bind_tablet(place: Place, meeting_id: int) -> Binding:
    """Bind one tablet more, which nobody need be signed in on. The caller has looked at the word of its address.

    Errors: NotFound; WrongMoment once the meeting is over.
    """
    meeting = db.session.get(Meeting, meeting_id, with_for_update=True, populate_existing=True)
    if meeting is None or meeting.jurisdiction_id != place.id:
        raise NotFound("没有这次会议。")
    if not holds_tablets(meeting.state, rehearsal=meeting.rehearsal):
        raise WrongMoment("会议已经结束，不能再绑定平板。")
    made = tablets.bind(place.id, meeting.id)
    record(TabletBound(meeting=meeting.id, number=made.number), None, place.id)
    return made


def release_tablets(actor: Actor, meeting_id: int) -> int:
    """Release all tablets of a meeting at once; return how many there were. What lies in them stays there."""
    meeting = meeting_for(actor, meeting_id)
    count = tablets.release(meeting.id)
    record(TabletsReleased(meeting=meeting.id, count=count), actor, meeting.jurisdiction_id)
    return count
