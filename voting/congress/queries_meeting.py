"""What the pages of one meeting show: its set-up, who is here and who is not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, or_, select

from voting.congress.missing import Facts, facts_of, missing_before
from voting.congress.models import Appointment, Attendance, Delegation, Deputy, Meeting, Term
from voting.congress.models_desk import MeetingAct
from voting.congress.queries import meeting_of, twin_of
from voting.congress.rules import Body, MeetingState, list_open
from voting.core import written
from voting.core.db import db
from voting.core.lifecycle import Missing
from voting.people.models import Account, Grant
from voting.people.rules import Place, Role

SHOWN = 30
ORDER = ("adopt_method", "adopt_scrutineers", "confirm_quorum")


@dataclass(frozen=True)
class PostLine:
    id: int
    post: str
    name: str
    login: str | None


@dataclass(frozen=True)
class StepLine:
    """A step of the meeting's own life. state: done, now or later."""

    step: str
    state: str
    missing: tuple[Missing, ...]
    hands: tuple[int, int, int] | None
    at: datetime | None
    note: str


@dataclass(frozen=True)
class MeetingPage:
    place: Place
    meeting: Meeting
    facts: Facts
    term: int
    posts: tuple[PostLine, ...]
    steps: tuple[StepLine, ...]
    list_open: bool
    rehearsal_id: int | None
    real_id: int | None


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


@dataclass(frozen=True)
class DoorLine:
    """A deputy at the check-in desk. state: absent, present or left."""

    id: int
    number: str
    name: str
    delegation: str
    state: str
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
    if only == "absent":
        asked = asked.where(or_(Attendance.present.is_(None), Attendance.present.is_(False)))
    elif only in {"present", "left"}:
        asked = asked.where(Attendance.present.is_(only == "present"))
    rows = db.session.execute(asked.order_by(Deputy.number).limit(limit))
    return tuple(door_line(deputy, team, attendance) for deputy, team, attendance in rows)


def plain(q: str) -> str:
    """Return a text as numbers and initials are compared: plain characters, lower case."""
    return written.code(q).lower()


def bears(line: DoorLine, text: str) -> bool:
    """Tell whether a deputy has this number."""
    return line.number.lower() == plain(text)


def named(q: str) -> list[ColumnElement[bool]]:
    """Return the conditions under which a name or its initials answer to q; dots and blanks do not count."""
    bare = func.replace(func.replace(Deputy.name, written.DOT, ""), " ", "")
    wanted = written.looked_for(q)
    return [bare.icontains(wanted, autoescape=True), starts(plain(q))] if wanted else []


def starts(q: str) -> ColumnElement[bool]:
    """Return the condition that one reading of the initials of a name begins with q."""
    return or_(
        Deputy.initials.startswith(q, autoescape=True), Deputy.initials.contains(f" {q}", autoescape=True)
    )


def door_line(deputy: Deputy, team: str, attendance: Attendance | None) -> DoorLine:
    """Return one deputy as the desk sees him."""
    if attendance is None:
        return DoorLine(deputy.id, deputy.number, deputy.name, team, "absent", None)
    state = "present" if attendance.present else "left"
    at = attendance.checked_in_at if attendance.present else attendance.left_at
    return DoorLine(deputy.id, deputy.number, deputy.name, team, state, at)


def acts_of(meeting_id: int) -> list[MeetingAct]:
    """Return the acts of a meeting in their order."""
    asked = select(MeetingAct).where(MeetingAct.meeting_id == meeting_id).order_by(MeetingAct.id)
    return list(db.session.scalars(asked))


def step_lines(place: Place, meeting: Meeting) -> tuple[StepLine, ...]:
    """Return the meeting's own steps: what is done, what is next, and what stands before it."""
    latest = {act.step: act for act in acts_of(meeting.id)}
    position = list(MeetingState).index(meeting.state)
    lines = []
    for index, step in enumerate(ORDER):
        state = "done" if index < position else "now" if index == position else "later"
        act = latest.get(step) if state == "done" else None
        hands = None
        if act is not None and act.approve is not None:
            hands = (act.approve, act.oppose or 0, act.abstain or 0)
        missing = () if state == "done" else tuple(missing_before(place, meeting, step))
        lines.append(StepLine(step, state, missing, hands, act.at if act else None, act.note if act else ""))
    return tuple(lines)


def meeting_page(place: Place, meeting_id: int) -> MeetingPage:
    """Return the set-up of a meeting and what is still missing before each step."""
    meeting = meeting_of(place.id, meeting_id)
    twin = twin_of(meeting)
    twin_id = twin.id if twin is not None else None
    return MeetingPage(
        place=place,
        meeting=meeting,
        facts=facts_of(place, meeting),
        term=db.session.get_one(Term, meeting.term_id).number,
        posts=post_lines(meeting.id),
        steps=step_lines(place, meeting),
        list_open=list_open(meeting.state),
        rehearsal_id=None if meeting.rehearsal else twin_id,
        real_id=twin_id if meeting.rehearsal else None,
    )


def post_lines(meeting_id: int) -> tuple[PostLine, ...]:
    """Return who is put forward for which post."""
    asked = (
        select(Appointment, Account.login)
        .outerjoin(Account, Account.id == Appointment.account_id)
        .where(Appointment.meeting_id == meeting_id)
        .order_by(Appointment.post, Appointment.id)
    )
    return tuple(PostLine(row.id, row.post, row.name, login) for row, login in db.session.execute(asked))


def accounts_for_posts(place: Place, meeting_id: int) -> list[tuple[int, str]]:
    """Return the accounts that may hold a post: scrutineers and tellers of the place, deputies of the meeting's term."""
    meeting = meeting_of(place.id, meeting_id)
    asked = (
        select(Account.id, Account.name, Account.login)
        .join(Grant, Grant.account_id == Account.id)
        .outerjoin(Deputy, Deputy.id == Account.deputy_id)
        .where(
            Account.jurisdiction_id == meeting.jurisdiction_id,
            Account.closed.is_(False),
            or_(Account.deputy_id.is_(None), Deputy.term_id == meeting.term_id),
            Grant.role.in_([Role.SCRUTINEER, Role.TELLER, Role.DEPUTY]),
        )
        .distinct()
        .order_by(Account.login)
    )
    return [(row.id, f"{row.name}（{row.login}）") for row in db.session.execute(asked)]
