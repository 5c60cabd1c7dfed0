"""What the hall screen shows: figures, the sealed box, the announced result. Never a count before it is announced."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from voting.ballot.order.models import Ballot, lines_of
from voting.ballot.roll import facts as roll_facts
from voting.congress.attendance.queries import TeamCount
from voting.congress.ballot_rules.choices import Kind
from voting.congress.meeting.facts import meeting_of
from voting.congress.meeting.models import Meeting
from voting.congress.meeting.rules import MeetingState
from voting.core.clock import now
from voting.core.db import db
from voting.hall.course.facts import Figures, State, state_of
from voting.hall.course.rules import Scene, in_order, scene_now
from voting.hall.screen.models import HallMessage
from voting.people.rules import Place
from voting.tally.count.rules import Count
from voting.tally.outcome.decision import Decision, Verdict
from voting.tally.outcome.facts import gather
from voting.tally.run.disclosure import hall_sees_votes
from voting.tally.run.models import TallyRun

GROUP = 8


@dataclass(frozen=True)
class ResultLine:
    """One project of the result. tied: at the edge, not decided.

    place: its rank; where the votes are not told its number on the ballot. approve: None where they are not told.
    """

    place: int
    title: str
    approve: int | None
    chosen: bool
    tied: bool
    reached: bool
    grade: str | None


@dataclass(frozen=True)
class ShownResult:
    """An announced result. line: the pass line in votes, 0 for none; base: the whole of the bars.

    told: whether the screen may tell the votes, and the order that they make.
    """

    kind: Kind
    told: bool
    lines: tuple[ResultLine, ...]
    line: int
    base: int
    seats: int
    chosen: int
    count: Count
    verdict: Verdict
    tied: int
    tied_votes: int
    seats_left: int
    announced_at: datetime | None

    @property
    def longest(self) -> int:
        """Return how many characters the longest title has, for the room that it needs."""
        return max((len(line.title) for line in self.lines), default=0)


@dataclass(frozen=True)
class ScreenPage:
    """fingerprint: of the set-up; digest, roll_digest: of the sealed box and of who drew. All grouped for the eye."""

    place: Place
    meeting: Meeting
    key: str
    scene: Scene
    title: str
    figures: Figures
    quorum_reached: bool
    teams: tuple[TeamCount, ...]
    drawn: dict[int, int]
    fingerprint: tuple[str, ...]
    digest: tuple[str, ...]
    roll_digest: tuple[str, ...]
    candidates: int
    seats: int
    result: ShownResult | None
    void_reason: str
    message: str
    at: datetime


def groups(text: str | None, size: int) -> tuple[str, ...]:
    """Return a text in groups that can be read aloud and compared."""
    return tuple((text or "")[at : at + size] for at in range(0, len(text or ""), size))


def screen_page(place: Place, meeting_id: int, key: str) -> ScreenPage:
    """Return what the screen shows now. key: the word in its address, which the view has checked."""
    meeting = meeting_of(place.id, meeting_id)
    state = state_of(place, meeting)
    ballot, scene = state.ballot, scene_now(state.course.ballots)
    message = db.session.get(HallMessage, meeting.id)
    return ScreenPage(
        place=place,
        meeting=meeting,
        key=key,
        scene=scene,
        title=ballot.title if ballot else "",
        figures=state.figures,
        quorum_reached=state.figures.present >= state.figures.quorum > 0,
        teams=state.turnout.teams,
        drawn=state.drawn,
        fingerprint=groups(ballot.fingerprint, 4) if ballot else (),
        digest=groups(ballot.digest, GROUP) if ballot else (),
        roll_digest=_roll_digest(ballot, scene),
        candidates=len(lines_of(ballot.uuid)) if ballot else 0,
        seats=ballot.seats if ballot else 0,
        result=result_of(state) if scene is Scene.RESULT else None,
        void_reason=_void_reason(state) if scene is Scene.VOID else "",
        message=message.text if message else "",
        at=now(),
    )


def _void_reason(state: State) -> str:
    """Return why the last of the void ballots is void, as it was declared."""
    last = in_order(state.course.ballots)[-1].uuid
    run = state.runs.get(last)
    return (run.void_reason if run else state.ballots[last].void_reason) or ""


def _roll_digest(ballot: Ballot | None, scene: Scene) -> tuple[str, ...]:
    """Return the digest that scrutineers sign before they open the box: it stands fast from close on."""
    if ballot is None or not scene.is_box_shut:
        return ()
    return groups(roll_facts.digest(ballot.uuid), GROUP)


def result_of(state: State) -> ShownResult | None:
    """Return the announced result of the ballot at hand."""
    if state.ballot is None or state.ballot.uuid not in state.runs:
        return None
    run = state.runs[state.ballot.uuid]
    found = gather(run)
    decision = found.decision()
    if decision is None or found.count is None:
        return None
    told = hall_sees_votes(
        run, in_session=state.meeting.state not in {MeetingState.CLOSED, MeetingState.ARCHIVED}
    )
    result = shown(run, found.count, decision, found.titles, state.ballot.seats, state.ballot.kind)
    return result if told else without_votes(result, decision)


def without_votes(result: ShownResult, decision: Decision) -> ShownResult:
    """Return a result that tells what was chosen, and neither votes nor what follows from them, in the ballot's order."""
    by_rank = sorted(decision.lines, key=lambda one: (one.rank, one.ordinal))
    lines = [
        replace(shown_line, place=line.ordinal, approve=None, reached=line.chosen)
        for line, shown_line in zip(by_rank, result.lines, strict=True)
    ]
    lines.sort(key=lambda line: line.place)
    return replace(result, told=False, lines=tuple(lines), tied_votes=0)


def shown(  # noqa: PLR0917
    run: TallyRun, count: Count, decision: Decision, titles: dict[int, str], seats: int, kind: Kind
) -> ShownResult:
    """Return a decision as the screen shows it, best first."""
    tied = set(decision.next.ordinals) if decision.verdict is Verdict.TIE else set()
    lines = tuple(
        ResultLine(
            place=line.rank,
            title=titles[line.ordinal],
            approve=line.approve,
            chosen=line.chosen,
            tied=line.ordinal in tied,
            reached=line.reached,
            grade=line.grade,
        )
        for line in sorted(decision.lines, key=lambda one: (one.rank, one.ordinal))
    )
    return ShownResult(
        kind=kind,
        told=True,
        lines=lines,
        line=max((line.line for line in decision.lines), default=0),
        base=max(count.due, 1),
        seats=seats,
        chosen=len(decision.chosen),
        count=count,
        verdict=decision.verdict,
        tied=len(tied),
        tied_votes=next((line.approve for line in decision.lines if line.ordinal in tied), 0),
        seats_left=decision.seats_left,
        announced_at=run.announced_at,
    )
