"""What the board reads: one query a table over all congresses below a place, never one a congress."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from voting.ballot.order.queries import public_ballots
from voting.congress.place.facts import at_or_below
from voting.congress.place.models import Jurisdiction
from voting.congress.place.queries import as_place
from voting.core.db import db
from voting.oversight.rules import KnownYear, Stage, stage_of
from voting.people.rules import Place
from voting.screening.call.queries import PublicCall, public_calls
from voting.screening.call.rules import CallState
from voting.screening.shortlist.facts import ListRow, list_rows
from voting.screening.shortlist.rules import ShortlistState
from voting.supervision.commitment.facts import years_of
from voting.supervision.commitment.rules import ENDED, CommitmentState
from voting.supervision.pages.board.queries import projects_of
from voting.tally.handover import voided


@dataclass(frozen=True)
class Screened:
    """The calls and lists of some congresses, of all years: read once for the years and for where each stands."""

    ids: tuple[int, ...]
    calls: Sequence[PublicCall]
    lists: Sequence[ListRow]

    def years(self) -> tuple[int, ...]:
        """Return the years in which anything is known of these congresses, newest first."""
        known = {*years_of(*self.ids), *(one.year for one in self.calls), *(one.year for one in self.lists)}
        return tuple(sorted(known, reverse=True))


@dataclass(frozen=True)
class CongressStanding:
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
    rows = db.session.scalars(
        select(Jurisdiction)
        .where(at_or_below(place), Jurisdiction.has_congress.is_(True))
        .order_by(Jurisdiction.code)
    )
    return [as_place(row) for row in rows]


def screened(places: Sequence[Place]) -> Screened:
    """Return what screening knows of these congresses; two queries."""
    ids = tuple(place.id for place in places)
    return Screened(ids, public_calls(ids), list_rows(ids))


def standings(places: Sequence[Place], year: int, known: Screened | None = None) -> list[CongressStanding]:
    """Return where each of these congresses stands, in their order. known: of screening, where it is at hand."""
    known = known or screened(places)
    calls = {one.jurisdiction_id: one.state for one in known.calls if one.year == year}
    lists = {one.jurisdiction_id: one.state for one in known.lists if one.year == year}
    ballots = public_ballots(known.ids, year)
    void = voided([one.uuid for one in ballots])
    voting = {one.jurisdiction_id for one in ballots if one.uuid not in void}
    sums = sums_by_place(known.ids, year)
    return [
        standing_of(
            place,
            calls.get(place.id),
            lists.get(place.id),
            sums.get(place.id, Sum()),
            voting=place.id in voting,
        )
        for place in places
    ]


def sums_by_place(ids: Sequence[int], year: int) -> dict[int, Sum]:
    """Return jurisdiction -> its projects as the board of lights shows them, added up."""
    sums: dict[int, Sum] = defaultdict(Sum)
    for row in projects_of(ids, year):
        one = sums[row.jurisdiction_id]
        one.projects += 1
        one.started += row.state is not CommitmentState.ASSIGNED
        one.ended += row.state in ENDED
        one.accepted += row.state is CommitmentState.ACCEPTED
        one.planned_fen += row.planned_fen
        one.spent_fen += row.spent_fen
        one.lights[row.shown.light.value] += 1
    return sums


def standing_of(
    place: Place, call: CallState | None, listing: ShortlistState | None, one: Sum, *, voting: bool
) -> CongressStanding:
    """Return where one congress stands."""
    known = KnownYear(
        call_opened=call is not None,
        call_closed=call is CallState.CLOSED,
        list_begun=listing is not None,
        listed=listing is ShortlistState.DECIDED,
        voting=voting,
        projects=one.projects,
        started=one.started,
        ended=one.ended,
    )
    return CongressStanding(
        place, stage_of(known), one.projects, one.accepted, one.planned_fen, one.spent_fen, dict(one.lights)
    )
