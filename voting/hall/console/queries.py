"""What the presidium's console shows: one next step, its conditions, who must confirm, and the course so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from voting.ballot.figures.rules import BallotFigures
from voting.ballot.lost.rules import TOKEN_LOST, is_about
from voting.ballot.mismatch.facts import StandingMismatch, standing
from voting.ballot.order.models import Ballot
from voting.ballot.order.rules import BallotState
from voting.confirmation.facts import asked_for, waiting
from voting.confirmation.queries import WaitingConfirmation, seen_by
from voting.congress.attendance.queries import DoorLine
from voting.congress.meeting.facts import meeting_of
from voting.congress.meeting.models import Meeting
from voting.congress.meeting.rules import MeetingState, PlenaryState
from voting.congress.pins.rules import PIN_RESET, PIN_UNLOCK
from voting.core.clock import now
from voting.core.db import db
from voting.core.lifecycle import Missing
from voting.core.text import N_
from voting.hall.console.acts_shown import ActShown, acts_shown, hands_told
from voting.hall.console.beside import Beside, beside
from voting.hall.console.checks import CheckShown, checks_of
from voting.hall.console.offers import StepShown, also_of, back_of, shown
from voting.hall.console.steps import BY_TWO, STEPS
from voting.hall.course.acts import ROW_OF, Room
from voting.hall.course.conditions import Asked
from voting.hall.course.facts import State, TeamShown, Turnout, state_of
from voting.hall.course.moment import Act
from voting.hall.course.rules import ActLine, drawn_with, next_act, order_of_acts
from voting.hall.screen.models import HallMessage
from voting.hall.script.known import Lines
from voting.hall.script.queries import spoken_now
from voting.people.lock_out_rules import Attack
from voting.people.rules import Actor, Place
from voting.people.whence import attack_at
from voting.tally.next_ballot.facts import Owed, deferred_to, owing


@dataclass(frozen=True)
class NextAct:
    """The one big next step. step: None where it happens elsewhere; run: of which count.

    left_open: somebody would lose his vote by it, which whoever initiates it has to acknowledge. failed: the last count
    of hands that did not carry it, in words, else empty.
    """

    number: int
    of: int
    title: str
    intro: str
    step: StepShown | None
    missing: tuple[Missing, ...]
    checks: tuple[CheckShown, ...]
    elsewhere: Room
    run: str | None = None
    left_open: bool = False
    failed: str = ""


@dataclass(frozen=True)
class WaitingStep:
    """A step that one person has initiated. asked: by whom, and what the reader may do about it.

    checks: the figures on which the second person confirms.
    """

    title: str
    intro: str
    note: str
    checks: tuple[CheckShown, ...]
    asked: WaitingConfirmation


@dataclass(frozen=True)
class ConsolePage:
    """figures: of the ballot at hand, fixed once it is closed; undrawn: who is here and has drawn nothing.

    losses: UUID of the ballot on whose page a lost token is recorded, while some are not cast; lost: how many records wait.
    mismatches: what a scrutineer said to differ. together: what is drawn with the ballot at hand, each with its own box and
    figures. script: what the chair reads aloud now.
    version: changes whenever a step does, so that a page in use is not swapped under the hand.
    """

    place: Place
    meeting: Meeting
    figures: BallotFigures
    quorum: int
    fixed: bool
    undrawn: tuple[DoorLine, ...]
    losses: str | None
    lost: int
    teams: tuple[TeamShown, ...]
    ballot: Ballot | None
    together: tuple[Turnout, ...]
    acts: tuple[ActShown, ...]
    next: NextAct | None
    script: Lines
    waiting: WaitingStep | None
    also: tuple[StepShown, ...]
    back: tuple[StepShown, ...]
    ceremony_id: int | None
    message: str
    quorum_lost: bool
    mismatches: tuple[StandingMismatch, ...]
    screen_key: str
    version: str
    at: datetime
    attack: Attack | None
    requests: int
    beside: Beside


def console_page(place: Place, actor: Actor, meeting_id: int, *, screen_key: str) -> ConsolePage:
    """Return the console of a meeting as this person sees it."""
    meeting = meeting_of(place.id, meeting_id)
    state = state_of(place, meeting)
    lines = order_of_acts(state.course)
    requests = asked_for(place.id, (BY_TWO,), str(meeting.id))
    at, losing = now(), losing_now(state)
    waits = seen_by(actor, (BY_TWO,), [row for row in requests if row.waits_at(at)])
    pins, lost = waiting_beside(place, losing)
    message = db.session.get(HallMessage, meeting.id)
    due = next_step(state, lines, started=bool(state.ceremonies))
    return ConsolePage(
        place=place,
        meeting=meeting,
        figures=state.figures,
        quorum=state.quorum,
        fixed=state.fixed,
        undrawn=state.undrawn(),
        losses=losing,
        lost=lost,
        teams=state.teams,
        ballot=state.ballot,
        together=state.together,
        acts=acts_shown(state, lines, requests),
        next=due,
        script=spoken_now(state, lines),
        waiting=waiting_step(state, waits[0]) if waits else None,
        also=also_of(state, due.step if due else None, started=bool(state.ceremonies)),
        back=back_of(state),
        ceremony_id=state.ceremonies[0].id if state.ceremonies else None,
        message=message.text if message else "",
        quorum_lost=quorum_lost(state),
        mismatches=standing(meeting.id),
        screen_key=screen_key,
        version=version_of(state, waits, due),
        at=at,
        attack=attack_at(place.id),
        requests=pins,
        beside=beside(state, actor),
    )


def version_of(state: State, waits: list[WaitingConfirmation], due: NextAct | None) -> str:
    """Return what changes whenever a step does."""
    rows = "".join(f"-{row.version}" for row in state.ballots.values())
    return f"{state.meeting.version}-{waits[0].number if waits else 0}-{due.title if due else ''}{rows}"


def losing_now(state: State) -> str | None:
    """Return the UUID of the ballot on whose page a lost token is recorded; None while nobody could have lost one."""
    uncast = any(one.figures.uncast > 0 for one in state.together)
    return state.drawing.uuid if state.drawing is not None and uncast else None


def waiting_beside(place: Place, losing: str | None) -> tuple[int, int]:
    """Return how many requests about PINs wait for a second person, and how many lost tokens of this ballot."""
    rows = waiting(place.id, (PIN_RESET, PIN_UNLOCK, TOKEN_LOST))
    lost = [row for row in rows if row.kind == TOKEN_LOST.name]
    mine = [row for row in lost if losing and is_about(row.subject, row.payload, losing)]
    return len(rows) - len(lost), len(mine)


def quorum_lost(state: State) -> bool:
    """Tell whether a plenary meeting sits that has fallen below its quorum."""
    over = state.meeting.state in {MeetingState.CLOSED, MeetingState.ARCHIVED}
    return state.course.plenary.state is PlenaryState.SITTING and not over and not state.quorum_reached


def next_step(state: State, lines: list[ActLine], *, started: bool) -> NextAct | None:
    """Return the one big next step, or None when the meeting is archived."""
    line = next_act(lines)
    if line is None:
        return None
    number = lines.index(line) + 1
    if owed := owed_now(state, line):
        return next_ballot(owed[-1], number, len(lines))
    step, elsewhere = where(state, line, started=started)
    title, intro = ROW_OF[line.act].title, ""
    if step is not None:
        title, intro = STEPS[step].title, STEPS[step].intro
    missing: tuple[Missing, ...] = ()
    left_open = False
    if step is not None:
        asked = Asked(state.place, state.meeting, line.ballot)
        missing, left_open = (
            tuple(STEPS[step].missing(asked)),
            STEPS[step].ends_voting and state.left_open,
        )
    return NextAct(
        number=number_of(step, line, lines),
        of=len(lines),
        title=title,
        intro=intro,
        step=shown(step, line.ballot) if step else None,
        missing=missing,
        checks=checks_of(state, step) if step else (),
        elsewhere=elsewhere,
        run=line.ballot if line.ballot in state.runs else None,
        left_open=left_open,
        failed=failed_before(state, step),
    )


def number_of(step: str | None, line: ActLine, lines: list[ActLine]) -> int:
    """Return which act of the course a step takes: while ballots are still drawn it may be the one behind."""
    own = (n for n, one in enumerate(lines, 1) if ROW_OF[one.act].step == step and one.ballot == line.ballot)
    return lines.index(line) + 1 if step is None else next(own, lines.index(line) + 1)


def owed_now(state: State, line: ActLine) -> tuple[Owed, ...]:
    """Return the votes that come before this act: what this session owes, and what the one before has left to it."""
    if line.act in {Act.FURTHER, Act.END} or (line.act is Act.ORDER and state.ballots):
        return owing(state.meeting.id)
    return deferred_to(state.meeting) if line.act is Act.ORDER else ()


def failed_before(state: State, step: str | None) -> str:
    """Return the last count of hands on this step in words, where it did not carry."""
    last = next((act for act in reversed(state.acts) if act.step == step), None)
    return hands_told(last) if last is not None and last.carried is False else ""


def next_ballot(owed: Owed, number: int, of: int) -> NextAct:
    """Return that another ballot must be ordered from a count: among the tied, a second round, or the whole again."""
    intro = N_("上一次票决的结果要求再次票决。请先在计票室安排这次票决。")
    return NextAct(number, of, owed.next.step.label, intro, None, (), (), Room.TALLY, owed.run.ballot_uuid)


def where(state: State, line: ActLine, *, started: bool) -> tuple[str | None, Room]:
    """Return the console's step for an act, or in which room it happens."""
    row = ROW_OF[line.act]
    if line.act is Act.KEYS and not started:
        return "begin_keys", Room.HERE
    if row.step is None:
        return None, row.room
    if line.act is Act.DRAW and line.ballot is not None:
        return ("set_up" if drafted(state, line.ballot) else "open_voting"), Room.HERE
    if line.act is Act.DRAW:
        return "order", Room.HERE
    return row.step, Room.HERE


def drafted(state: State, uuid: str) -> bool:
    """Tell whether what is drawn with a ballot is still to be sealed: its own draw, not what the hall is shown meanwhile."""
    own = next(one for one in state.course.ballots if one.uuid == uuid)
    return any(one.state is BallotState.DRAFT for one in drawn_with(own, state.course.ballots))


def waiting_step(state: State, asked: WaitingConfirmation) -> WaitingStep:
    """Return the step that waits for a second person."""
    name = asked.payload["step"]
    step = STEPS[name]
    return WaitingStep(step.title, step.intro, asked.payload["note"], checks_of(state, name), asked)
