"""What a step of the console is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from voting.congress.steps import actions as steps_actions
from voting.hall.course.conditions import Asked, Check
from voting.people.rules import Actor, Place

Deed = Callable[[Actor, Asked], "Callable[[Actor], None] | None"]


@dataclass(frozen=True, kw_only=True)
class ConsoleStep:
    """One step. title, intro: what it is called and what will happen; back: it takes a mistaken step back.

    stated: a reason is asked for, as it is for every step back.
    first: what may take seconds, done before the transaction in which the step is taken.
    ends_voting: who has not drawn or not cast loses his vote by it; whoever initiates it says expressly that he knows.
    """

    title: str
    intro: str
    run: Deed
    missing: Check
    two_persons: bool = False
    hands: bool = False
    back: bool = False
    stated: bool = False
    first: Callable[[Place, str | None], None] | None = None
    ends_voting: bool = False


def of_meeting(step: str) -> Deed:
    """Return the deed that takes a step of the meeting's own life."""

    def deed(actor: Actor, asked: Asked) -> None:
        steps_actions.take_step(
            actor,
            place=asked.place,
            meeting_id=asked.meeting.id,
            step=step,
            hands=asked.hands,
            note=asked.note,
        )

    return deed
