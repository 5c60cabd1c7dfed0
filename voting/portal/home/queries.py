"""What the public front pages show: where a place's year stands, its projects, and the places below it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from voting.congress.place.models import Jurisdiction
from voting.congress.place.queries import as_place
from voting.core.clock import today
from voting.core.db import db
from voting.core.errors import NotFound
from voting.people.rules import Place
from voting.portal.ballots.queries import BallotFacts, PublicTurnout, ballot_facts
from voting.portal.county_map import ROWS
from voting.portal.home.rules import YearFacts, YearStep, worst, year_steps
from voting.portal.project_line import ProjectLine, line_of
from voting.screening.call.queries import PublicCall, public_calls
from voting.screening.call.rules import CallState
from voting.screening.pages.left_out.queries import LeftOut, left_out
from voting.screening.shortlist.facts import ListRow, PublicCandidate, list_rows, public_candidates
from voting.screening.shortlist.rules import ShortlistState
from voting.screening.suggestion.queries import received
from voting.supervision.commitment.facts import years_of
from voting.supervision.commitment.rules import ENDED, CommitmentState
from voting.supervision.evaluation.queries import evaluated
from voting.supervision.pages.board.queries import BoardRow, light_counts, projects_of


@dataclass(frozen=True)
class Tile:
    """A place below on the tile map. colour: its worst light, None without projects."""

    name: str
    code: str
    colour: str | None
    count: int


@dataclass(frozen=True)
class OpenCall:
    """A call that takes suggestions now."""

    year: int
    closes_on: date


@dataclass(frozen=True)
class HomePage:
    """The front page of a congress. candidates: only while nothing is chosen yet; passed: from the proclamation until plans are made.

    left_out: what its list left out; None until that is fixed, and where it left nothing out.
    """

    place: Place
    year: int
    years: tuple[int, ...]
    steps: tuple[YearStep, ...]
    projects: tuple[ProjectLine, ...]
    lights: dict[str, int]
    candidates: tuple[PublicCandidate, ...]
    passed: tuple[PublicCandidate, ...]
    ballots: tuple[BallotFacts, ...]
    turnout: PublicTurnout | None
    call: OpenCall | None
    tiles: tuple[Tile | None, ...]
    below: tuple[Tile, ...]
    below_lights: dict[str, int]
    parent: Place | None
    left_out: LeftOut | None


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the public can know of the years of a place: calls from their opening on, lists once they are decided."""

    calls: Sequence[PublicCall]
    lists: Sequence[ListRow]
    chosen: Sequence[int]

    @property
    def years(self) -> tuple[int, ...]:
        """Return the years in which there is something to see, newest first."""
        return tuple(
            sorted(
                {*self.chosen, *(one.year for one in self.lists), *(one.year for one in self.calls)},
                reverse=True,
            )
        )

    @property
    def shown_year(self) -> int:
        """Return the year a front page opens at: the newest with a formal list or chosen projects, else the newest."""
        decided = [*self.chosen, *(one.year for one in self.lists)]
        return max(decided or self.years or [today().year])


@dataclass(frozen=True, kw_only=True)
class YearRows:
    """What the front page has read of a year and need not read again."""

    chosen: Sequence[BoardRow]
    listed: tuple[PublicCandidate, ...]
    seats: int
    ballots: tuple[BallotFacts, ...]
    turnout: PublicTurnout | None
    call: PublicCall | None


@dataclass(frozen=True)
class PlacesPage:
    """The congresses that stand under no other, for a house with several of them."""

    places: tuple[Place, ...]


def roots() -> tuple[Place, ...]:
    """Return the places that have no parent and a congress, by code."""
    rows = db.session.scalars(
        select(Jurisdiction)
        .where(Jurisdiction.parent_id.is_(None), Jurisdiction.has_congress.is_(True))
        .order_by(Jurisdiction.code)
    )
    return tuple(as_place(row) for row in rows)


def known(jurisdiction_id: int) -> Known:
    """Return what the public can know of the years of a place; three queries."""
    return Known(
        calls=public_calls((jurisdiction_id,)),
        lists=[one for one in list_rows((jurisdiction_id,)) if one.state is ShortlistState.DECIDED],
        chosen=years_of(jurisdiction_id),
    )


