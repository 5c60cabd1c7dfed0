"""The steps of a count as its page shows them: how far it is, who took which, what two persons can take now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from voting.confirmation.models import Confirmation
from voting.confirmation.queries import WaitingConfirmation, seen_by, taken_by
from voting.core.clock import now
from voting.core.lifecycle import Missing, Progress, progress
from voting.people.rules import ROLE_NAMES, Actor, Role
from voting.tally.next_ballot.facts import missing_before_announce
from voting.tally.outcome.facts import Gathered
from voting.tally.run.models import TallyRun
from voting.tally.run.rules import TallyState
from voting.tally.steps.facts import may_ask
from voting.tally.steps.rules import (
    STATED,
    STEP_WORDS,
    STEPS,
    StepReadiness,
    missing_before_confirm,
    missing_before_count,
)

COURSE = ("open", "count", "sign", "confirm", "announce", "archive")
REACHED = {
    TallyState.SEALED: 0,
    TallyState.OPENED: 1,
    TallyState.COUNTED: 2,
    TallyState.SIGNED: 3,
    TallyState.CONFIRMED: 4,
    TallyState.ANNOUNCED: 5,
    TallyState.ARCHIVED: 6,
    TallyState.VOID: 0,
}


@dataclass(frozen=True)
class StepLine:
    """A step of the count on its way. state: done, now or later; by: who asked and who confirmed, where two took it."""

    step: str
    state: Progress
    by: tuple[str, str] | None = None

    @property
    def word(self) -> str:
        """Return what the step is called, as a message id."""
        return STEP_WORDS[self.step]


@dataclass(frozen=True)
class StepView:
    """A step that two persons take. asked: by whom, when it waits; may_ask: whether this reader may.

    askers, confirmers: the names (message ids) of the roles that ask for it and that confirm it.
    """

    step: str
    missing: tuple[Missing, ...]
    asked: WaitingConfirmation | None
    may_ask: bool
    askers: tuple[str, ...]
    confirmers: tuple[str, ...]

    @property
    def word(self) -> str:
        """Return what the step is called, as a message id."""
        return STEP_WORDS[self.step]

    @property
    def stated(self) -> bool:
        """Tell whether it needs a reason: such steps are taken from wherever the count stands."""
        return self.step in STATED


def acts_shown(run: TallyRun, requests: Sequence[Confirmation]) -> tuple[StepLine, ...]:
    """Return all steps of a count in their order, and by whom those behind it were taken."""
    at = REACHED[run.state]
    if run.state is TallyState.VOID:
        at = 1 if run.counts is not None else 0
    by = taken_by(requests)
    lines = (
        StepLine(step, progress(n, at), by.get(STEPS[step].name) if n < at and step in STEPS else None)
        for n, step in enumerate(COURSE)
    )
    if run.state is TallyState.VOID:
        return tuple(
            replace(line, state=Progress.LATER) if line.state is Progress.NOW else line for line in lines
        )
    return tuple(lines)


def steps_shown(
    reader: Actor, found: Gathered, ready: StepReadiness, requests: Sequence[Confirmation]
) -> tuple[StepView, ...]:
    """Return the steps that two persons take. reader: with the roles that hold in this count."""
    at = now()
    waits = [row for row in requests if row.waits_at(at)]
    asked = {one.kind: one for one in seen_by(reader, tuple(STEPS.values()), waits)}
    missing = {"count": missing_before_count(ready), "confirm": missing_before_confirm(ready)}
    if found.run.state is TallyState.CONFIRMED:
        missing["announce"] = missing_before_announce(found.run)
    views = []
    for step, kind in STEPS.items():
        if not may_ask(found.run, found, step):
            continue
        missed = tuple(missing.get(step, ()))
        by = asked.get(kind.name)
        may = not by and not missed and bool(reader.roles & kind.ask)
        views.append(StepView(step, missed, by, may, _names(kind.ask), _names(kind.confirm)))
    return tuple(views)


def _names(roles: frozenset[Role]) -> tuple[str, ...]:
    """Return the names (message ids) of roles, in their order."""
    return tuple(name for role, name in ROLE_NAMES.items() if role in roles)
