"""What the public front pages show: where a place's year stands, its projects, and the places below it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, literal, select

from voting.congress.place.models import Jurisdiction
from voting.congress.place.queries import as_place
from voting.core.clock import today
from voting.core.db import db
from voting.people.rules import Place
from voting.portal.ballots.queries import BallotFacts, Turnout, ballot_facts
from voting.portal.home.rules import YearFacts, YearStep, worst, year_steps
from voting.portal.lines import ProjectLine, commitments_of, latest_lights, lines_of, shown_light
from voting.portal.tile_map import ROWS
from voting.screening.call.models import Call
from voting.screening.call.rules import CallState
from voting.screening.shortlist.models import CandidateList, FrozenText
from voting.screening.shortlist.rules import ShortlistState
from voting.screening.suggestion.models import Suggestion
from voting.supervision.commitment.models import Commitment
from voting.supervision.commitment.rules import ENDED, CommitmentState
from voting.supervision.evaluation.models import Evaluation
from voting.supervision.light.models import MonthLight


@dataclass(frozen=True)
class Tile:
    """A place below on the tile map. colour: its worst light, None without projects."""

    name: str
    code: str
    colour: str | None
    count: int


@dataclass(frozen=True)
class CandidateLine:
    """A formal candidate before the ballot."""

    project_id: int
    ordinal: int
    title: str
    summary: str


@dataclass(frozen=True)
class OpenCall:
    """A call that takes suggestions now."""

    year: int
    closes_on: date


@dataclass(frozen=True)
class HomePage:
    """The front page of a congress. candidates: only while nothing is chosen yet."""

    place: Place
    year: int
    years: tuple[int, ...]
    steps: tuple[YearStep, ...]
    projects: tuple[ProjectLine, ...]
    lights: dict[str, int]
    candidates: tuple[CandidateLine, ...]
    ballots: tuple[BallotFacts, ...]
    turnout: Turnout | None
    call: OpenCall | None
    tiles: tuple[Tile | None, ...]
    below: tuple[Tile, ...]
    below_lights: dict[str, int]
    parent: Place | None


@dataclass(frozen=True, kw_only=True)
class YearRows:
    """What the front page has read of a year and need not read again. places: ids, the place's own first."""

    places: tuple[int, ...]
    below: Sequence[Jurisdiction]
    chosen: Sequence[Commitment]
    chosen_below: Sequence[Commitment]
    listed: tuple[CandidateLine, ...]
    seats: int
    ballots: tuple[BallotFacts, ...]
    turnout: Turnout | None
    calls: Sequence[Call]


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


def known_years(jurisdiction_id: int) -> dict[int, bool]:
    """Return the years in which the public can see something, newest first, and whether more than a call."""
    asked = (
        select(Commitment.year, literal(1))
        .where(Commitment.jurisdiction_id == jurisdiction_id)
        .union(
            select(CandidateList.year, literal(1)).where(
                CandidateList.jurisdiction_id == jurisdiction_id,
                CandidateList.state == ShortlistState.DECIDED,
            ),
            select(Call.year, literal(0)).where(
                Call.jurisdiction_id == jurisdiction_id, Call.state != CallState.DRAFTED
            ),
        )
    )
    found: dict[int, bool] = {}
    for year, decided in db.session.execute(asked):
        found[int(year)] = found.get(int(year), False) or bool(decided)
    return dict(sorted(found.items(), reverse=True))


def shown_year(years: dict[int, bool]) -> int:
    """Return the year a front page opens at: the newest with a formal list or chosen projects, else the newest."""
    decided = [year for year, more in years.items() if more]
    return max(decided or years or [today().year])


