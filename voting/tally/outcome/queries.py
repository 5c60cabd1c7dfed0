"""What an announced ballot says: built once, from the exact text that the scrutineers signed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from voting.congress.ballot_rules.choices import Kind
from voting.congress.ballot_rules.rules import BallotRules, from_document
from voting.core.clock import day_of
from voting.core.errors import WrongMoment
from voting.tally.count.rules import ANSWERS
from voting.tally.outcome.decision import Standing, standing_of
from voting.tally.outcome.grade import Grade, satisfied_line
from voting.tally.outcome.rules import rank_key, rank_of
from voting.tally.outcome.signed import expect_signed
from voting.tally.run.disclosure import hall_sees_votes, votes_are_public
from voting.tally.run.facts import announced
from voting.tally.run.models import TallyRun, find_run
from voting.tally.signing.models import Signer, signers_of

Signers = Sequence[Signer] | None
"""Who signed a count, where many are shown and one question told them all; None: to be read for this one."""


@dataclass(frozen=True, kw_only=True)
class OutcomeLine:
    """One project of an announced outcome. passed: it reached its line; grade: of an evaluation, else None.

    approve, oppose, abstain: of an evaluation satisfied, dissatisfied, abstained, with `basically` between.
    """

    project_id: int
    ordinal: int
    title: str
    text_sha256: str
    approve: int
    oppose: int
    abstain: int
    basically: int
    passed: bool
    chosen: bool
    grade: Grade | None


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The outcome of one ballot."""

    jurisdiction_id: int
    year: int
    ballot_uuid: str
    kind: Kind
    lines: tuple[OutcomeLine, ...]
    announced_at: datetime


@dataclass(frozen=True, kw_only=True)
class PublicLine:
    """What everybody may know of a project in an announced outcome. votes: empty where the rules keep them.

    votes: 赞成, 反对, 弃权 (choose: the first only); of an evaluation 满意, 基本满意, 不满意, 弃权.
    passed: over the line; without votes no more is told than chosen. standing: what is said of it, as much as may be told.
    rank: 1 is best, equals share it; 0 without votes, and where nothing is ranked.
    """

    project_id: int
    ordinal: int
    title: str
    chosen: bool
    passed: bool
    tied: bool
    standing: Standing
    grade: Grade | None
    votes: tuple[int, ...]
    rank: int


@dataclass(frozen=True, kw_only=True)
class PublicOutcome:
    """What everybody may know of an announced ballot, or the hall of a confirmed one. votes_told: whether that includes the votes.

    announced_at: None where the hall alone knows yet. issued, cast, valid: with the paper ballots; void: why, else empty; pass_line, satisfied_line:
    0 for none; open_places: how many of the places the tied share are open; vacant: places that nobody reached.
    """

    uuid: str
    kind: Kind
    title: str
    year: int
    announced_at: datetime | None
    votes_told: bool
    due: int
    present: int
    issued: int
    cast: int
    valid: int
    pass_line: int
    satisfied_line: int
    digest: str
    number: int
    void: str
    open_places: int
    vacant: int
    lines: tuple[PublicLine, ...]
    next_uuid: str | None

    @property
    def announced_on(self) -> date:
        """Return the day in China of the proclamation."""
        assert self.announced_at is not None  # the hall's alone has none, and no page asks it
        return day_of(self.announced_at)


@dataclass(frozen=True, kw_only=True)
class AlteredOutcome:
    """An announced ballot of which no result is told: it is no longer what was signed. what: as said of it, a message id."""

    uuid: str
    title: str
    year: int
    what: str


def outcome(ballot_uuid: str, jurisdiction_id: int | None = None) -> Outcome:
    """Return the announced outcome of a ballot.

    Errors: NotFound for none or another congress's; WrongMoment before the announcement, and for a rehearsal ever.
    """
    run = find_run(ballot_uuid, jurisdiction_id)
    if not run.is_announced or run.rehearsal:
        raise WrongMoment("票决结果还没有公告。")
    return outcome_of(run)


def outcomes(jurisdiction_id: int, year: int | None = None) -> tuple[Outcome, ...]:
    """Return the announced outcomes, of one year or all, oldest first; one that is no longer what was signed is left out."""
    runs = announced(jurisdiction_id, year)
    signers = signers_of([run.ballot_uuid for run in runs])
    told = []
    for run in runs:
        with suppress(WrongMoment):
            told.append(outcome_of(run, signers[run.ballot_uuid]))
    return tuple(told)


def listed_outcomes(
    jurisdiction_id: int, year: int | None = None
) -> tuple[PublicOutcome | AlteredOutcome, ...]:
    """Return what everybody may know of the announced ballots of a congress, of one year or all, oldest first; an altered one takes no other with it."""
    runs = announced(jurisdiction_id, year)
    signers = signers_of([run.ballot_uuid for run in runs])
    return tuple(_listed(run, signers[run.ballot_uuid]) for run in runs)


def _listed(run: TallyRun, signers: Signers) -> PublicOutcome | AlteredOutcome:
    try:
        return public_outcome(run, signers)
    except WrongMoment as error:
        return AlteredOutcome(uuid=run.ballot_uuid, title=run.title, year=run.year, what=error.message)


def signed_text(run: TallyRun, signers: Signers = None) -> dict[str, Any]:
    """Return the values of the text that the scrutineers signed. Errors: WrongMoment where they did not sign this one."""
    told: dict[str, Any] = json.loads(expect_signed(run, signers))
    return told


