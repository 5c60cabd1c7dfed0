"""What the public front pages show: where a place's year stands, its projects, and the places below it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from voting.congress.models import Jurisdiction
from voting.congress.queries import as_place
from voting.core.clock import today
from voting.core.db import db
from voting.people.rules import Level, Place
from voting.portal.ballots import BallotFacts, Turnout, ballot_facts
from voting.portal.bearings import ROWS
from voting.portal.rules import YearFacts, YearStep, worst, year_steps
from voting.portal.standing import ProjectLine, commitments_of, latest_lights, lights_by_place, lines_of
from voting.screening.models import Call, CandidateList, FrozenText, Suggestion
from voting.screening.rules import CallState, ShortlistState
from voting.supervision.models import Commitment
from voting.supervision.models_follow import Evaluation
from voting.supervision.rules import ENDED, CommitmentState


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


@dataclass(frozen=True)
class YearRows:
    """What the front page has read of a year and need not read again."""

    chosen: Sequence[Commitment]
    listed: tuple[CandidateLine, ...]
    ballots: tuple[BallotFacts, ...]
    turnout: Turnout | None


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


def known_years(jurisdiction_id: int) -> tuple[int, ...]:
    """Return the years in which the public can see something, newest first."""
    asked = (
        select(Commitment.year)
        .where(Commitment.jurisdiction_id == jurisdiction_id)
        .union(
            select(CandidateList.year).where(
                CandidateList.jurisdiction_id == jurisdiction_id,
                CandidateList.state == ShortlistState.DECIDED,
            ),
            select(Call.year).where(Call.jurisdiction_id == jurisdiction_id, Call.state != CallState.DRAFTED),
        )
    )
    return tuple(sorted(db.session.scalars(asked), reverse=True))


def shown_year(jurisdiction_id: int, years: tuple[int, ...]) -> int:
    """Return the year a front page opens at: the newest with a chosen project or a formal list, else the newest."""
    asked = (
        select(Commitment.year)
        .where(Commitment.jurisdiction_id == jurisdiction_id)
        .union(
            select(CandidateList.year).where(
                CandidateList.jurisdiction_id == jurisdiction_id,
                CandidateList.state == ShortlistState.DECIDED,
            )
        )
    )
    decided = list(db.session.scalars(asked))
    return max(decided) if decided else (years[0] if years else today().year)


def home_page(place: Place, year: int | None = None) -> HomePage:
    """Return the front page of a congress for a year, by default the one it is in."""
    years = known_years(place.id)
    year = year if year is not None else shown_year(place.id, years)
    chosen = commitments_of((place.id,), year)
    projects = lines_of(chosen, latest_lights((place.id,), year))
    listed = candidates_of(place.id, year)
    ballots, turnout = ballot_facts(place.id, year)
    tiles, below, below_lights = places_below(place, year)
    read = YearRows(chosen, listed, ballots, turnout)
    return HomePage(
        place=place,
        year=year,
        years=years,
        steps=year_steps(facts_of(place.id, year, read)),
        projects=projects,
        lights=dict(Counter(line.light for line in projects)),
        candidates=() if chosen else listed,
        ballots=ballots,
        turnout=turnout,
        call=open_call(place.id),
        tiles=tiles,
        below=below,
        below_lights=below_lights,
        parent=parent_of(place),
    )


def candidates_of(jurisdiction_id: int, year: int) -> tuple[CandidateLine, ...]:
    """Return the formal candidates of a year; none before the presidium has decided."""
    rows = db.session.scalars(
        select(FrozenText)
        .join(CandidateList, CandidateList.id == FrozenText.shortlist_id)
        .where(
            FrozenText.jurisdiction_id == jurisdiction_id,
            FrozenText.year == year,
            CandidateList.state == ShortlistState.DECIDED,
        )
        .order_by(FrozenText.ordinal)
    )
    return tuple(CandidateLine(row.project_id, row.ordinal, row.title, row.summary) for row in rows)


def open_call(jurisdiction_id: int) -> OpenCall | None:
    """Return the call that takes suggestions today."""
    row = db.session.scalar(
        select(Call)
        .where(Call.jurisdiction_id == jurisdiction_id, Call.state == CallState.OPENED)
        .order_by(Call.year.desc())
        .limit(1)
    )
    return None if row is None or row.closes_on < today() else OpenCall(row.year, row.closes_on)


def facts_of(jurisdiction_id: int, year: int, read: YearRows) -> YearFacts:
    """Return what is publicly known of the year's loop."""
    call = db.session.scalar(select(Call).where(Call.jurisdiction_id == jurisdiction_id, Call.year == year))
    suggestions = db.session.scalar(
        select(func.count()).where(Suggestion.jurisdiction_id == jurisdiction_id, Suggestion.year == year)
    )
    seats = db.session.scalar(
        select(CandidateList.seats).where(
            CandidateList.jurisdiction_id == jurisdiction_id, CandidateList.year == year
        )
    )
    evaluated = db.session.scalar(
        select(func.count(func.distinct(Evaluation.commitment_id)))
        .join(Commitment, Commitment.id == Evaluation.commitment_id)
        .where(Evaluation.jurisdiction_id == jurisdiction_id, Commitment.year == year)
    )
    states = [row.state for row in read.chosen]
    return YearFacts(
        year=year,
        call_opened=call is not None and call.state is not CallState.DRAFTED,
        call_closed=call is not None and call.state is CallState.CLOSED,
        closes_on=None if call is None else call.closes_on,
        suggestions=suggestions or 0,
        listed=bool(read.listed),
        candidates=len(read.listed),
        seats=seats or 0,
        voting=read.turnout is not None,
        announced_on=max((b.announced_on for b in read.ballots if b.announced_on), default=None),
        commitments=len(states),
        ended=sum(state in ENDED for state in states),
        accepted=sum(state is CommitmentState.ACCEPTED for state in states),
        evaluated=evaluated or 0,
    )


def places_below(place: Place, year: int) -> tuple[tuple[Tile | None, ...], tuple[Tile, ...], dict[str, int]]:
    """Return the tile map (counties of Xinzhou by bearing), the list of all places below, and their lights."""
    rows = db.session.scalars(
        select(Jurisdiction)
        .where(Jurisdiction.parent_id == place.id, Jurisdiction.has_congress.is_(True))
        .order_by(Jurisdiction.code)
    ).all()
    if not rows:
        return (), (), {}
    lights = lights_by_place([row.id for row in rows], year)
    tiles = {row.code: tile_of(row, lights.get(row.id, [])) for row in rows}
    total = Counter(light for found in lights.values() for light in found)
    if place.level is not Level.CITY:
        return (), tuple(tiles.values()), dict(total)
    by_bearing = [code for line in ROWS for code in line]
    known = set(by_bearing) & set(tiles)
    arranged = [tiles.get(code) for code in by_bearing] if known else []
    others = [tile for code, tile in tiles.items() if code not in known]
    return (*arranged, *others), tuple(tiles.values()), dict(total)


def tile_of(row: Jurisdiction, lights: list[str]) -> Tile:
    """Return the tile of a place: its worst light and how many projects show it."""
    colour = worst(lights)
    return Tile(row.name, row.code, colour, sum(light == colour for light in lights))


def parent_of(place: Place) -> Place | None:
    """Return the place above, if there is one."""
    if len(place.path) < 2:  # noqa: PLR2004  itself and one above
        return None
    return as_place(db.session.get_one(Jurisdiction, place.path[-2]))
