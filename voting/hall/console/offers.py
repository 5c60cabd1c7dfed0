"""The steps that the console offers beside the one that is due: what may be done before it, and what can be taken back."""

from __future__ import annotations

from dataclasses import dataclass, replace

from voting.ballot.order.rules import DRAWING, BallotState
from voting.congress.ballot_rules.choices import Kind
from voting.congress.meeting.rules import MeetingState, PlenaryState
from voting.hall.console.steps import STEPS
from voting.hall.course.acts import among_others
from voting.hall.course.conditions import Asked, can_take_back
from voting.hall.course.facts import State
from voting.hall.course.moment import Moment
from voting.hall.course.rules import draws

BACK_OF: dict[MeetingState, str] = {
    MeetingState.METHOD_ADOPTED: "withdraw_method",
    MeetingState.SCRUTINEERS_ADOPTED: "withdraw_scrutineers",
    MeetingState.CLOSED: "reopen",
}


OF_PLENARY: dict[PlenaryState, tuple[str, ...]] = {
    PlenaryState.CONVENED: ("confirm_quorum",),
    PlenaryState.SITTING: ("rest", "convene"),
    PlenaryState.RESTING: ("resume", "convene"),
}


@dataclass(frozen=True)
class StepShown:
    """A step that can be taken from here. ballot: its UUID; of: its title, where there are several.

    reasoned: it says why, be it because it is stated or because it takes something back.
    """

    step: str
    title: str
    intro: str
    ballot: str | None
    two_persons: bool
    hands: bool
    stated: bool
    reasoned: bool
    of: str = ""

    @property
    def zero_report(self) -> bool:
        """Tell whether the report of the empty box is signed before it."""
        return self.step == "open_voting"


def shown(step: str, ballot: str | None = None) -> StepShown:
    """Return a step as the page shows it."""
    row = STEPS[step]
    return StepShown(
        step, row.title, row.intro, ballot, row.two_persons, row.hands, row.stated, row.stated or row.back
    )


def also_of(state: State, due: StepShown | None, *, started: bool) -> tuple[StepShown, ...]:
    """Return steps that can be taken now although another one is due: order, set-up, keys, cards."""
    wanted: list[tuple[str, str | None]] = []
    if state.meeting.state not in {MeetingState.CLOSED, MeetingState.ARCHIVED}:
        drawing = any(row.state in DRAWING for row in state.ballots.values())
        wanted += [] if drawing else [(step, None) for step in OF_PLENARY[state.course.plenary.state]]
    if state.meeting.state not in {MeetingState.DRAFT, MeetingState.CLOSED, MeetingState.ARCHIVED}:
        rows = state.ballots.values()
        if all(row.state is BallotState.VOID or row.kind is Kind.EVALUATE for row in rows):
            wanted.append(("order", None))
        if len([row for row in rows if row.state is BallotState.DRAFT]) > 1:
            wanted.append(("draw_together", None))
        if not started and state.meeting.state is not MeetingState.METHOD_ADOPTED:
            wanted.append(("begin_keys", None))
    closed = [row.uuid for row in state.ballots.values() if row.state is BallotState.CLOSED]
    wanted += [("write_off_cards", uuid) for uuid in closed if uuid not in state.runs]
    wanted += of_drafts(state)
    wanted += [
        ("declare", one.uuid)
        for one in state.course.ballots
        if one.undeclared and among_others(Moment(state.course, state.course.plenary, one))
    ]
    wanted += [("defer", one.uuid) for one in state.course.ballots if one.owes]
    if state.ballots and all(one.void for one in state.course.ballots):
        wanted.append(("close", None))
    taken = (due.step, due.ballot) if due else None
    return tuple(
        replace(shown(step, uuid), of=title_of(state, step, uuid))
        for step, uuid in wanted
        if (step, uuid) != taken and not STEPS[step].missing(Asked(state.place, state.meeting, uuid))
    )


def of_drafts(state: State) -> list[tuple[str, str]]:
    """Return what may be done with ballots that are not set up: close their boxes, draw them together or apart."""
    wanted = []
    for together in draws(state.course.ballots):
        first, *others = (row.uuid for row in together)
        if all(row.state is not BallotState.DRAFT for row in together):
            continue
        wanted.append(("set_up", first))
        if others:
            wanted += [*(("cast_first", uuid) for uuid in others), ("draw_apart", first)]
    return wanted


def title_of(state: State, step: str, uuid: str | None) -> str:
    """Return the title of the ballot that a step is about, where it stands among several."""
    if uuid is None or (step != "cast_first" and len(state.ballots) < 2):  # noqa: PLR2004
        return ""
    if step == "cast_first":
        return state.ballots[uuid].title
    return "、".join(
        row.title for together in draws(state.course.ballots) if together[0].uuid == uuid for row in together
    )


def back_of(state: State) -> tuple[StepShown, ...]:
    """Return the steps that can be taken back now, and the declaration that a ballot is void."""
    steps = [BACK_OF[state.meeting.state]] if state.meeting.state in BACK_OF else []
    if state.course.plenary.state is PlenaryState.SITTING:
        steps.append("withdraw_quorum")
    found = [shown(step) for step in steps if not STEPS[step].missing(Asked(state.place, state.meeting))]
    found += [
        shown("take_back_deferral", run.ballot_uuid) for run in state.runs.values() if can_take_back(run)
    ]
    ballot = state.ballot
    if (
        ballot is not None
        and ballot.state is BallotState.READY
        and not any(one.figures.issued for one in state.together)
    ):
        found.append(shown("withdraw_set_up", ballot.uuid))
    stand = [row for row in state.ballots.values() if row.state is not BallotState.VOID]
    found += [
        replace(shown("void", row.uuid), of=row.title if len(stand) > 1 else "")
        for row in sorted(stand, key=lambda one: (one.title, one.uuid))
        if row.uuid not in state.runs
    ]
    return tuple(found)
