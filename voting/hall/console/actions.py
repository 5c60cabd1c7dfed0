"""Deeds of the console. Each writes its journal line; none commits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from sqlalchemy import select, update

from voting.audit.journal import Event, record
from voting.ballot.handover_anew import Succession
from voting.congress.meeting.models import Meeting
from voting.congress.steps.actions import Hands
from voting.core.clock import now
from voting.core.db import db
from voting.core.errors import NotAllowed, NotFound, RuleBroken, WrongMoment
from voting.core.reason import stated
from voting.hall.console.models import RequestState, StepRequest
from voting.hall.console.steps import SECOND, STEPS, ConsoleStep
from voting.hall.course.conditions import Asked
from voting.hall.screen.models import HallMessage
from voting.people.rules import Actor, Place
from voting.people.second_person import check_second_person

LONGEST_MESSAGE = 60
After = Callable[[], None]


@dataclass(frozen=True, kw_only=True)
class StepAsked(Event):
    name: ClassVar[str] = "hall:step:asked"
    meeting: int
    step: str
    ballot: str | None


@dataclass(frozen=True, kw_only=True)
class StepConfirmed(Event):
    name: ClassVar[str] = "hall:step:confirmed"
    meeting: int
    step: str
    ballot: str | None
    asked_by: int


@dataclass(frozen=True, kw_only=True)
class StepWithdrawn(Event):
    name: ClassVar[str] = "hall:step:withdrawn"
    meeting: int
    step: str
    ballot: str | None


@dataclass(frozen=True, kw_only=True)
class MessageShown(Event):
    name: ClassVar[str] = "hall:message:shown"
    meeting: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody wants done at the console. ballot: its UUID; hands: where hands are counted."""

    meeting_id: int
    step: str
    ballot: str | None = None
    note: str = ""
    hands: Hands | None = None


def meeting_of_console(place: Place, meeting_id: int) -> Meeting:
    """Return the meeting, locked, so that two consoles come one after the other."""
    row = db.session.get(Meeting, meeting_id, with_for_update=True, populate_existing=True)
    if row is None or row.jurisdiction_id != place.id:
        raise NotFound("没有这次会议。")
    return row


def step_named(name: str) -> ConsoleStep:
    """Return a step of the console; raise NotFound for a name that is none."""
    if name not in STEPS:
        raise NotFound("没有这一步。")
    return STEPS[name]


def open_request(meeting_id: int) -> StepRequest | None:
    """Return the step that waits for a second person, if there is one."""
    asked = select(StepRequest).where(
        StepRequest.meeting_id == meeting_id, StepRequest.state == RequestState.ASKED
    )
    return db.session.scalar(asked.execution_options(populate_existing=True))


def take(actor: Actor, place: Place, wish: Wish) -> After | None:
    """Take a step that one person may take; return what must follow the commit.

    Errors: NotFound; NotAllowed for a step of two persons; those of the step itself.
    """
    step = step_named(wish.step)
    if step.two_persons:
        raise NotAllowed("这一步不能撤销，须由一人发起、另一人在自己的设备上确认。")
    return run(actor, place, step, wish)


def run(actor: Actor, place: Place, step: ConsoleStep, wish: Wish) -> After | None:
    """Run a step after its conditions have been looked at again."""
    meeting = meeting_of_console(place, wish.meeting_id)
    asked = Asked(place, meeting, wish.ballot, wish.note.strip(), wish.hands)
    expect_reason(step, asked.note)
    missing = step.missing(asked)
    if missing:
        raise WrongMoment("现在还不能办理：%(what)s", what=missing[0].what)
    after = step.run(actor, asked)
    return partial(after, actor) if after else None


def expect_reason(step: ConsoleStep, note: str) -> None:
    """Raise RuleBroken where a step needs a reason and none is given."""
    if step.back or step.stated:
        stated(note)


