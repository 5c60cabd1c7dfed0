"""What the chair's script is read from: every figure from the reading that its owner gives. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from voting.ballot.figures.facts import reading_of
from voting.ballot.figures.rules import BallotFigures
from voting.ballot.order.models import Ballot, lines_of
from voting.ballot.order.rules import BallotState
from voting.congress.ballot_rules.rules import from_document
from voting.congress.documents.facts import order_of_names
from voting.congress.meeting.facts import plenaries_of
from voting.congress.meeting.models import Meeting, MeetingAct
from voting.congress.meeting.rules import MeetingState, PlenaryState
from voting.congress.place.rules import Body
from voting.congress.steps.facts import rules_of
from voting.core.errors import DomainError
from voting.hall.course.acts import MOTIONS, ROW_OF, Scope
from voting.hall.course.conditions import vote_title
from voting.hall.course.facts import State
from voting.hall.course.moment import Act
from voting.hall.course.rules import ActLine, drawn_with
from voting.hall.script.known import Hands, Heads, Known, ResultLine, SpokenResult, Voted
from voting.people.rules import Level, Place
from voting.screening.handover import shortlist
from voting.tally.documents.facts import appointed
from voting.tally.handover import GRADES, PublicLine, PublicOutcome, answers_told, outcome_in_hall
from voting.tally.run.models import TallyRun

OF_BALLOT = frozenset({Scope.BALLOT, Scope.DRAW, Scope.BOX, Scope.VOTE})
OVER = frozenset({MeetingState.CLOSED, MeetingState.ARCHIVED})


def known_at(state: State, line: ActLine, lines: Sequence[ActLine], *, live: bool = True) -> Known:
    """Return what is known when an act comes. lines: the whole course; live: with the figures of this moment."""
    place, meeting = state.place, state.meeting
    uuid = line.ballot if ROW_OF[line.act].of in OF_BALLOT else None
    together = draw_of(state, uuid, live=live) if ROW_OF[line.act].of is Scope.DRAW else ()
    declared = any(one.act is Act.DECLARE and one.ballot == uuid for one in lines)
    vote = together[0] if together else voted_of(state, uuid, declared=declared, live=live)
    return Known(
        meeting=meeting.title,
        place=place.name,
        year=meeting.year,
        who="代表" if meeting.body is Body.CONGRESS else "组成人员",
        township=place.level is Level.TOWNSHIP,
        plenary=line.plenary,
        plenaries=len(state.course.plenaries),
        heads=heads_of(state, line.plenary, live=live) if ROW_OF[line.act].of is Scope.PLENARY else Heads(),
        officers=officers_of(meeting) if line.act is Act.SCRUTINEERS else (),
        vote=with_candidates(vote, uuid) if line.act is Act.ORDER else vote,
        together=together,
    )


def heads_of(state: State, number: int, *, live: bool) -> Heads:
    """Return 应到 and 实到 as a plenary meeting declared them, else as the door has them now; nobody yet is a blank."""
    row = plenaries_of(state.meeting.id)[number - 1]
    rules = rules_of(state.place, state.meeting)
    if row.state is not PlenaryState.CONVENED:
        quorum = rules.quorum_of(row.due) if rules and row.due is not None else None
        return Heads(due=row.due, present=row.present, quorum=quorum)
    door = state.figures if state.ballot is None else reading_of(state.meeting, None).figures
    quorum = rules.quorum_of(door.due) if rules and door.due else None
    if not live or not door.present:
        return Heads(due=door.due or None, quorum=quorum)
    return Heads(due=door.due, present=door.present, on_leave=door.on_leave, quorum=quorum)


def officers_of(meeting: Meeting) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the posts that are filled, in their order, each with its names as the printed list has them."""
    named: dict[str, tuple[str, ...]] = {}
    for one in appointed(meeting.id, order_of_names(meeting.jurisdiction_id, meeting.id)):
        named[one.post] = (*named.get(one.post, ()), one.name)
    return tuple(named.items())


