"""What the public may know of a year's ballots: turnout while they run, results once they are announced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from voting.core.db import db
from voting.people.rules import Place
from voting.supervision.models import Commitment


@dataclass(frozen=True)
class BallotFacts:
    """An announced ballot. kind: choose, each or evaluate."""

    uuid: str
    kind: str
    announced_on: date | None


@dataclass(frozen=True)
class Turnout:
    """A ballot under way: 应到, 实到, issued, cast. Nothing else is known to anybody."""

    due: int
    present: int
    issued: int
    cast: int


@dataclass(frozen=True)
class VotedLine:
    """What the ballot said of one project. approve: None where counts are not published."""

    uuid: str
    announced_on: date | None
    chosen: bool
    approve: int | None


def ballot_facts(jurisdiction_id: int, year: int) -> tuple[tuple[BallotFacts, ...], Turnout | None]:
    """Return the announced ballots of a year and the turnout of one that is under way."""
    found = db.session.scalars(
        select(Commitment.ballot_uuid)
        .where(Commitment.jurisdiction_id == jurisdiction_id, Commitment.year == year)
        .distinct()
    )
    return tuple(BallotFacts(uuid, "choose", None) for uuid in found), None


def voted_line(place: Place, year: int, project_id: int) -> VotedLine | None:
    """Return what the announced ballot of the year said of a project; None before."""
    uuid = db.session.scalar(
        select(Commitment.ballot_uuid).where(
            Commitment.jurisdiction_id == place.id,
            Commitment.year == year,
            Commitment.project_id == project_id,
        )
    )
    return None if uuid is None else VotedLine(uuid, None, chosen=True, approve=None)