def home_page(place: Place, year: int | None = None) -> HomePage:
    """Return the front page of a congress for a year, by default the one it is in."""
    years = known_years(place.id)
    year = year if year is not None else shown_year(years)
    read = read_year(place, year)
    lights = latest_lights(read.places, year)
    projects = lines_of(read.chosen, lights)
    tiles = arranged(read.below, lights_of(read.chosen_below, lights))
    return HomePage(
        place=place,
        year=year,
        years=tuple(years),
        steps=year_steps(facts_of(place.id, year, read)),
        projects=projects,
        lights=dict(Counter(line.light for line in projects)),
        candidates=() if read.chosen else read.listed,
        ballots=read.ballots,
        turnout=read.turnout,
        call=open_call(read.calls),
        tiles=tiles,
        below=tuple(tile for tile in tiles if tile),
        below_lights=dict(Counter(shown_light(row, lights.get(row.id)).value for row in read.chosen_below)),
        parent=parent_of(place),
    )


def read_year(place: Place, year: int) -> YearRows:
    """Read what the front page needs of a year, each table once."""
    below = db.session.scalars(
        select(Jurisdiction)
        .where(Jurisdiction.parent_id == place.id, Jurisdiction.has_congress.is_(True))
        .order_by(Jurisdiction.code)
    ).all()
    places = (place.id, *(row.id for row in below))
    rows = commitments_of(places, year)
    ballots, turnout = ballot_facts(place.id, year)
    listed, seats = candidates_of(place.id, year)
    calls = db.session.scalars(
        select(Call).where(Call.jurisdiction_id == place.id, Call.state != CallState.DRAFTED)
    )
    return YearRows(
        places=places,
        below=below,
        chosen=[row for row in rows if row.jurisdiction_id == place.id],
        chosen_below=[row for row in rows if row.jurisdiction_id != place.id],
        listed=listed,
        seats=seats,
        ballots=ballots,
        turnout=turnout,
        calls=calls.all(),
    )


def candidates_of(jurisdiction_id: int, year: int) -> tuple[tuple[CandidateLine, ...], int]:
    """Return the formal candidates of a year and how many seats there are; none before the presidium has decided."""
    rows = db.session.execute(
        select(FrozenText, CandidateList.seats)
        .join(CandidateList, CandidateList.id == FrozenText.shortlist_id)
        .where(
            FrozenText.jurisdiction_id == jurisdiction_id,
            FrozenText.year == year,
            CandidateList.state == ShortlistState.DECIDED,
        )
        .order_by(FrozenText.ordinal)
    ).all()
    lines = tuple(CandidateLine(row.project_id, row.ordinal, row.title, row.summary) for row, _seats in rows)
    return lines, rows[0][1] if rows else 0


def open_call(calls: Sequence[Call]) -> OpenCall | None:
    """Return the newest call that takes suggestions today."""
    running = [call for call in calls if call.state is CallState.OPENED and call.closes_on >= today()]
    newest = max(running, key=lambda call: call.year, default=None)
    return None if newest is None else OpenCall(newest.year, newest.closes_on)


def facts_of(jurisdiction_id: int, year: int, read: YearRows) -> YearFacts:
    """Return what is publicly known of the year's loop."""
    call = next((one for one in read.calls if one.year == year), None)
    suggestions, evaluated = db.session.execute(
        select(
            select(func.count())
            .where(Suggestion.jurisdiction_id == jurisdiction_id, Suggestion.year == year)
            .scalar_subquery(),
            select(func.count(func.distinct(Evaluation.commitment_id)))
            .join(Commitment, Commitment.id == Evaluation.commitment_id)
            .where(Evaluation.jurisdiction_id == jurisdiction_id, Commitment.year == year)
            .scalar_subquery(),
        )
    ).one()
    states = [row.state for row in read.chosen]
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
        evaluated=evaluated,
    )


def lights_of(rows: Sequence[Commitment], lights: dict[int, MonthLight]) -> dict[int, list[str]]:
    """Return jurisdiction id -> the lights of its projects."""
    found: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        found[row.jurisdiction_id].append(shown_light(row, lights.get(row.id)).value)
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


def parent_of(place: Place) -> Place | None:
    """Return the place above, if there is one."""
    if len(place.path) < 2:  # noqa: PLR2004  itself and one above
        return None
    return as_place(db.session.get_one(Jurisdiction, place.path[-2]))
