"""What the pages of leave show: one function a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, literal, select

from voting.congress.attendance.facts import of_body
from voting.congress.attendance.queries import named_at_the_door
from voting.congress.leave_of_absence.facts import came
from voting.congress.leave_of_absence.models import LeaveOfAbsence
from voting.congress.meeting.facts import meeting_of
from voting.congress.meeting.models import Meeting
from voting.congress.term.badge import in_order
from voting.congress.term.models import Delegation, Deputy
from voting.core.db import db
from voting.core.errors import RuleBroken
from voting.core.lifecycle import ByName
from voting.people.models import Account
from voting.people.rules import Place


class LeaveState(ByName):
    """How a leave stands. came: its deputy has come to the meeting all the same."""

    STANDS = "stands"
    CAME = "came"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True)
class LeaveLine:
    """A deputy who asked for leave. by: who entered it."""

    id: int
    number: str
    name: str
    reason: str
    by: str
    at: datetime
    state: LeaveState


@dataclass(frozen=True)
class TeamLeave:
    """A delegation with who of it asked for leave, by number."""

    name: str
    lines: tuple[LeaveLine, ...]

    @property
    def standing(self) -> tuple[LeaveLine, ...]:
        return tuple(line for line in self.lines if line.state is LeaveState.STANDS)


@dataclass(frozen=True)
class LeavePage:
    """The leaves of a meeting by delegation. count: of those that stand; who: the badge number that is filled in."""

    place: Place
    meeting: Meeting
    teams: tuple[TeamLeave, ...]
    count: int
    who: str


def leave_page(place: Place, meeting_id: int, who: str = "") -> LeavePage:
    """Return the leaves of a meeting; raise NotFound for another congress's."""
    meeting = meeting_of(place.id, meeting_id)
    teams = leaves_of(meeting)
    return LeavePage(place, meeting, teams, sum(len(team.standing) for team in teams), who)


def leaves_of(meeting: Meeting) -> tuple[TeamLeave, ...]:
    """Return the delegations of which somebody asked for leave, in their order."""
    state = case(
        (LeaveOfAbsence.taken_back_at.is_not(None), literal(LeaveState.TAKEN_BACK.value)),
        (came(), literal(LeaveState.CAME.value)),
        else_=literal(LeaveState.STANDS.value),
    )
    asked = (
        select(LeaveOfAbsence, Deputy, Delegation, Account.name, state)
        .join(Deputy, Deputy.id == LeaveOfAbsence.deputy_id)
        .join(Delegation, Delegation.id == Deputy.delegation_id)
        .join(Account, Account.id == LeaveOfAbsence.entered_by)
        .where(
            LeaveOfAbsence.jurisdiction_id == meeting.jurisdiction_id,
            LeaveOfAbsence.meeting_id == meeting.id,
            *of_body(meeting),
        )
    )
    rows = sorted(
        db.session.execute(asked), key=lambda row: (row.Delegation.ordinal, in_order(row.Deputy.number))
    )
    lines: dict[str, list[LeaveLine]] = {}
    for leave, deputy, team, by, how in rows:
        line = LeaveLine(
            deputy.id, deputy.number, deputy.name, leave.reason, by, leave.entered_at, LeaveState(how)
        )
        lines.setdefault(team.name, []).append(line)
    return tuple(TeamLeave(name, tuple(found)) for name, found in lines.items())


def who_is_meant(place: Place, meeting_id: int, text: str) -> int:
    """Return the id of the one member whom a number or whole name means. Errors: RuleBroken for nobody or several."""
    named, found = named_at_the_door(meeting_of(place.id, meeting_id), text, place.code)
    if named is None:
        raise RuleBroken("“%(text)s”有 %(count)s 名代表符合，请写证号。", text=text, count=len(found))
    return named.id
