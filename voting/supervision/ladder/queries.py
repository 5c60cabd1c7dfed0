"""What the page of a project's ladder shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from voting.congress.working_days.facts import working_days_of
from voting.congress.working_days.rules import unpublished_years
from voting.core.clock import today
from voting.people.rules import Actor, Place
from voting.supervision.commitment.facts import STAFF, commitment_for
from voting.supervision.commitment.models import Commitment
from voting.supervision.finding.rules import GROUP
from voting.supervision.ladder.facts import steps_of
from voting.supervision.ladder.models import LadderStep
from voting.supervision.ladder.rules import ACTS, LADDERS, OF_UNIT, RUNGS, Rung
from voting.supervision.light.rules import LIGHTS


@dataclass(frozen=True)
class RungRow:
    """A rung that was reached. word: what is to be done; waits, overdue: nobody has said yet, and its day is over.

    account, by: what was done, empty where nobody had to say it any more; of_body: `by` is a message id.
    """

    month: int
    light: str
    word: str
    reached_on: date
    due_on: date
    waits: bool
    overdue: bool
    account: str
    by: str
    of_body: bool

    @property
    def is_over(self) -> bool:
        """Tell whether the light went out, or the work rested or ended, before anybody said anything."""
        return not self.waits and not self.account


@dataclass(frozen=True)
class LawRow:
    """A rung of the rule. light, word, source: message ids; after: working days since the light was kept."""

    light: str
    word: str
    after: int
    source: str


@dataclass(frozen=True)
class LadderPage:
    """A project's ladder. steps: value and word of what this reader may settle now; unpublished: years counted by weekdays."""

    place: Place
    commitment: Commitment
    rows: Sequence[RungRow]
    steps: Sequence[tuple[str, str]]
    law: Sequence[LawRow]
    unpublished: Sequence[int]
    works: bool


def ladder_page(place: Place, actor: Actor, commitment_id: int) -> LadderPage:
    """Return the ladder of a project that the person may read; NotFound for another unit's."""
    row = commitment_for(actor, place.id, commitment_id)
    steps = steps_of(row)
    own = actor.unit_id is not None and actor.unit_id == row.unit_id
    mine = [
        step.rung
        for step in steps
        if step.settled_at is None and actor.roles & ACTS[step.rung] and (own or step.rung not in OF_UNIT)
    ]
    reach = (min(step.reached_on for step in steps), max(step.due_on for step in steps)) if steps else None
    return LadderPage(
        place=place,
        commitment=row,
        rows=[_row(step) for step in steps],
        steps=[(rung.value, RUNGS[rung]) for rung in Rung if rung in mine],
        law=[
            LawRow(LIGHTS[light], RUNGS[step.rung], step.after, step.source)
            for light, ladder in LADDERS.items()
            for step in ladder
        ],
        unpublished=unpublished_years(*reach, working_days_of(place)) if reach else (),
        works=not own,
    )


def _row(step: LadderStep) -> RungRow:
    waits = step.settled_at is None
    return RungRow(
        month=step.month,
        light=step.light.value,
        word=RUNGS[step.rung],
        reached_on=step.reached_on,
        due_on=step.due_on,
        waits=waits,
        overdue=waits and step.due_on < today(),
        account=step.account,
        by=step.by,
        of_body=step.by in {STAFF, GROUP},
    )