def home_page(place: Place, year: int | None = None) -> HomePage:
    """Return the front page of a congress for a year, by default the one it is in.

    Errors: NotFound for a year that the public can see nothing of.
    """
    of_place = known(place.id)
    if year is not None and year not in of_place.years:
        raise NotFound("这一年还没有可以公布的内容。")
    year = year if year is not None else of_place.shown_year
    parent, below = around(place)
    rows = projects_of((place.id, *(row.id for row in below)), year)
    read = read_year(place, year, of_place, [row for row in rows if row.jurisdiction_id == place.id])
    rows_below = [row for row in rows if row.jurisdiction_id != place.id]
    projects = tuple(map(line_of, read.chosen))
    tiles = arranged(below, lights_of(rows_below))
    passed = voted_for(read)
    left = left_out(place, year, read.listed)
    suggestions = received(place.id, year) if left is None else left.received
    return HomePage(
        place=place,
        year=year,
        years=of_place.years,
        steps=year_steps(facts_of(place.id, year, read, suggestions)),
        projects=projects,
        lights=light_counts(read.chosen),
        candidates=() if read.chosen or passed else read.listed,
        passed=passed,
        ballots=read.ballots,
        turnout=read.turnout,
        call=open_call(of_place.calls),
        tiles=tiles,
        below=tuple(tile for tile in tiles if tile),
        below_lights=light_counts(rows_below),
        parent=parent,
        left_out=None if left is None or left.is_empty else left,
    )


def voted_for(read: YearRows) -> tuple[PublicCandidate, ...]:
    """Return the candidates that an announced vote has passed, while none has become a project under way."""
    ids = frozenset[int]() if read.chosen else frozenset[int]().union(*(one.passed for one in read.ballots))
    return tuple(one for one in read.listed if one.project_id in ids)


def around(place: Place) -> tuple[Place | None, list[Jurisdiction]]:
    """Return the place above, if there is one, and the congresses right below by code; one query."""
    above = place.path[-2] if len(place.path) > 1 else None
    rows = db.session.scalars(
        select(Jurisdiction)
        .where(
            (Jurisdiction.id == above)
            | ((Jurisdiction.parent_id == place.id) & Jurisdiction.has_congress.is_(True))
        )
        .order_by(Jurisdiction.code)
    ).all()
    parent = next((as_place(row) for row in rows if row.id == above), None)
    return parent, [row for row in rows if row.id != above]


def read_year(place: Place, year: int, of_place: Known, chosen: Sequence[BoardRow]) -> YearRows:
    """Read what the front page needs of a year, each table once."""
    ballots, turnout = ballot_facts(place.id, year)
    return YearRows(
        chosen=chosen,
        listed=tuple(public_candidates(place.id, year)),
        seats=next((one.seats for one in of_place.lists if one.year == year), 0),
        ballots=ballots,
        turnout=turnout,
        call=next((one for one in of_place.calls if one.year == year), None),
    )


def open_call(calls: Sequence[PublicCall]) -> OpenCall | None:
    """Return the newest call that takes suggestions today."""
    newest = max((call for call in calls if call.taking), key=lambda call: call.year, default=None)
    return None if newest is None else OpenCall(newest.year, newest.closes_on)


def facts_of(jurisdiction_id: int, year: int, read: YearRows, suggestions: int) -> YearFacts:
    """Return what is publicly known of the year's loop. suggestions: how many it has brought."""
    call, states = read.call, [row.state for row in read.chosen]
    return YearFacts(
        year=year,
        call_opened=call is not None,
        call_closed=call is not None and call.state is CallState.CLOSED,
        closes_on=None if call is None else call.closes_on,
        suggestions=suggestions,
        listed=bool(read.listed),
        candidates=len(read.listed),
        seats=read.seats,
        voting=read.turnout is not None,
        announced_on=max((one.announced_on for one in read.ballots), default=None),
        commitments=len(states),
        ended=sum(state in ENDED for state in states),
        accepted=sum(state is CommitmentState.ACCEPTED for state in states),
        evaluated=evaluated(jurisdiction_id, year) if states else 0,
    )


def lights_of(rows: Sequence[BoardRow]) -> dict[int, list[str]]:
    """Return jurisdiction id -> the lights of its projects."""
    found: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        found[row.jurisdiction_id].append(row.shown.light.value)
    return found


def arranged(rows: Sequence[Jurisdiction], lights: dict[int, list[str]]) -> tuple[Tile | None, ...]:
    """Return the tiles of the places below: Xinzhou's counties by bearing with gaps, all others by code."""
    tiles = {row.code: tile_of(row, lights.get(row.id, [])) for row in rows}
    by_bearing = [code for line in ROWS for code in line]
    known = set(by_bearing) & set(tiles)
    if len(known) * 2 < len(tiles):
        return tuple(tiles.values())
    others = [tile for code, tile in tiles.items() if code not in known]
    return (*(tiles.get(code) for code in by_bearing if known), *others)


def tile_of(row: Jurisdiction, lights: list[str]) -> Tile:
    """Return the tile of a place: its worst light and how many projects show it."""
    colour = worst(lights)
    return Tile(row.name, row.code, colour, sum(light == colour for light in lights))
