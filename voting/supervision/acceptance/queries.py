"""What the pages of acceptance and carry-over show: one function a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from voting.confirmation.facts import waiting
from voting.confirmation.queries import WaitingConfirmation, seen_by
from voting.core.clock import today
from voting.core.db import db
from voting.core.lifecycle import Missing, OpenSteps
from voting.people.rules import Actor, Place
from voting.screening.handover import project_text
from voting.supervision.acceptance.facts import missing_before_accept
from voting.supervision.acceptance.models import Acceptance
from voting.supervision.acceptance.rules import RESULTS, Result, suggested_result
from voting.supervision.commitment.facts import one_of
from voting.supervision.commitment.models import Commitment
from voting.supervision.commitment.rules import ACCEPTANCE, COMMITMENT
from voting.supervision.report.facts import figures


@dataclass(frozen=True)
class AcceptancePage:
    """What acceptance is decided on. missing: what stands before it; suggested: what the figures speak for.

    early: the work has still time. asked, entered: what waits for a second person, with its result in words; upkeep: who looks after it, as the voted text has it.
    """

    place: Place
    commitment: Commitment
    steps: OpenSteps
    progress: int
    spent_fen: int
    missing: Sequence[Missing]
    suggested: str
    early: bool
    asked: WaitingConfirmation | None
    entered: Entered | None
    upkeep: str


@dataclass(frozen=True)
class Entered:
    """A result that waits. result: a message id."""

    result: str
    on: date
    opinion: str
    upkeep: str
    upkeep_until: date | None


@dataclass(frozen=True)
class ReasonPage:
    """A step that needs a reason. title: its words; carries_over: left_fen, what is still to be spent, goes on."""

    place: Place
    commitment: Commitment
    title: str
    carries_over: bool
    left_fen: int


def acceptance_page(place: Place, actor: Actor, commitment_id: int) -> AcceptancePage:
    """Return the page on which a commitment is accepted or found unfinished; NotFound for another place's."""
    commitment = one_of(Commitment, place.id, commitment_id)
    progress, spent_fen, still = figures(commitment)
    rows = waiting(place.id, (ACCEPTANCE,), str(commitment.id))
    return AcceptancePage(
        place=place,
        commitment=commitment,
        steps=COMMITMENT.open_steps(COMMITMENT.steps_from(commitment.state)),
        progress=progress,
        spent_fen=spent_fen,
        missing=missing_before_accept(commitment),
        suggested=RESULTS[suggested_result(progress, still)],
        early=commitment.due_on > today(),
        asked=seen_by(actor, (ACCEPTANCE,), rows)[0] if rows else None,
        entered=_entered(rows[0].payload) if rows else None,
        upkeep=str(project_text(commitment.project_id).get("upkeep") or ""),
    )


def _entered(payload: Mapping[str, str]) -> Entered:
    """Return a result that waits, in words. payload: as `NewAcceptance.as_payload` has it."""
    until = payload["until"]
    return Entered(
        result=RESULTS[Result(payload["result"])],
        on=date.fromisoformat(payload["on"]),
        opinion=payload["opinion"],
        upkeep=payload["upkeep"],
        upkeep_until=date.fromisoformat(until) if until else None,
    )


def reason_page(place: Place, commitment_id: int, step: str) -> ReasonPage:
    """Return the page that asks for the reason of a step: send_back or carry_over."""
    commitment = one_of(Commitment, place.id, commitment_id)
    _progress, spent_fen, _still = figures(commitment)
    return ReasonPage(
        place=place,
        commitment=commitment,
        title=COMMITMENT.step_words[step],
        carries_over=step == "carry_over",
        left_fen=max(commitment.planned_fen - spent_fen, 0),
    )


@dataclass(frozen=True)
class AcceptanceRow:
    """How the year ended for a project. result: a message id; upkeep: who looks after it, may be empty; upkeep_until: until when."""

    result: str
    on: date
    opinion: str
    upkeep: str
    upkeep_until: date | None


def acceptance_row(commitment: Commitment) -> AcceptanceRow | None:
    """Return how the year ended for a project, None before."""
    row = db.session.get(Acceptance, (commitment.jurisdiction_id, commitment.id))
    if row is None:
        return None
    return AcceptanceRow(RESULTS[row.result], row.on, row.opinion, row.upkeep, row.upkeep_until)
