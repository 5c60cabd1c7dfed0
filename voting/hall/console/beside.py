"""What the console says beside the next step: who is away, what is printed, what waits for a second person in the counting room."""

from __future__ import annotations

from dataclasses import dataclass

from voting.ballot.order.models import Ballot
from voting.ballot.order.rules import GONE, BallotState
from voting.congress.leave_of_absence.facts import OfficerAway, officers_away
from voting.hall.course.facts import State
from voting.people.rules import Actor
from voting.tally.pages.to_do.queries import SecondCall, calls_of
from voting.tally.paper.rules import ConsentDue
from voting.tally.run.rules import TallyState


@dataclass(frozen=True)
class Beside:
    """What is said beside the next step. away: scrutineers and tellers who are not in the hall.

    to_print: closed ballots that are not opened yet, whose 封箱单 is signed on paper; with_paper: papers may be printed.
    consents: what two persons still have to accept before a box is opened; calls: what waits in the counting room for the reader.
    """

    away: tuple[OfficerAway, ...]
    to_print: tuple[Ballot, ...]
    with_paper: bool
    consents: tuple[ConsentDue, ...]
    calls: tuple[SecondCall, ...]


def beside(state: State, actor: Actor) -> Beside:
    """Return what is said beside the next step."""
    rows = state.ballots.values()
    paper = any(row.state.is_before_voting and row.rules["paper_allowed"] for row in rows)
    counting = not state.ballots or any(still_counted(state, row) for row in rows)
    consents = tuple(due for of_count in state.consents.values() for due in of_count)
    called = tuple(calls_of(state.runs.values(), actor, state.consents))
    away = officers_away(state.meeting) if counting else ()
    return Beside(away, to_print(state), paper, consents, called)


def still_counted(state: State, row: Ballot) -> bool:
    """Tell whether scrutineers and tellers are still needed for a ballot: until its outcome is signed."""
    run = state.runs.get(row.uuid)
    return row.state not in GONE and (run is None or not (run.is_signed or run.state is TallyState.VOID))


def to_print(state: State) -> tuple[Ballot, ...]:
    """Return the closed ballots whose boxes nobody has opened yet."""
    return tuple(
        row
        for row in state.ballots.values()
        if row.state is BallotState.CLOSED
        and (row.uuid not in state.runs or state.runs[row.uuid].state is TallyState.SEALED)
    )
