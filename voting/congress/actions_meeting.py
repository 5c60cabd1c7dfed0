"""A meeting prepared and led: opened, rehearsed, its posts filled, its steps taken and taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlalchemy import delete, select

from voting.audit.journal import Event, record
from voting.congress.actions import term_of
from voting.congress.missing import missing_before
from voting.congress.models import Appointment, Meeting
from voting.congress.models_desk import MeetingAct
from voting.congress.queries import members, present
from voting.congress.rules import LEVELS, MEETING, ROLE_OF_POST, STEPS_BACK, Body, Post, list_open
from voting.core.clock import now
from voting.core.db import db
from voting.core.errors import NotFound, RuleBroken, WrongMoment
from voting.people.models import Account, Grant
from voting.people.rules import Actor, Place, Role

HANDS_COUNTED = frozenset({"adopt_method", "adopt_scrutineers"})


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
class StepTaken(Event):
    name: ClassVar[str] = "congress:meeting:step_taken"
    meeting: int
    step: str
    approve: int | None = None
    oppose: int | None = None
    abstain: int | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class NewMeeting:
    term_id: int
    year: int
    number: int
    title: str
    opens_on: date
    body: Body


@dataclass(frozen=True, kw_only=True)
class NewAppointment:
    post: Post
    name: str
    account_id: int | None


@dataclass(frozen=True, kw_only=True)
class Hands:
    """A count of hands."""

    approve: int
    oppose: int
    abstain: int

    @property
    def total(self) -> int:
        return self.approve + self.oppose + self.abstain


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
    db.session.add(row)
    db.session.flush()
    record(MeetingOpened(meeting=row.id, title=row.title, rehearsal=rehearsal), actor, place.id)
    return row


def meeting_for(actor: Actor, meeting_id: int) -> Meeting:
    """Return a meeting of the actor's jurisdiction, locked; raise NotFound for anybody else's."""
    row = db.session.get(Meeting, meeting_id, with_for_update=True)
    if row is None or row.jurisdiction_id != actor.jurisdiction_id:
        raise NotFound("没有这次会议。")
    return row


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


def take_step(
    actor: Actor, *, place: Place, meeting_id: int, step: str, hands: Hands | None = None, note: str = ""
) -> Meeting:
    """Take a step of the meeting, forward or back.

    step: of the MEETING lifecycle. hands: where hands are counted; more than half of all must approve.
    note: the reason of a step back, which must have one. Errors: WrongMoment, RuleBroken.
    """
    meeting = meeting_for(actor, meeting_id)
    state = MEETING.after(meeting.state, step)
    if step in STEPS_BACK and not note.strip():
        raise RuleBroken("收回一步须写明理由。")
    missing = missing_before(place, meeting, step)
    if missing:
        raise RuleBroken("现在还不能办理：%(what)s", what=missing[0].what)
    if step in HANDS_COUNTED:
        count_hands(meeting, hands)
    if step == "confirm_quorum":
        meeting.due = len(members(meeting))
    if step == "withdraw_quorum":
        meeting.due = None
    meeting.state = state
    remember(actor, meeting, step, hands, note.strip())
    return meeting


def count_hands(meeting: Meeting, hands: Hands | None) -> None:
    """Raise RuleBroken unless a plausible count of hands carries (组织法 art. 25: 全体代表的过半数)."""
    if hands is None:
        raise RuleBroken("请填写举手表决的票数。")
    due, here = len(members(meeting)), present(meeting.id)
    if hands.total > due:
        raise RuleBroken("举手人数 %(total)s 多于应到人数 %(due)s，请核对。", total=hands.total, due=due)
    if here and hands.total > here:
        raise RuleBroken("举手人数 %(total)s 多于实到人数 %(here)s，请核对。", total=hands.total, here=here)
    if hands.approve * 2 <= due and not meeting.rehearsal:
        raise RuleBroken(
            "赞成 %(approve)s 人，未过全体代表 %(due)s 人的半数，没有通过。", approve=hands.approve, due=due
        )


def remember(actor: Actor, meeting: Meeting, step: str, hands: Hands | None, note: str) -> None:
    """Write the act down, for the course of the meeting and for the journal."""
    count = (hands.approve, hands.oppose, hands.abstain) if hands else (None, None, None)
    db.session.add(
        MeetingAct(
            jurisdiction_id=meeting.jurisdiction_id,
            meeting_id=meeting.id,
            step=step,
            at=now(),
            account_id=actor.account_id,
            approve=count[0],
            oppose=count[1],
            abstain=count[2],
            note=note,
        )
    )
    taken = StepTaken(
        meeting=meeting.id, step=step, approve=count[0], oppose=count[1], abstain=count[2], note=note
    )
    record(taken, actor, meeting.jurisdiction_id)
