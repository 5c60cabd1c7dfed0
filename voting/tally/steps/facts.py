"""Shared reads of steps that two persons take, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from voting.ballot import handover_statements as ballot_statements
from voting.tally.outcome.decision import NextStep
from voting.tally.outcome.facts import Gathered
from voting.tally.outcome.signed import signed_by
from voting.tally.run.models import TallyRun
from voting.tally.run.rules import TALLY, TallyState
from voting.tally.signing.models import shares_of
from voting.tally.steps.rules import StepReadiness


def readiness(run: TallyRun, found: Gathered) -> StepReadiness:
    """Return what stands and what does not before the next step."""
    sampling = ballot_statements.sampling_of(run.ballot_uuid)
    return StepReadiness(
        threshold=run.threshold,
        roll_signatures=tuple(ballot_statements.roll_signatures(run.ballot_uuid)),
        samples=sampling.passed,
        halted=sampling.halted,
        shares=tuple(share.index for share in shares_of(run.ballot_uuid)),
        opened=run.counts is not None,
        paper_without_place=found.beside.paper > 0 and not found.places,
        place_comes_first=found.place_comes_first,
        open_places=sum(one.agreed is None for one in found.places),
        unaccepted=len(found.unaccepted),
        decision=found.decision(),
        signatures=signed_by(run),
    )


def has_signed(run: TallyRun, index: int) -> bool:
    """Tell whether a seat's signature over a count's text holds now."""
    return index in signed_by(run)


def may_ask(run: TallyRun, found: Gathered, step: str) -> bool:
    """Tell whether a step belongs to the present state, whatever may still be missing."""
    if step != "settle":
        return TALLY.may(run.state, step)
    decision = found.decision()
    waits = decision is not None and decision.next.step is NextStep.PRESIDIUM
    return run.state is TallyState.COUNTED and waits
