"""What the board reads: one query a table over all congresses below a place, never one a congress."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select

from voting.ballot.order.models import Ballot
from voting.ballot.order.rules import BallotState
from voting.congress.place.models import Jurisdiction
from voting.congress.place.queries import as_place
from voting.core.db import db
from voting.oversight.rules import Known, Stage, stage_of
from voting.people.rules import Place
from voting.screening.call.models import Call
from voting.screening.call.rules import CallState
from voting.screening.shortlist.models import CandidateList
from voting.screening.shortlist.rules import ShortlistState
from voting.supervision.commitment.models import Commitment
from voting.supervision.commitment.rules import ENDED, CommitmentState
from voting.supervision.light.models import MonthLight
from voting.supervision.light.rules import SETTLED, Light
from voting.supervision.report.models import Report, ReportVersion


@dataclass(frozen=True)
class Standing:
    """Where one congress stands in a year. Money in whole fen; lights: colour -> projects."""

    place: Place
    stage: Stage
    projects: int
    accepted: int
    planned_fen: int
    spent_fen: int
    lights: dict[str, int]


@dataclass
class Sum:
    """The commitments of one congress while they are added up."""

    projects: int = 0
    started: int = 0
    ended: int = 0
    accepted: int = 0
    planned_fen: int = 0
    spent_fen: int = 0
    lights: Counter[str] = field(default_factory=Counter)


def places_under(place: Place) -> list[Place]:
    """Return the place and every congress below it, by code."""
    path = "/".join(str(part) for part in place.path)
    rows = db.session.scalars(
        select(Jurisdiction)
        .where(
            (Jurisdiction.id == place.id) | Jurisdiction.path.like(f"{path}/%"),
            Jurisdiction.has_congress.is_(True),
        )
        .order_by(Jurisdiction.code)
    )
    return [as_place(row) for row in rows]


def years_under(ids: Sequence[int]) -> tuple[int, ...]:
    """Return the years in which anything is known of these congresses, newest first."""
    asked = (
        select(Commitment.year)
        .where(Commitment.jurisdiction_id.in_(ids))
        .union(
            select(CandidateList.year).where(CandidateList.jurisdiction_id.in_(ids)),
            select(Call.year).where(Call.jurisdiction_id.in_(ids), Call.state != CallState.DRAFTED),
        )
    )
    return tuple(sorted(db.session.scalars(asked), reverse=True))


def standings(places: Sequence[Place], year: int) -> list[Standing]:
    """Return where each of these congresses stands, in their order."""
    ids = [place.id for place in places]
    calls = dict(
        by_place(
            select(Call.jurisdiction_id, Call.state).where(Call.jurisdiction_id.in_(ids), Call.year == year)
        )
    )
    lists = dict(
        by_place(
            select(CandidateList.jurisdiction_id, CandidateList.state).where(
                CandidateList.jurisdiction_id.in_(ids), CandidateList.year == year
            )
        )
    )
    voting = open_ballots(ids, year)
    sums = sums_by_place(ids, year)
    return [
        standing_of(
            place, calls.get(place.id), lists.get(place.id), place.id in voting, sums.get(place.id, Sum())
        )
        for place in places
    ]


def by_place(asked: object) -> list[tuple[int, str]]:
    """Return pairs of jurisdiction and state."""
    return [(int(row[0]), str(row[1])) for row in db.session.execute(asked)]  # type: ignore[call-overload]


def open_ballots(ids: Sequence[int], year: int) -> frozenset[int]:
    """Return the congresses with a real ballot that is set up, open or closed and not void."""
    asked = select(Ballot.jurisdiction_id).where(
        Ballot.jurisdiction_id.in_(ids),
        Ballot.year == year,
        Ballot.rehearsal.is_(False),
        Ballot.state.in_((BallotState.READY, BallotState.OPEN, BallotState.CLOSED)),
    )
    return frozenset(db.session.scalars(asked))


def sums_by_place(ids: Sequence[int], year: int) -> dict[int, Sum]:
    """Return jurisdiction -> its commitments added up, in three queries."""
    lights, spent = latest_lights(ids, year), latest_spent(ids, year)
    sums: dict[int, Sum] = defaultdict(Sum)
    rows = db.session.execute(
        select(Commitment.id, Commitment.jurisdiction_id, Commitment.state, Commitment.planned_fen).where(
            Commitment.jurisdiction_id.in_(ids), Commitment.year == year
        )
    )
    for id_, jurisdiction_id, state, planned_fen in rows:
        one = sums[jurisdiction_id]
        one.projects += 1
        one.started += state is not CommitmentState.ASSIGNED
        one.ended += state in ENDED
        one.accepted += state is CommitmentState.ACCEPTED
        one.planned_fen += planned_fen
        one.spent_fen += spent.get(id_, 0)
        light = SETTLED[state][0] if state in SETTLED else lights.get(id_, Light.GREY)
        one.lights[light.value] += 1
    return sums


def latest_lights(ids: Sequence[int], year: int) -> dict[int, Light]:
    """Return commitment -> the light shown for its newest month."""
    newest = (
        select(MonthLight.commitment_id, func.max(MonthLight.month).label("month"))
        .join(Commitment, Commitment.id == MonthLight.commitment_id)
        .where(MonthLight.jurisdiction_id.in_(ids), Commitment.year == year)
        .group_by(MonthLight.commitment_id)
        .subquery()
    )
    rows = db.session.scalars(
        select(MonthLight).join(
            newest,
            (newest.c.commitment_id == MonthLight.commitment_id) & (newest.c.month == MonthLight.month),
        )
    )
    return {row.commitment_id: row.shown for row in rows}


def latest_spent(ids: Sequence[int], year: int) -> dict[int, int]:
    """Return commitment -> money spent by its newest submitted report, in whole fen."""
    newest = (
        select(Report.commitment_id, func.max(Report.month).label("month"))
        .join(Commitment, Commitment.id == Report.commitment_id)
        .where(Report.jurisdiction_id.in_(ids), Report.latest > 0, Commitment.year == year)
        .group_by(Report.commitment_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Report.commitment_id, ReportVersion.spent_fen)
        .join(newest, (newest.c.commitment_id == Report.commitment_id) & (newest.c.month == Report.month))
        .join(ReportVersion, (ReportVersion.report_id == Report.id) & (ReportVersion.number == Report.latest))
    )
    return {int(row[0]): int(row[1]) for row in rows}


def standing_of(place: Place, call: str | None, listing: str | None, voting: bool, one: Sum) -> Standing:  # noqa: FBT001
    """Return where one congress stands."""
    known = Known(
        call_opened=call not in {None, CallState.DRAFTED.value},
        call_closed=call == CallState.CLOSED.value,
        list_begun=listing is not None,
        listed=listing == ShortlistState.DECIDED.value,
        voting=voting,
        projects=one.projects,
        started=one.started,
        ended=one.ended,
    )
    return Standing(
        place, stage_of(known), one.projects, one.accepted, one.planned_fen, one.spent_fen, dict(one.lights)
    )
