"""What the public may know of ballots: turnout while they run, results once they are announced, rehearsals never."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from voting.ballot.figures.facts import figures_numbered
from voting.ballot.order.queries import PublicBallot, ballot_of, public_ballots
from voting.congress.ballot_rules.choices import Kind
from voting.congress.meeting.facts import meeting_of
from voting.core.errors import NotFound, WrongMoment
from voting.people.rules import Place
from voting.tally.handover import (
    AlteredOutcome,
    PublicLine,
    PublicOutcome,
    Standing,
    answers_told,
    listed_outcomes,
    voided,
)


@dataclass(frozen=True)
class BallotFacts:
    """An announced ballot. kind: choose, each or evaluate; votes_public: everybody may know the votes.

    passed: the ids of the projects that it has chosen, of an evaluation none.
    """

    uuid: str
    kind: Kind
    title: str
    year: int
    announced_on: date
    votes_public: bool
    passed: frozenset[int]


@dataclass(frozen=True)
class PublicTurnout:
    """A ballot under way: 应到, 实到, 发出, papers among it, and sealed ballots cast. Nothing else is known to anybody."""

    due: int
    present: int
    issued: int
    papers: int
    cast: int

    @property
    def tokens(self) -> int:
        """Return 发出 of the electronic channel, of which cast is a part."""
        return self.issued - self.papers


@dataclass(frozen=True)
class VotedLine:
    """What the announced ballot said of one project. standing: as far as it may be told; approve: None where no votes may be."""

    uuid: str
    announced_on: date
    chosen: bool
    standing: Standing
    approve: int | None


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
    satisfied_line: int
    fingerprint: str
    digest: str
    number: int
    lines: tuple[PublicLine, ...]
    void: str
    follows: str | None
    next_uuid: str | None

    @property
    def answers(self) -> tuple[str, ...]:
        """Return the words (message ids) of what a project could get; none where votes are not told."""
        return answers_told(self.facts.kind, self.lines)


@dataclass(frozen=True)
class ResultsPage:
    """The announced ballots of a congress, newest first. altered: of which no result is told."""

    place: Place
    ballots: tuple[BallotFacts, ...]
    altered: tuple[AlteredOutcome, ...]


@dataclass(frozen=True)
class CheckPage:
    """How to check: a ballot that is announced, or any."""

    place: Place | None
    facts: BallotFacts | None


def facts_of(told: PublicOutcome) -> BallotFacts:
    """Return an announced ballot in short."""
    return BallotFacts(
        uuid=told.uuid,
        kind=told.kind,
        title=told.title,
        year=told.year,
        announced_on=told.announced_on,
        votes_public=told.votes_told,
        passed=frozenset(
            line.project_id for line in told.lines if line.chosen and told.kind is not Kind.EVALUATE
        ),
    )


def ballot_facts(jurisdiction_id: int, year: int) -> tuple[tuple[BallotFacts, ...], PublicTurnout | None]:
    """Return the announced ballots of a year, but for altered ones, and the turnout of the one that is under way."""
    told, altered = _listed(jurisdiction_id, year)
    open_ = [
        one
        for one in public_ballots((jurisdiction_id,), year)
        if one.uuid not in told.keys() | altered.keys()
    ]
    void = voided([one.uuid for one in open_])
    running = [one for one in open_ if one.uuid not in void]
    return tuple(map(facts_of, told.values())), turnout_of(running[-1]) if running else None


def turnout_of(ballot: PublicBallot) -> PublicTurnout:
    """Return the turnout, as the hall's screen shows it."""
    now = figures_numbered(ballot.uuid)
    return PublicTurnout(now.due, now.present, now.issued, now.papers, now.cast)


def voted_line(place: Place, year: int, project_id: int) -> VotedLine | None:
    """Return what the announced ballots of the year said of a project; None before. The last word counts.

    An altered result says nothing of any project.
    """
    last: VotedLine | None = None
    for told in _listed(place.id, year)[0].values():
        if told.kind is Kind.EVALUATE:
            continue
        for line in told.lines:
            if line.project_id == project_id:
                votes = line.votes[0] if line.votes else None
                last = VotedLine(told.uuid, told.announced_on, line.chosen, line.standing, votes)
    return last


def results_page(place: Place) -> ResultsPage:
    """Return the list of announced ballots."""
    told, altered = _listed(place.id)
    return ResultsPage(
        place, tuple(map(facts_of, reversed(told.values()))), tuple(reversed(altered.values()))
    )


def _listed(
    jurisdiction_id: int, year: int | None = None
) -> tuple[dict[str, PublicOutcome], dict[str, AlteredOutcome]]:
    """Return the announced ballots by UUID, oldest first: those that are told, and those that were altered."""
    listed = listed_outcomes(jurisdiction_id, year)
    told = {one.uuid: one for one in listed if isinstance(one, PublicOutcome)}
    return told, {one.uuid: one for one in listed if isinstance(one, AlteredOutcome)}


def result_page(place: Place, uuid: str) -> ResultPage:
    """Return an announced result; NotFound before the announcement, for rehearsals and for other places.

    Errors: WrongMoment where it is not what was signed.
    """
    public, altered = _listed(place.id)
    if uuid in altered:
        raise WrongMoment(altered[uuid].what)
    told, ballot = public.get(uuid), ballot_of(place.id, uuid)
    if told is None or ballot is None:
        raise NotFound("没有这次票决，或者结果还没有公布。")
    return ResultPage(
        place=place,
        facts=facts_of(told),
        meeting=meeting_of(place.id, ballot.meeting_id).title,
        seats=ballot.seats,
        due=told.due,
        present=told.present,
        issued=told.issued,
        cast=told.cast,
        pass_line=told.pass_line,
        satisfied_line=told.satisfied_line,
        fingerprint=ballot.fingerprint,
        digest=told.digest,
        number=told.number,
        lines=in_order(told.lines),
        void=told.void,
        follows=ballot.parent_uuid if ballot.parent_uuid in public else None,
        next_uuid=told.next_uuid if told.next_uuid in public else None,
    )


def in_order(lines: tuple[PublicLine, ...]) -> tuple[PublicLine, ...]:
    """Return the lines by votes; where these are not told, in the order of the paper, which tells nothing of them."""
    return tuple(sorted(lines, key=lambda line: (-line.votes[0] if line.votes else 0, line.ordinal)))


def check_page(place: Place, uuid: str) -> CheckPage:
    """Return how to check an announced ballot; NotFound as for its result."""
    return CheckPage(place, result_page(place, uuid).facts)
