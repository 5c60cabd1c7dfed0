"""What the pages of steps that two persons take show: one function a page."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from voting.confirmation.rules import NOT_YOURS
from voting.core.db import db
from voting.core.errors import NotAllowed, NotFound
from voting.people.rules import Actor, Place
from voting.tally.next_ballot.facts import to_announce
from voting.tally.outcome.decision import NextStep
from voting.tally.outcome.facts import gather
from voting.tally.run.disclosure import sees_votes
from voting.tally.run.models import TallyRun, find_run
from voting.tally.steps.facts import may_ask
from voting.tally.steps.rules import STEP_WORDS, STEPS


@dataclass(frozen=True)
class AskPage:
    """The page on which a step is asked for. tied, seats: for a tie that the presidium parts.

    covers: titles of the rounds whose projects the proclamation names together.
    """

    place: Place
    uuid: str
    title: str
    step: str
    tied: tuple[tuple[int, str], ...]
    seats: int
    number: int
    rehearsal: bool
    covers: tuple[str, ...]

    @property
    def word(self) -> str:
        """Return what the step is called, as a message id."""
        return STEP_WORDS[self.step]


def ask_page(actor: Actor, place: Place, uuid: str, step: str) -> AskPage:
    """Return what is asked for; a tie only to who may know it, once the count is complete.

    Errors: NotFound for an unknown step; NotAllowed for who may not ask for it.
    """
    if step not in STEPS:
        raise NotFound("没有这个步骤。")
    if not actor.roles & STEPS[step].ask:
        raise NotAllowed(NOT_YOURS)
    run = find_run(uuid, place.id)
    found = gather(run)
    told = sees_votes(run, actor)
    decision = found.decision() if told and may_ask(run, found, step) else None
    tied: tuple[tuple[int, str], ...] = ()
    seats = 0
    if step == "settle" and decision is not None and decision.next.step is NextStep.PRESIDIUM:
        tied = tuple((ordinal, found.titles[ordinal]) for ordinal in decision.next.ordinals)
        seats = decision.next.seats
    covers = tuple(one.title for one in to_announce(run)) if step == "announce" else ()
    return AskPage(place, uuid, run.title, step, tied, seats, next_number(run), run.rehearsal, covers)


def next_number(run: TallyRun) -> int:
    """Return the number that the meeting's next proclamation would have."""
    asked = select(TallyRun.number).where(TallyRun.meeting_id == run.meeting_id, TallyRun.number.is_not(None))
    return max((number for number in db.session.scalars(asked) if number is not None), default=0) + 1
