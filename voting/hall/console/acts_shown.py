"""The course of the sitting: its acts with their times and notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import format_time
from flask_babel import gettext as _

from voting.ballot.order.rules import BallotState
from voting.confirmation.models import Confirmation
from voting.confirmation.rules import ConfirmationState
from voting.congress.meeting.models import MeetingAct
from voting.congress.pages.meeting.queries import acts_of
from voting.core.lifecycle import Progress
from voting.hall.course.facts import State
from voting.hall.course.rules import TITLES, Act, ActLine, draws

STEP_OF: dict[Act, str] = {
    Act.METHOD: "adopt_method",
    Act.SCRUTINEERS: "adopt_scrutineers",
    Act.QUORUM: "confirm_quorum",
    Act.ORDER: "order",
    Act.OPEN: "open_voting",
    Act.CLOSE: "close_voting",
    Act.RECONCILE: "void",
    Act.END: "close",
    Act.ARCHIVE: "archive",
}
ACT_OF_STEP = {step: act for act, step in STEP_OF.items()}


@dataclass(frozen=True)
class ActShown:
    """An act in the course of the sitting, as the steps macro takes it."""

    title: str
    state: Progress
    when: str | None
    note: str | None


def acts_shown(state: State, lines: list[ActLine], requests: Sequence[Confirmation]) -> tuple[ActShown, ...]:
    """Return the course of the sitting with times and notes. requests: the meeting's, in whatever state."""
    taken = acts_of(state.meeting.id)
    times, notes = times_of(requests, taken), notes_of(taken)
    several = len([row for row in state.ballots.values() if row.state is not BallotState.VOID]) > 1
    joint = {one.uuid for rows in draws(state.course.ballots) if len(rows) > 1 for one in rows}
    found = []
    for line in lines:
        if line.void and line.act is not Act.ORDER:
            continue
        title = _(TITLES[line.act])
        own = {Act.ORDER, Act.RECONCILE if line.ballot in joint else Act.DRAW}
        if line.ballot is not None and (several or line.void) and line.act in own:
            title = f"{title}（{state.ballots[line.ballot].title}）"
        note = _("已宣布无效") if line.void else notes.get(line.act)
        when = times.get((line.act, line.ballot)) if line.state is Progress.DONE else None
        found.append(ActShown(title, line.state, clock(when), note if line.state is Progress.DONE else None))
    return tuple(found)


def clock(at: datetime | None) -> str | None:
    """Return the time of day of an act, or None."""
    return format_time(at, "HH:mm") if at else None


def times_of(
    requests: Sequence[Confirmation], taken: Sequence[MeetingAct]
) -> dict[tuple[Act, str | None], datetime]:
    """Return when acts happened: the meeting's own, and those two persons took."""
    found: dict[tuple[Act, str | None], datetime] = {
        (ACT_OF_STEP[act.step], None): act.at for act in taken if act.step in ACT_OF_STEP
    }
    for row in requests:
        step, ballot = row.payload["step"], row.payload["ballot"]
        confirmed = row.state is ConfirmationState.CONFIRMED
        if confirmed and step in ACT_OF_STEP and row.settled_at is not None:
            found[ACT_OF_STEP[step], ballot] = row.settled_at
    return found


def notes_of(taken: Sequence[MeetingAct]) -> dict[Act, str]:
    """Return what is worth a note beside an act: the count of hands."""
    found = {}
    for act in taken:
        if act.step in ACT_OF_STEP and act.approve is not None:
            found[ACT_OF_STEP[act.step]] = _("举手表决，赞成 %(approve)s 人", approve=act.approve)
    return found
