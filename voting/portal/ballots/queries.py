"""What the public may know of ballots: turnout while they run, results once they are announced, rehearsals never."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from voting.ballot.order.models import Ballot, Line
from voting.ballot.order.rules import BallotState
from voting.ballot.roll import facts as roll_facts
from voting.ballot.sealed import box
from voting.congress.attendance import facts as attendance_facts
from voting.congress.ballot_rules.choices import Kind
from voting.congress.meeting.models import Meeting
from voting.core.clock import day_of
from voting.core.db import db
from voting.core.errors import NotFound
from voting.people.rules import Place
from voting.tally.run.disclosure import ANNOUNCED, votes_are_public
from voting.tally.run.models import TallyRun

UNDER_WAY = (BallotState.READY, BallotState.OPEN, BallotState.CLOSED)


@dataclass(frozen=True)
class BallotFacts:
    """An announced ballot. kind: choose, each or evaluate; votes_public: everybody may know the votes."""

    uuid: str
    kind: str
    title: str
    year: int
    announced_on: date
    votes_public: bool


@dataclass(frozen=True)
class Turnout:
    """A ballot under way: 应到, 实到, issued, cast. Nothing else is known to anybody."""

    due: int
    present: int
    issued: int
    cast: int


@dataclass(frozen=True)
class VotedLine:
    """What the announced ballot said of one project. approve: None where counts are not published."""

    uuid: str
    announced_on: date
    chosen: bool
    approve: int | None


@dataclass(frozen=True)
class ResultLine:
    """A project of an announced result. votes: empty where counts are not published.

    votes: 赞成, 反对, 弃权 (choose: the first only); of an evaluation 满意, 基本满意, 不满意, 弃权.
    passed: over the line; without counts no more is told than chosen.
    """

    project_id: int
    ordinal: int
    title: str
    chosen: bool
    passed: bool
    tied: bool
    grade: str | None
    votes: tuple[int, ...]


@dataclass(frozen=True)
class ResultPage:
    """An announced ballot. lines: by votes where counts are published, else in the order of the paper.

    follows, next_uuid: the rounds before and after, where they are announced too.
    """

    place: Place
    facts: BallotFacts
    meeting: str
    seats: int
    due: int
    present: int
    issued: int
    cast: int
    pass_line: int
    fingerprint: str
    digest: str
    number: int
    lines: tuple[ResultLine, ...]
    void: str
    follows: str | None
    next_uuid: str | None


@dataclass(frozen=True)
class ResultsPage:
    """The announced ballots of a congress, newest first."""

    place: Place
    ballots: tuple[BallotFacts, ...]


@dataclass(frozen=True)
class CheckPage:
    """How to check: a ballot that is announced, or any."""

    place: Place | None
    facts: BallotFacts | None


def announced(jurisdiction_id: int, year: int | None = None) -> tuple[BallotFacts, ...]:
    """Return the announced real ballots of a congress, of one year or all, newest first."""
    asked = (
        select(Ballot, TallyRun)
        .join(TallyRun, TallyRun.ballot_uuid == Ballot.uuid)
        .where(
            Ballot.jurisdiction_id == jurisdiction_id,
            Ballot.rehearsal.is_(False),
            TallyRun.rehearsal.is_(False),
            TallyRun.state.in_(ANNOUNCED),
        )
        .order_by(TallyRun.announced_at.desc())
    )
    if year is not None:
        asked = asked.where(Ballot.year == year)
    return tuple(facts_of(ballot, run) for ballot, run in db.session.execute(asked))


def facts_of(ballot: Ballot, run: TallyRun) -> BallotFacts:
    """Return an announced ballot in short."""
    assert run.announced_at is not None  # an announced run has its moment: a check of the table
    return BallotFacts(
        uuid=ballot.uuid,
        kind=ballot.kind.value,
        title=ballot.title,
        year=ballot.year,
        announced_on=day_of(run.announced_at),
        votes_public=votes_are_public(run),
    )


def ballot_facts(jurisdiction_id: int, year: int) -> tuple[tuple[BallotFacts, ...], Turnout | None]:
    """Return the announced ballots of a year and the turnout of the one that is under way."""
    rows = db.session.execute(
        select(Ballot, Meeting, TallyRun)
        .join(Meeting, Meeting.id == Ballot.meeting_id)
        .outerjoin(TallyRun, TallyRun.ballot_uuid == Ballot.uuid)
        .where(
            Ballot.jurisdiction_id == jurisdiction_id,
            Ballot.year == year,
            Ballot.rehearsal.is_(False),
            Ballot.state.in_(UNDER_WAY),
        )
        .order_by(TallyRun.announced_at, Ballot.state == BallotState.OPEN)
    ).all()
    found = [
        facts_of(ballot, run)
        for ballot, _meeting, run in rows
        if run is not None and run.announced_at is not None and run.state in ANNOUNCED
    ]
    running = [
        (ballot, meeting) for ballot, meeting, run in rows if run is None or run.state not in ANNOUNCED
    ]
    return tuple(found), turnout_of(*running[-1]) if running else None


def turnout_of(ballot: Ballot, meeting: Meeting) -> Turnout:
    """Return the turnout: live until the close, then as it was fixed."""
    if ballot.state is BallotState.CLOSED:
        return Turnout(ballot.due or 0, ballot.present or 0, ballot.issued or 0, ballot.cast or 0)
    return Turnout(
        attendance_facts.due(meeting),
        attendance_facts.present(meeting.id),
        roll_facts.issued(ballot.uuid),
        box.count(ballot.uuid),
    )


def voted_line(place: Place, year: int, project_id: int) -> VotedLine | None:
    """Return what the announced ballots of the year said of a project; None before. The last word counts."""
    asked = (
        select(Ballot, TallyRun)
        .join(TallyRun, TallyRun.ballot_uuid == Ballot.uuid)
        .where(
            Ballot.jurisdiction_id == place.id,
            Ballot.year == year,
            Ballot.kind != Kind.EVALUATE,
            Ballot.rehearsal.is_(False),
            TallyRun.state.in_(ANNOUNCED),
        )
        .order_by(TallyRun.announced_at)
    )
    last: VotedLine | None = None
    for ballot, run in db.session.execute(asked):
        facts = facts_of(ballot, run)
        for line in json.loads(run.outcome or "{}").get("lines", []):
            if line["project_id"] == project_id:
                votes = line["votes"][0] if facts.votes_public else None
                last = VotedLine(facts.uuid, facts.announced_on, line["chosen"], votes)
    return last


def results_page(place: Place) -> ResultsPage:
    """Return the list of announced ballots."""
    return ResultsPage(place, announced(place.id))


def result_page(place: Place, uuid: str) -> ResultPage:
    """Return an announced result; NotFound before the announcement, for rehearsals and for other places."""
    row = db.session.execute(
        select(Ballot, TallyRun, Meeting.title)
        .join(TallyRun, TallyRun.ballot_uuid == Ballot.uuid)
        .join(Meeting, Meeting.id == Ballot.meeting_id)
        .where(
            Ballot.uuid == uuid,
            Ballot.jurisdiction_id == place.id,
            Ballot.rehearsal.is_(False),
            TallyRun.state.in_(ANNOUNCED),
        )
    ).first()
    if row is None or row[1].announced_at is None:
        raise NotFound("没有这次票决，或者结果还没有公布。")
    ballot, run, meeting = row
    facts = facts_of(ballot, run)
    told: dict[str, Any] = json.loads(run.outcome or "{}")
    paper: dict[str, Any] = told.get("paper") or {}
    public = {one.uuid for one in announced(place.id)}
    return ResultPage(
        place=place,
        facts=facts,
        meeting=meeting,
        seats=ballot.seats,
        due=told["due"],
        present=told["present"],
        issued=told["issued"] + paper.get("issued", 0),
        cast=told["cast"] + paper.get("collected", 0),
        pass_line=told["pass_line"],
        fingerprint=ballot.fingerprint or "",
        digest=told["digest"],
        number=run.number or 0,
        lines=lines_of(told, titles_of(uuid), facts),
        void=told["void"],
        follows=ballot.parent_uuid if ballot.parent_uuid in public else None,
        next_uuid=run.next_uuid if run.next_uuid in public else None,
    )


def titles_of(uuid: str) -> dict[int, str]:
    """Return ordinal -> title as printed on the ballot."""
    rows = db.session.execute(select(Line.ordinal, Line.title).where(Line.ballot_uuid == uuid))
    return {int(row[0]): str(row[1]) for row in rows}


def lines_of(told: dict[str, Any], titles: dict[int, str], facts: BallotFacts) -> tuple[ResultLine, ...]:
    """Return the lines: without counts neither numbers nor an order that would tell them."""
    shown = {"choose": 1}.get(facts.kind, 4) if facts.votes_public else 0
    lines = [
        ResultLine(
            project_id=line["project_id"],
            ordinal=line["ordinal"],
            title=titles[line["ordinal"]],
            chosen=line["chosen"],
            passed=line["passed"] if facts.votes_public else line["chosen"],
            tied=line["ordinal"] in told["tied"],
            grade=line["grade"],
            votes=tuple(line["votes"][:shown]),
        )
        for line in told["lines"]
    ]
    return tuple(sorted(lines, key=lambda line: (-line.votes[0] if line.votes else 0, line.ordinal)))


def check_page(place: Place, uuid: str) -> CheckPage:
    """Return how to check an announced ballot; NotFound as for its result."""
    return CheckPage(place, result_page(place, uuid).facts)