def outcome_of(run: TallyRun, signers: Signers = None) -> Outcome:
    """Return the outcome of a count as it was signed."""
    assert run.announced_at is not None  # an announced run has its moment: a check of the table
    return Outcome(
        jurisdiction_id=run.jurisdiction_id,
        year=run.year,
        ballot_uuid=run.ballot_uuid,
        kind=run.kind,
        lines=lines_signed(run, signed_text(run, signers)),
        announced_at=run.announced_at,
    )


def lines_signed(run: TallyRun, told: dict[str, Any]) -> tuple[OutcomeLine, ...]:
    """Return the lines of a count as the scrutineers signed them. told: the values of the signed text."""
    printed = {int(line["ordinal"]): line for line in run.lines}
    return tuple(line_of(line, printed[line["ordinal"]], run.kind) for line in told["lines"])


def line_of(told: dict[str, Any], printed: dict[str, Any], kind: Kind) -> OutcomeLine:
    """Return a signed line with what the sealed box says was printed of it."""
    first, *others = told["votes"]
    basically = others.pop(0) if kind is Kind.EVALUATE else 0
    oppose, *abstain = others
    return OutcomeLine(
        project_id=told["project_id"],
        ordinal=told["ordinal"],
        title=str(printed["title"]),
        text_sha256=str(printed["text_sha256"]),
        approve=first,
        oppose=oppose,
        abstain=sum(abstain),
        basically=basically,
        passed=told["passed"],
        chosen=told["chosen"],
        grade=Grade(told["grade"]) if told["grade"] else None,
    )


def public_outcome(run: TallyRun, signers: Signers = None) -> PublicOutcome:
    """Return an announced outcome without what the rules keep to the record of the session."""
    return told_outcome(run, signed_text(run, signers), votes=votes_are_public(run))


def outcome_in_hall(run: TallyRun, *, in_session: bool) -> PublicOutcome:
    """Return a confirmed outcome as the hall's screen may tell it. in_session: the meeting is not closed."""
    return told_outcome(run, signed_text(run), votes=hall_sees_votes(run, in_session=in_session))


def told_outcome(run: TallyRun, told: dict[str, Any], *, votes: bool) -> PublicOutcome:
    """Return an outcome as it was signed, with the votes or without what can be told from them alone."""
    paper = told["paper"] or {"issued": 0, "collected": 0, "valid": 0}
    return PublicOutcome(
        uuid=run.ballot_uuid,
        kind=run.kind,
        title=run.title,
        year=run.year,
        announced_at=run.announced_at,
        votes_told=votes,
        due=told["due"],
        present=told["present"],
        issued=told["issued"] + paper["issued"],
        cast=told["cast"] + paper["collected"],
        valid=told["cast"] + paper["valid"],
        pass_line=told["pass_line"],
        satisfied_line=satisfied_line(from_document(run.rules), told, paper["valid"]),
        digest=told["digest"],
        number=run.number or 0,
        void=told["void"],
        open_places=told["open_places"],
        vacant=told["vacant"],
        lines=public_lines(run, told, votes=votes),
        next_uuid=run.next_uuid,
    )


def public_lines(run: TallyRun, told: dict[str, Any], *, votes: bool) -> tuple[PublicLine, ...]:
    """Return the lines of a signed outcome, in the ballot's order, as everybody may know them."""
    lines, rules = lines_signed(run, told), from_document(run.rules)
    ranked = votes and not told["void"] and run.kind is not Kind.EVALUATE
    keys = [rank_key(line.approve, line.oppose, rules) for line in lines]
    return tuple(
        public_line(
            line,
            votes_in(run.kind, signed["votes"]) if votes else (),
            tied=line.ordinal in told["tied"],
            standing=public_standing(line, told, rules, votes=votes),
            rank=rank_of(key, keys) if ranked else 0,
        )
        for line, signed, key in zip(lines, told["lines"], keys, strict=True)
    )


def answers_told(kind: Kind, lines: Sequence[PublicLine]) -> tuple[str, ...]:
    """Return the words (message ids) of what a project could get, as many as the votes tell; none where they do not."""
    return ANSWERS[kind][: len(lines[0].votes) if lines else 0]


def votes_in(kind: Kind, votes: list[int]) -> tuple[int, ...]:
    """Return the votes that a ballot of this kind asked for: nobody opposes or abstains where projects are chosen."""
    return tuple(votes[:1] if kind is Kind.CHOOSE else votes)


def public_standing(line: OutcomeLine, told: dict[str, Any], rules: BallotRules, *, votes: bool) -> Standing:
    """Return what may be said of a project: without votes nobody learns who reached the line and who did not."""
    if told["void"]:
        return Standing.NONE
    standing = standing_of(rules, chosen=line.chosen, tied=line.ordinal in told["tied"], reached=line.passed)
    return standing if votes or standing in {Standing.PASSED, Standing.TIED} else Standing.LEFT_OUT


def public_line(
    line: OutcomeLine, votes: tuple[int, ...], *, tied: bool, standing: Standing, rank: int
) -> PublicLine:
    """Return a line of an outcome as everybody may know it. votes: empty where the rules keep them."""
    return PublicLine(
        project_id=line.project_id,
        ordinal=line.ordinal,
        title=line.title,
        chosen=line.chosen,
        passed=line.passed if votes else line.chosen,
        tied=tied,
        standing=standing,
        grade=line.grade,
        votes=votes,
        rank=rank,
    )