def ask(actor: Actor, place: Place, wish: Wish) -> StepRequest:
    """Initiate an irreversible step; it happens only when a second person confirms it.

    Errors: WrongMoment while something is missing or another step waits; NotFound.
    """
    step = step_named(wish.step)
    if not step.two_persons:
        raise RuleBroken("这一步一人即可办理。")
    expect_reason(step, wish.note.strip())
    meeting = meeting_of_console(place, wish.meeting_id)
    if open_request(meeting.id) is not None:
        raise WrongMoment("已有一步在等第二人确认，请先确认或撤回。")
    missing = step.missing(Asked(place, meeting, wish.ballot, wish.note.strip(), None))
    if missing:
        raise WrongMoment("现在还不能办理：%(what)s", what=missing[0].what)
    assert actor.account_id is not None
    row = StepRequest(
        jurisdiction_id=place.id,
        meeting_id=meeting.id,
        step=wish.step,
        ballot_uuid=wish.ballot,
        note=wish.note.strip()[:300],
        asked_by=actor.account_id,
        asked_at=now(),
    )
    db.session.add(row)
    db.session.flush()
    record(StepAsked(meeting=meeting.id, step=row.step, ballot=row.ballot_uuid), actor, place.id)
    return row


def request_at(place: Place, request_id: int) -> StepRequest:
    """Return a request, open or settled. Errors: NotFound."""
    row = db.session.get(StepRequest, request_id)
    if row is None or row.jurisdiction_id != place.id:
        raise NotFound("没有这项请求。")
    return row


def request_of(place: Place, request_id: int) -> StepRequest:
    """Return a request that is still open, behind the meeting's lock. Errors: NotFound; WrongMoment once it is settled."""
    row = request_at(place, request_id)
    meeting_of_console(place, row.meeting_id)
    db.session.refresh(row)
    if row.state is not RequestState.ASKED:
        raise WrongMoment("这一步已经办结或者撤回。")
    return row


def confirm(actor: Actor, place: Place, request_id: int) -> tuple[int, After | None]:
    """Confirm as the second person, and take the step; return the meeting and what must follow the commit.

    The line on the hall screen goes with it: it spoke of what was before.

    Errors: NotAllowed for the one who asked, and for who is neither chair nor secretariat; those of the step.
    """
    row = request_of(place, request_id)
    if row.asked_by == actor.account_id:
        raise NotAllowed("发起人不能自己确认，请另一人在自己的设备上确认。")
    if not actor.roles & SECOND:
        raise NotAllowed("须由执行主席或者秘书处确认。")
    check_second_person(row.asked_by, actor)
    row.state, row.settled_by, row.settled_at = RequestState.CONFIRMED, actor.account_id, now()
    confirmed = StepConfirmed(
        meeting=row.meeting_id, step=row.step, ballot=row.ballot_uuid, asked_by=row.asked_by
    )
    record(confirmed, actor, place.id)
    db.session.execute(update(HallMessage).where(HallMessage.meeting_id == row.meeting_id).values(text=""))
    wish = Wish(meeting_id=row.meeting_id, step=row.step, ballot=row.ballot_uuid, note=row.note)
    return row.meeting_id, run(actor, place, step_named(row.step), wish)


def withdraw(actor: Actor, place: Place, request_id: int) -> int:
    """Take a request back before it is confirmed; anybody at the console may. Returns the meeting."""
    row = request_of(place, request_id)
    _take_back(actor, row)
    return row.meeting_id


def _take_back(actor: Actor, row: StepRequest) -> None:
    row.state, row.settled_by, row.settled_at = RequestState.WITHDRAWN, actor.account_id, now()
    withdrawn = StepWithdrawn(meeting=row.meeting_id, step=row.step, ballot=row.ballot_uuid)
    record(withdrawn, actor, row.jurisdiction_id)


def drop_request(actor: Actor, moved: Succession) -> None:
    """Take back the open request that speaks of a set-up which is gone: it was asked for that one, not for the next."""
    asked = select(StepRequest).where(
        StepRequest.jurisdiction_id == moved.jurisdiction_id,
        StepRequest.ballot_uuid == moved.before,
        StepRequest.state == RequestState.ASKED,
    )
    for row in db.session.scalars(asked):
        _take_back(actor, row)


def show_message(actor: Actor, place: Place, *, meeting_id: int, text: str) -> None:
    """Show a line on the hall screen, or take it away with an empty text."""
    text = " ".join(text.split())
    if len(text) > LONGEST_MESSAGE:
        raise RuleBroken("大屏上的话最多 %(most)s 个字。", most=LONGEST_MESSAGE)
    meeting = meeting_of_console(place, meeting_id)
    row = db.session.get(HallMessage, meeting.id)
    if row is None:
        db.session.add(HallMessage(meeting_id=meeting.id, jurisdiction_id=place.id, text=text, at=now()))
    else:
        row.text, row.at = text, now()
    record(MessageShown(meeting=meeting.id, text=text), actor, place.id)
