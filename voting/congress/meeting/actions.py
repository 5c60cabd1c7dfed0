"""Deeds of meetings. Each writes its journal line; none commits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlalchemy import delete, select

from voting.audit.journal import Event, record
from voting.congress.meeting.facts import meeting_for, twin_of
from voting.congress.meeting.models import Appointment, Meeting, Plenary
from voting.congress.meeting.rules import OVER, agenda_of, list_open
from voting.congress.place.rules import LEVELS, ROLE_OF_POST, Body, Post
from voting.congress.term.facts import term_of
from voting.core.db import db
from voting.core.errors import NotFound, RuleBroken, WrongMoment
from voting.core.normalise import label
from voting.people.models import Account, Grant
from voting.people.rules import Actor, Place, Role


@dataclass(frozen=True, kw_only=True)
class MeetingOpened(Event):
    name: ClassVar[str] = "congress:meeting:opened"
    meeting: int
    title: str
    rehearsal: bool


@dataclass(frozen=True, kw_only=True)
class Appointed(Event):
    name: ClassVar[str] = "congress:appointment:made"
    meeting: int
    post: str
    person: str


@dataclass(frozen=True, kw_only=True)
class Dismissed(Event):
    name: ClassVar[str] = "congress:appointment:ended"
    meeting: int
    post: str
    person: str


@dataclass(frozen=True, kw_only=True)
class MeetingPlanned(Event):
    name: ClassVar[str] = "congress:meeting:planned"
    meeting: int
    venue: str
    days: int | None
    agenda: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class MeetingPlan:
    """Where a meeting is held, how many days it takes, and its agenda, an item a line; nothing where nobody has said."""

    venue: str = ""
    days: int | None = None
    agenda: str = ""


@dataclass(frozen=True, kw_only=True)
class NewMeeting:
    term_id: int
    year: int
    number: int
    title: str
    opens_on: date
    body: Body
    plan: MeetingPlan = MeetingPlan()


@dataclass(frozen=True, kw_only=True)
class NewAppointment:
    post: Post
    name: str
    account_id: int | None


def open_meeting(actor: Actor, *, place: Place, new: NewMeeting, rehearsal: bool = False) -> Meeting:
    """Open a meeting of a body. Raise RuleBroken when the level has no such body or the number is taken."""
    term = term_of(place.id, new.term_id)
    if new.body not in LEVELS[place.level].bodies:
        raise RuleBroken("乡镇没有常务委员会。")
    taken = select(Meeting.id).where(
        Meeting.term_id == term.id,
        Meeting.body == new.body,
        Meeting.number == new.number,
        Meeting.rehearsal.is_(rehearsal),
    )
    if db.session.scalar(taken) is not None:
        raise RuleBroken("第 %(number)s 次会议已经登记。", number=new.number)
    row = Meeting(
        jurisdiction_id=place.id,
        term_id=term.id,
        year=new.year,
        number=new.number,
        title=new.title,
        opens_on=new.opens_on,
        body=new.body,
        rehearsal=rehearsal,
    )
    keep_plan(row, new.plan)
    db.session.add(row)
    db.session.flush()
    db.session.add(Plenary(meeting_id=row.id, jurisdiction_id=place.id))
    record(MeetingOpened(meeting=row.id, title=row.title, rehearsal=rehearsal), actor, place.id)
    return row


def keep_plan(row: Meeting, plan: MeetingPlan) -> None:
    """Write a plan on a meeting in its one form."""
    row.venue, row.days = label(plan.venue) or None, plan.days
    row.agenda = "\n".join(agenda_of(plan.agenda)) or None


def plan_meeting(actor: Actor, *, meeting_id: int, plan: MeetingPlan) -> Meeting:
    """Say where a meeting is held, for how many days, and with which agenda; its rehearsal follows.

    Errors: NotFound; WrongMoment after the meeting; RuleBroken for an agenda that is too long.
    """
    meeting = meeting_for(actor, meeting_id)
    if meeting.state in OVER:
        raise WrongMoment("会议已经结束。")
    twin = None if meeting.rehearsal else twin_of(meeting)
    for row in (meeting, twin):
        if row is not None and row.state not in OVER:
            keep_plan(row, plan)
    agenda = tuple((meeting.agenda or "").splitlines())
    planned = MeetingPlanned(meeting=meeting.id, venue=meeting.venue or "", days=meeting.days, agenda=agenda)
    record(planned, actor, meeting.jurisdiction_id)
    return meeting


def rehearse(actor: Actor, *, place: Place, meeting_id: int) -> Meeting:
    """Open a rehearsal of a meeting: the same title, date and posts, marked; nothing of it reaches the real one."""
    real = meeting_for(actor, meeting_id)
    if real.rehearsal:
        raise RuleBroken("这已经是一场演练。")
    new = NewMeeting(
        term_id=real.term_id,
        year=real.year,
        number=real.number,
        title=real.title,
        opens_on=real.opens_on,
        body=real.body,
        plan=MeetingPlan(venue=real.venue or "", days=real.days, agenda=real.agenda or ""),
    )
    row = open_meeting(actor, place=place, new=new, rehearsal=True)
    posts = db.session.scalars(select(Appointment).where(Appointment.meeting_id == real.id))
    db.session.add_all(
        Appointment(
            jurisdiction_id=place.id,
            meeting_id=row.id,
            post=post.post,
            name=post.name,
            account_id=post.account_id,
        )
        for post in posts
    )
    return row


def appoint(actor: Actor, *, meeting_id: int, new: NewAppointment) -> Appointment:
    """Put a person forward for a post; the account receives the role that goes with it."""
    meeting = meeting_for(actor, meeting_id)
    posts_still_open(meeting)
    twice = select(Appointment.id).where(Appointment.meeting_id == meeting.id, Appointment.name == new.name)
    if db.session.scalar(twice) is not None:
        raise RuleBroken("%(name)s已经在名单上。监票人和计票人不能由一人兼任。", name=new.name)
    gave = False
    if new.account_id is not None:
        expect_one_post(meeting, new.account_id)
        gave = grant(actor, new.account_id, ROLE_OF_POST[new.post])
    row = Appointment(
        jurisdiction_id=meeting.jurisdiction_id,
        meeting_id=meeting.id,
        post=new.post,
        name=new.name,
        account_id=new.account_id,
        gave_role=gave,
    )
    db.session.add(row)
    db.session.flush()
    record(Appointed(meeting=meeting.id, post=new.post, person=new.name), actor, meeting.jurisdiction_id)
    return row


def posts_still_open(meeting: Meeting) -> None:
    """Raise WrongMoment once the list of scrutineers has been adopted."""
    if not list_open(meeting.state):
        raise WrongMoment("监票人、计票人名单已经大会通过，须先收回才能更换。")


def expect_one_post(meeting: Meeting, account_id: int) -> None:
    """Raise RuleBroken when the account has a post of the meeting already, under whatever name."""
    asked = select(Appointment.name).where(
        Appointment.meeting_id == meeting.id, Appointment.account_id == account_id
    )
    name = db.session.scalars(asked).first()
    if name is not None:
        raise RuleBroken("这个账号已经以“%(name)s”列在名单上，一个账号只能担任一项。", name=name)


def grant(actor: Actor, account_id: int, role: Role) -> bool:
    """Give an account of the same jurisdiction a role, once; tell whether it had not it before."""
    account = db.session.get(Account, account_id)
    if account is None or account.jurisdiction_id != actor.jurisdiction_id or account.closed:
        raise NotFound("没有这个账号。")
    if db.session.get(Grant, (account.id, role)) is not None:
        return False
    db.session.add(Grant(account_id=account.id, role=role))
    return True


def revoke(row: Appointment) -> None:
    """Take back the role that an appointment gave, unless another appointment of the account keeps it."""
    role = ROLE_OF_POST[row.post]
    asked = select(Appointment).where(
        Appointment.account_id == row.account_id,
        Appointment.post.in_([post for post in Post if ROLE_OF_POST[post] is role]),
        Appointment.id != row.id,
    )
    keeper = db.session.scalars(asked).first()
    if keeper is not None:
        keeper.gave_role = True
        return
    db.session.execute(delete(Grant).where(Grant.account_id == row.account_id, Grant.role == role))


def dismiss(actor: Actor, *, meeting_id: int, appointment_id: int) -> None:
    """Take a person off the list before it is adopted."""
    meeting = meeting_for(actor, meeting_id)
    posts_still_open(meeting)
    row = db.session.get(Appointment, appointment_id)
    if row is None or row.meeting_id != meeting.id:
        raise NotFound("名单上没有这个人。")
    if row.gave_role:
        revoke(row)
    db.session.delete(row)
    dismissed = Dismissed(meeting=meeting.id, post=row.post, person=row.name)
    record(dismissed, actor, meeting.jurisdiction_id)
