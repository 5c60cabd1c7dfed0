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
from voting.core.lifecycle import Progress
from voting.core.sentences import counted
from voting.hall.course.acts import ACTS, ROW_OF, Scope
from voting.hall.course.facts import State
from voting.hall.course.moment import Act
from voting.hall.course.rules import ActLine, draws
from voting.hall.script.facts import figures_in
from voting.tally.run.rules import TallyState

ACT_OF_STEP = {row.step: row.act for row in ACTS if row.step is not None}
OF_PLENARY = frozenset({Scope.PLENARY, Scope.REST})
Whose = str | int | None
"""Whose an act is: a ballot's UUID, a plenary meeting's number, or nobody's."""


@dataclass(frozen=True)
class ActShown:
    """An act in the course of the sitting, as the steps macro takes it."""

    title: str
    state: Progress
    when: str | None
    note: str | None


def acts_shown(state: State, lines: list[ActLine], requests: Sequence[Confirmation]) -> tuple[ActShown, ...]:
    """Return the course of the sitting with times and notes. requests: the meeting's, in whatever state."""
    times, notes = times_of(requests, state.acts), notes_of(state.acts)
    plenaries = len(state.course.plenaries)
    several = len([row for row in state.ballots.values() if row.state is not BallotState.VOID]) > 1
    joint = {one.uuid for rows in draws(state.course.ballots) if len(rows) > 1 for one in rows}
    found = []
    for line in lines:
        if line.void and line.act is not Act.ORDER:
            continue
        title = _(ROW_OF[line.act].title)
        if plenaries > 1 and ROW_OF[line.act].of in OF_PLENARY:
            title = _("第%(n)s次全体会议：%(act)s", n=counted(line.plenary), act=title)
        own = {Act.ORDER, Act.RECONCILE if line.ballot in joint else Act.DRAW}
        if line.ballot is not None and (several or line.void) and line.act in own:
            title = f"{title}（{state.ballots[line.ballot].title}）"
        note = _("已宣布无效") if line.void else notes.get(line.act) or paper_owed(state, line)
        when = times.get((line.act, whose(line))) if line.state is Progress.DONE else None
        found.append(ActShown(title, line.state, clock(when), note))
    return tuple(found)


def paper_owed(state: State, line: ActLine) -> str | None:
    """Return what is still to be said of a box that was reconciled as far as its devices go: its paper is counted later."""
    if line.act is not Act.RECONCILE or line.state is not Progress.DONE or line.ballot is None:
        return None
    course = next(one for one in state.course.ballots if one.uuid == line.ballot)
    if course.at_least(TallyState.COUNTED) or not figures_in(state, state.ballots[line.ballot]).papers:
        return None
    return str(_("电子票已核对；纸质票清点以后，宣布结果时宣布有效"))


def whose(line: ActLine) -> Whose:
    """Return whose act a line is, as its time is kept."""
    return line.plenary if ROW_OF[line.act].of in OF_PLENARY else line.ballot


def clock(at: datetime | None) -> str | None:
    """Return the time of day of an act, or None."""
    return format_time(at, "HH:mm") if at else None


def times_of(
    requests: Sequence[Confirmation], taken: Sequence[MeetingAct]
) -> dict[tuple[Act, Whose], datetime]:
    """Return when acts happened: the meeting's own and its plenaries', and those two persons took."""
    found: dict[tuple[Act, Whose], datetime] = {}
    for act in taken:
        if act.step in ACT_OF_STEP and act.carried is not False:
            of_plenary = ROW_OF[ACT_OF_STEP[act.step]].of in OF_PLENARY
            found[ACT_OF_STEP[act.step], act.plenary if of_plenary else None] = act.at
    for row in requests:
        step, ballot = row.payload["step"], row.payload["ballot"]
        confirmed = row.state is ConfirmationState.CONFIRMED
        if confirmed and step in ACT_OF_STEP and row.settled_at is not None:
            found[ACT_OF_STEP[step], ballot] = row.settled_at
    return found


def notes_of(taken: Sequence[MeetingAct]) -> dict[Act, str]:
    """Return what is worth a note beside an act: every count of hands, also those that did not carry it."""
    found: dict[Act, list[str]] = {}
    for act in taken:
        if act.step in ACT_OF_STEP and act.approve is not None:
            found.setdefault(ACT_OF_STEP[act.step], []).append(hands_told(act))
    return {act: _("；").join(said) for act, said in found.items()}


def hands_told(act: MeetingAct) -> str:
    """Return a count of hands in words."""
    figures = {"approve": act.approve, "oppose": act.oppose, "abstain": act.abstain}
    said = (
        _("举手表决：赞成 %(approve)s，反对 %(oppose)s，弃权 %(abstain)s，通过", **figures)
        if act.carried
        else _("举手表决：赞成 %(approve)s，反对 %(oppose)s，弃权 %(abstain)s，未通过", **figures)
    )
    return str(said)
