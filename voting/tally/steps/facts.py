"""Shared reads of steps that two persons take, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from voting.ballot import handover as ballot_handover
from voting.confirmation.rules import ConfirmationKind, Sentences
from voting.core.text import N_
from voting.people.rules import Role
from voting.tally.opening.models import shares_of, signatures_of
from voting.tally.outcome.decision import NextStep
from voting.tally.outcome.facts import Gathered
from voting.tally.run.models import TallyRun
from voting.tally.run.rules import TALLY, TallyState
from voting.tally.steps.rules import StepReadiness

OFFICE = frozenset({Role.STAFF, Role.SECRETARIAT})


def readiness(run: TallyRun, found: Gathered) -> StepReadiness:
    """Return what stands and what does not before the next step."""
    return StepReadiness(
        threshold=run.threshold,
        roll_signatures=tuple(ballot_handover.roll_signatures(run.ballot_uuid)),
        shares=tuple(share.index for share in shares_of(run.ballot_uuid)),
        opened=run.counts is not None,
        paper_without_place=found.beside.paper > 0 and not found.places,
        open_places=sum(one.agreed is None for one in found.places),
        unaccepted=len(found.unaccepted),
        decision=found.decision(),
        signatures=tuple(one.index for one in signatures_of(run.ballot_uuid)),
    )


SAID = Sentences(
    unknown=N_("没有这个步骤。"),
    waiting=N_("这一步已经有人提出，正等待第二人确认。"),
    settled=N_("没有人提出这一步，或者已经撤回。"),
    own=N_("须由另一人在自己的设备上确认。"),
)


def _by_two(step: str, ask: frozenset[Role], confirm: frozenset[Role]) -> ConfirmationKind:
    return ConfirmationKind(name=f"tally:{step}", ask=ask, confirm=confirm, said=SAID)


STEPS: dict[str, ConfirmationKind] = {
    "count": _by_two("count", OFFICE | {Role.TELLER}, frozenset({Role.SCRUTINEER})),
    "recount": _by_two(
        "recount", OFFICE | {Role.TELLER, Role.SCRUTINEER}, frozenset({Role.SCRUTINEER, Role.CHAIR})
    ),
    "settle": _by_two("settle", OFFICE, frozenset({Role.CHAIR})),
    "confirm": _by_two("confirm", OFFICE, frozenset({Role.CHAIR})),
    "announce": _by_two("announce", OFFICE, frozenset({Role.CHAIR})),
    "archive": _by_two("archive", OFFICE, OFFICE | {Role.CHAIR}),
    "void": _by_two("void", OFFICE | {Role.CHAIR}, frozenset({Role.CHAIR, Role.SCRUTINEER})),
}
"""Every irreversible step and who takes part in it; two different persons always. Their subject: the ballot's UUID."""


STATED = frozenset({"void", "recount"})
"""Steps that need a reason."""


def may_ask(run: TallyRun, found: Gathered, step: str) -> bool:
    """Tell whether a step belongs to the present state, whatever may still be missing."""
    if step != "settle":
        return TALLY.may(run.state, step)
    decision = found.decision()
    waits = decision is not None and decision.next.step is NextStep.PRESIDIUM
    return run.state is TallyState.COUNTED and waits
