"""Deeds of the console. Each writes its journal line; none commits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar

from sqlalchemy import update

from voting.audit.journal import Event, record
from voting.ballot.figures.rules import BallotFigures
from voting.ballot.handover_new_uuid import Succession
from voting.confirmation import actions as confirmation
from voting.confirmation.actions import Wanted
from voting.confirmation.facts import numbered, waiting
from voting.confirmation.models import Confirmation
from voting.congress.meeting.models import Meeting
from voting.congress.steps.actions import Hands
from voting.core.clock import now
from voting.core.db import db
from voting.core.errors import NotAllowed, NotFound, RuleBroken, WrongMoment
from voting.core.reason import stated
from voting.core.text import N_
from voting.hall.console.step import ConsoleStep
from voting.hall.console.steps import BY_TWO, STEPS
from voting.hall.course.conditions import Asked, figures_at
from voting.hall.screen.models import HallMessage
from voting.people.rules import Actor, Place

LONGEST_MESSAGE = 60
After = Callable[[], None]


@dataclass(frozen=True, kw_only=True)
class StepAsked(Event):
    """undrawn, uncast: how many would lose their vote by a step that ends voting; acknowledged: it was ticked that this is known.

    None for every other step.
    """

    name: ClassVar[str] = "hall:step:asked"
    meeting: int
    step: str
    ballot: str | None
    undrawn: int | None = None
    uncast: int | None = None
    acknowledged: bool | None = None


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
    """What somebody wants done at the console. ballot: its UUID; hands: where hands are counted.

    acknowledged: he knows that somebody has not drawn or not cast.
    """

    meeting_id: int
    step: str
    ballot: str | None = None
    note: str = ""
    hands: Hands | None = None
    acknowledged: bool = False


class NotAcknowledged(RuleBroken):
    """Somebody would lose his vote, and nobody said that he knows."""

    field = "acknowledged"

    def __init__(self) -> None:
        super().__init__(N_("还有代表没有领票，或者有票没有投出。确实要停止的，请先勾选。"))


def wish_of(row: Confirmation) -> Wish:
    """Return the step that somebody has initiated."""
    payload = row.payload
    return Wish(
        meeting_id=int(row.subject), step=payload["step"], ballot=payload["ballot"], note=payload["note"]
    )


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


def ask(actor: Actor, place: Place, wish: Wish) -> Confirmation:
    """Initiate an irreversible step; it happens only when a second person confirms it.

    Errors: NotAcknowledged where somebody would lose his vote by it; WrongMoment while something is missing or another step waits; NotFound.
    """
    step = step_named(wish.step)
    if not step.two_persons:
        raise RuleBroken("这一步一人即可办理。")
    note = wish.note.strip()
    expect_reason(step, note)
    meeting = meeting_of_console(place, wish.meeting_id)
    asked = Asked(place, meeting, wish.ballot, note, None)
    missing = step.missing(asked)
    if missing:
        raise WrongMoment("现在还不能办理：%(what)s", what=missing[0].what)
    line = StepAsked(meeting=meeting.id, step=wish.step, ballot=wish.ballot)
    if step.ends_voting:
        line = acknowledged(line, wish, figures_at(asked))
    wanted = Wanted(
        kind=BY_TWO,
        subject=str(meeting.id),
        payload={"step": wish.step, "ballot": wish.ballot, "note": note[:300]},
        line=line,
    )
    return confirmation.ask(actor, wanted)


def acknowledged(line: StepAsked, wish: Wish, figures: list[BallotFigures]) -> StepAsked:
    """Return the line with the figures on which voting is ended. Errors: NotAcknowledged where a vote would be lost unsaid."""
    left_open = any(one.left_open for one in figures)
    if left_open and not wish.acknowledged:
        raise NotAcknowledged
    told = left_open and wish.acknowledged
    return replace(
        line,
        undrawn=max(one.undrawn for one in figures),
        uncast=sum(one.uncast for one in figures),
        acknowledged=told,
    )


def wish_at(place: Place, request_id: int) -> Wish:
    """Return the step of a request, waiting or settled. Errors: NotFound."""
    return wish_of(numbered(place.id, BY_TWO, request_id))


def confirm(actor: Actor, place: Place, request_id: int) -> After | None:
    """Confirm as the second person, and take the step; return what must follow the commit.

    The line on the hall screen goes with it: it spoke of what was before.

    Errors: NotAllowed for the one who asked, and for who is neither chair nor secretariat; those of the step.
    """
    row = numbered(place.id, BY_TWO, request_id)
    wish = wish_of(row)
    meeting_of_console(place, wish.meeting_id)
    line = StepConfirmed(meeting=wish.meeting_id, step=wish.step, ballot=wish.ballot, asked_by=row.asked_by)
    return confirmation.confirm(actor, BY_TWO, row, partial(run_confirmed, actor, place, wish), line=line)


def run_confirmed(actor: Actor, place: Place, wish: Wish) -> After | None:
    """Run a step that two persons take; the line on the hall screen goes."""
    db.session.execute(update(HallMessage).where(HallMessage.meeting_id == wish.meeting_id).values(text=""))
    return run(actor, place, step_named(wish.step), wish)


def withdraw(actor: Actor, place: Place, request_id: int) -> None:
    """Take a request back before it is confirmed; anybody at the console may."""
    row = numbered(place.id, BY_TWO, request_id)
    wish = wish_of(row)
    meeting_of_console(place, wish.meeting_id)
    confirmation.take_back(actor, BY_TWO, row, line=withdrawn(wish))


def withdrawn(wish: Wish) -> StepWithdrawn:
    """Return the journal's line for a step that was initiated and is not taken."""
    return StepWithdrawn(meeting=wish.meeting_id, step=wish.step, ballot=wish.ballot)


def drop_request(actor: Actor, moved: Succession) -> None:
    """Let lapse what waits for a set-up which is gone: it was asked for that one, not for the next."""
    for row in waiting(moved.jurisdiction_id, (BY_TWO,)):
        wish = wish_of(row)
        if wish.ballot == moved.before:
            confirmation.lapse(actor, row, line=withdrawn(wish))


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