def voted_of(state: State, uuid: str | None, *, declared: bool, live: bool) -> Voted:
    """Return a ballot as far as it has come, or the year's vote that is not ordered yet."""
    ballot = state.ballots[uuid] if uuid is not None else None
    if ballot is None:
        return planned(state.place, state.meeting)
    out = live and ballot.state not in {BallotState.DRAFT, BallotState.VOID}
    run = state.runs.get(ballot.uuid)
    return Voted(
        title=ballot.title,
        rules=from_document(ballot.rules),
        seats=ballot.seats,
        cards=ballot.cards_made > 0,
        figures=figures_in(state, ballot) if out else None,
        drawing=live and ballot.state is BallotState.READY,
        closed=ballot.state is BallotState.CLOSED,
        fingerprint=ballot.fingerprint or "",
        result=result_of(state.meeting, run),
        declared=declared,
        number=(run.number or 0) if run else 0,
        deferred=run is not None and run.deferred is not None,
    )


def figures_in(state: State, ballot: Ballot) -> BallotFigures:
    """Return the figures of a ballot: those of the draw at hand are read already."""
    read = {one.ballot.uuid: one.figures for one in state.together}
    return read[ballot.uuid] if ballot.uuid in read else reading_of(state.meeting, ballot).figures


def with_candidates(vote: Voted, uuid: str | None) -> Voted:
    """Return a ballot with how many projects stand on it; the planned one knows already."""
    return vote if uuid is None else replace(vote, candidates=len(lines_of(uuid)))


def draw_of(state: State, uuid: str | None, *, live: bool) -> tuple[Voted, ...]:
    """Return the ballots that are drawn together with this one, itself among them, in the order in which they are cast."""
    first = next((one for one in state.course.ballots if one.uuid == uuid), None)
    rows = drawn_with(first, state.course.ballots)
    return tuple(voted_of(state, one.uuid, declared=False, live=live) for one in rows)


def planned(place: Place, meeting: Meeting) -> Voted:
    """Return the year's vote before it is ordered: by the year's rules, among the candidates once they are decided."""
    rules = rules_of(place, meeting)
    title = vote_title(place, meeting.year)
    try:
        decided = shortlist(place.id, meeting.year)
    except DomainError:
        return Voted(title=title, rules=rules)
    return Voted(title=title, rules=rules, candidates=len(decided.candidates), seats=decided.seats)


def result_of(meeting: Meeting, run: TallyRun | None) -> SpokenResult | None:
    """Return a result as the hall may know it; None before the presidium has confirmed it."""
    if run is None or not run.is_told_in_hall:
        return None
    told = outcome_in_hall(run, in_session=meeting.state not in OVER)
    return SpokenResult(
        issued=told.issued,
        returned=told.cast,
        valid=told.valid,
        lines=tuple(result_line(told, line) for line in told.lines),
        chosen=tuple(line.ordinal for line in told.lines if line.chosen),
        tied=tuple(line.ordinal for line in told.lines if line.tied),
        places=told.open_places,
        vacant=told.vacant,
        void=told.void,
    )


def result_line(told: PublicOutcome, line: PublicLine) -> ResultLine:
    """Return what is said of a project: its votes where they are told, its grade or standing."""
    said = GRADES[line.grade] if line.grade is not None else line.standing.label
    words = answers_told(told.kind, told.lines)
    return ResultLine(line.ordinal, line.title, said, tuple(zip(words, line.votes, strict=True)))


def hands_of(act: MeetingAct) -> Hands:
    """Return a motion with its count, as it was recorded."""
    return Hands(MOTIONS[act.step], (act.approve, act.oppose, act.abstain), carried=bool(act.carried))


def last_counted(
    state: State, step: str | None, plenary: int, ballot: str | None = None
) -> MeetingAct | None:
    """Return the last count of hands on a step in a plenary meeting. ballot: of which, where the motion is about one."""
    counted = (
        act
        for act in reversed(state.acts)
        if act.step == step and act.plenary == plenary and act.carried is not None
    )
    return next((act for act in counted if ballot in {None, act.ballot_uuid}), None)
