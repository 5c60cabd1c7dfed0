"""What the page of lost tokens shows: whose are recorded, and by whom. Never who cast."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from voting.ballot.figures.facts import reading_of
from voting.ballot.figures.rules import BallotFigures
from voting.ballot.lost.rules import TOKEN_LOST, deputy_in, is_about
from voting.ballot.order.models import drawn_together
from voting.ballot.order.rules import DRAWING
from voting.ballot.roll.queries import with_set_up
from voting.confirmation.facts import asked_for, waiting
from voting.confirmation.models import Confirmation
from voting.confirmation.queries import WaitingConfirmation, never_second, seen_by
from voting.confirmation.rules import ConfirmationState
from voting.congress.attendance.queries import DoorLine, named_at_the_door
from voting.congress.meeting.facts import meeting_of
from voting.congress.term.models import Deputy
from voting.core.clock import day_of, now
from voting.core.db import db
from voting.core.errors import RuleBroken
from voting.core.text import N_
from voting.people.models import Account
from voting.people.rules import LEAD, Actor, Place
from voting.people.to_do import ToDo

ROLES = LEAD


@dataclass(frozen=True)
class LossLine:
    """A token that is said to be lost. asked: by whom, and what the reader may do; confirmed_by: "" while it waits."""

    number: str
    name: str
    reason: str
    asked: WaitingConfirmation
    confirmed_by: str


@dataclass(frozen=True)
class LostPage:
    """waiting, recorded: in the order in which they were said. drawing: another one may be said now.

    together: titles of all that is drawn with it, itself among them: they are lost together.
    """

    place: Place
    meeting: str
    uuid: str
    title: str
    together: tuple[str, ...]
    rehearsal: bool
    drawing: bool
    figures: BallotFigures
    waiting: tuple[LossLine, ...]
    recorded: tuple[LossLine, ...]


def lost_page(place: Place, actor: Actor, uuid: str) -> LostPage:
    """Return the page of a ballot's lost tokens. Errors: NotFound; WrongMoment before set-up and when void."""
    ballot = with_set_up(place, uuid)
    meeting = meeting_of(place.id, ballot.meeting_id)
    rows = [row for row in asked_for(place.id, (TOKEN_LOST,)) if is_about(row.subject, row.payload, uuid)]
    at = now()
    return LostPage(
        place=place,
        meeting=meeting.title,
        uuid=uuid,
        title=ballot.title,
        together=tuple(one.title for one in drawn_together(ballot)),
        rehearsal=ballot.rehearsal,
        drawing=ballot.state in DRAWING,
        figures=reading_of(meeting, ballot).figures,
        waiting=_lines(actor, [row for row in rows if row.waits_at(at)]),
        recorded=_lines(actor, [row for row in rows if row.state is ConfirmationState.CONFIRMED]),
    )


def _lines(actor: Actor, rows: list[Confirmation]) -> tuple[LossLine, ...]:
    people = select(Deputy.id, Deputy.number, Deputy.name)
    ids = {deputy_in(row.subject) for row in rows}
    known = {one.id: one for one in db.session.execute(people.where(Deputy.id.in_(ids)))}
    seconds = {row.settled_by for row in rows}
    named = db.session.execute(select(Account.id, Account.name).where(Account.id.in_(seconds)))
    names: dict[int | None, str] = {one.id: one.name for one in named}
    lines = []
    for row, asked in zip(rows, seen_by(actor, (TOKEN_LOST,), rows), strict=True):
        deputy = known[deputy_in(row.subject)]
        reason, second = row.payload["reason"], names.get(row.settled_by, "")
        lines.append(LossLine(deputy.number, deputy.name, reason, asked, second))
    return tuple(lines)


def meant(place: Place, uuid: str, text: str) -> DoorLine:
    """Return the deputy whom a scan, a number or a name means. Errors: RuleBroken for nobody, and for several."""
    ballot = with_set_up(place, uuid)
    one, found = named_at_the_door(meeting_of(place.id, ballot.meeting_id), text, place.code)
    if one is not None:
        return one
    listed = "、".join(f"{line.number} {line.name}" for line in found)
    raise RuleBroken("可能是这 %(n)s 位代表，请填写证号：%(listed)s。", n=len(found), listed=listed)


def to_dos(place: Place, actor: Actor) -> list[ToDo]:
    """Return the losses that wait for a second person; one query."""
    return [
        ToDo(
            kind=TOKEN_LOST.name,
            subject=str(row.number),
            room=N_("票决"),
            year=day_of(row.asked_at).year,
            what=N_("第二人确认遗失的票"),
            endpoint="ballot.lost",
            args={"uuid": row.subject.partition(":")[0]},
            roles=TOKEN_LOST.confirm,
            never=never_second(actor, row),
            since=day_of(row.asked_at),
        )
        for row in waiting(place.id, (TOKEN_LOST,))
    ]
