"""What tally hands on: the announced outcome of a ballot. Never a count that is not announced."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from voting.core.db import db
from voting.core.errors import WrongMoment
from voting.people.rules import Actor
from voting.tally.outcome.decision import DecidedLine
from voting.tally.outcome.facts import gather
from voting.tally.run.disclosure import ANNOUNCED, reads_the_record, votes_are_public
from voting.tally.run.models import TallyRun, find_run


@dataclass(frozen=True, kw_only=True)
class OutcomeLine:
    """One project of an announced outcome. passed: it reached its line; grade: of an evaluation, else None.

    approve, oppose, abstain: of an evaluation satisfied, dissatisfied, abstained, with `basically` between.
    reason: a sentence in Chinese, as printed in the count report.
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
    grade: str | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The outcome of one ballot."""

    jurisdiction_id: int
    year: int
    ballot_uuid: str
    kind: str
    lines: tuple[OutcomeLine, ...]
    announced_at: datetime


def outcome(ballot_uuid: str, jurisdiction_id: int | None = None) -> Outcome:
    """Return the announced outcome of a ballot.

    Errors: NotFound for none or another congress's; WrongMoment before the announcement, and for a rehearsal ever.
    """
    run = find_run(ballot_uuid, jurisdiction_id)
    if run.state not in ANNOUNCED or run.rehearsal:
        raise WrongMoment("票决结果还没有公告。")
    return _outcome(run)


def outcomes(jurisdiction_id: int, year: int) -> tuple[Outcome, ...]:
    """Return the announced outcomes of a congress and year, in the order of their announcement."""
    asked = select(TallyRun).where(
        TallyRun.jurisdiction_id == jurisdiction_id,
        TallyRun.year == year,
        TallyRun.state.in_(ANNOUNCED),
        TallyRun.rehearsal.is_(False),
    )
    return tuple(_outcome(run) for run in db.session.scalars(asked.order_by(TallyRun.announced_at)))


def votes_known(jurisdiction_id: int, uuids: Collection[str], reader: Actor | None) -> frozenset[str]:
    """Return those of these announced ballots of a congress whose votes a reader may know; None: nobody signed in."""
    if not uuids or reads_the_record(jurisdiction_id, reader):
        return frozenset(uuids)
    runs = db.session.scalars(select(TallyRun).where(TallyRun.ballot_uuid.in_(uuids)))
    return frozenset(run.ballot_uuid for run in runs if votes_are_public(run))


def _outcome(run: TallyRun) -> Outcome:
    decision = gather(run).decision()
    assert decision is not None
    assert run.announced_at is not None
    facts = {int(line["ordinal"]): line for line in run.lines}
    return Outcome(
        jurisdiction_id=run.jurisdiction_id,
        year=run.year,
        ballot_uuid=run.ballot_uuid,
        kind=run.kind,
        lines=tuple(_line(line, facts[line.ordinal]) for line in decision.lines),
        announced_at=run.announced_at,
    )


def _line(line: DecidedLine, facts: Mapping[str, Any]) -> OutcomeLine:
    return OutcomeLine(
        project_id=int(facts["project_id"]),
        ordinal=line.ordinal,
        title=str(facts["title"]),
        text_sha256=str(facts["text_sha256"]),
        approve=line.approve,
        oppose=line.oppose,
        abstain=line.abstain,
        basically=line.basically,
        passed=line.reached,
        chosen=line.chosen,
        grade=line.grade,
        reason=str(line.reason),
    )
