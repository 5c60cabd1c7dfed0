"""The coverage board: every congress below a place in a fixed number of queries, however many there are.

Shows stages, sums and lights only: no draft, no vote, nothing of a ballot but that it runs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from voting.core.clock import today
from voting.oversight.reading import CongressStanding, places_under, screened, standings
from voting.oversight.rules import STAGES, Coverage, Stage, coverage
from voting.people.rules import Level, Place

LEVEL_ORDER = (Level.CITY, Level.COUNTY, Level.TOWNSHIP)


@dataclass(frozen=True)
class Asked:
    """What the board is narrowed to. only: "", none (something not begun) or red."""

    year: int | None = None
    only: str = ""
    q: str = ""


@dataclass(frozen=True)
class Sums:
    """Projects, money and lights of some congresses, added up. Money in whole fen."""

    projects: int
    planned_fen: int
    spent_fen: int
    lights: dict[str, int]


@dataclass(frozen=True)
class LevelCard:
    """A level of the board."""

    level: Level
    coverage: Coverage
    sums: Sums


@dataclass(frozen=True)
class BoardRow:
    """A place right below, with everything below it added up. below: None where nothing stands below."""

    place: Place
    stage: str
    own_projects: int
    below: Coverage | None
    below_projects: int
    sums: Sums


@dataclass(frozen=True)
class BoardPage:
    """The coverage board of a place and year."""

    place: Place
    year: int
    years: tuple[int, ...]
    asked: Asked
    congresses: int
    levels: tuple[LevelCard, ...]
    own: CongressStanding
    rows: tuple[BoardRow, ...]
    stages: tuple[tuple[str, int], ...]


def board_page(place: Place, asked: Asked) -> BoardPage:
    """Return the board of a place; rows narrowed to what was asked, sums over everything below."""
    places = places_under(place)
    known = screened(places)
    years = known.years()
    year = asked.year if asked.year is not None else (years[0] if years else today().year)
    found = standings(places, year, known)
    rows = tuple(row_of(one, found) for one in places if one.path[:-1] == place.path)
    stages = Counter(standing.stage for standing in found)
    return BoardPage(
        place=place,
        year=year,
        years=years or (year,),
        asked=asked,
        congresses=len(found),
        levels=tuple(card for level in LEVEL_ORDER if (card := card_of(level, found)).coverage.all),
        own=next(standing for standing in found if standing.place.id == place.id),
        rows=tuple(row for row in rows if wanted(row, asked, found)),
        stages=tuple((STAGES[stage], stages[stage]) for stage in Stage if stages[stage]),
    )


def sums_of(found: Sequence[CongressStanding]) -> Sums:
    """Add up some congresses."""
    lights: Counter[str] = Counter()
    for standing in found:
        lights.update(standing.lights)
    return Sums(
        projects=sum(standing.projects for standing in found),
        planned_fen=sum(standing.planned_fen for standing in found),
        spent_fen=sum(standing.spent_fen for standing in found),
        lights=dict(lights),
    )


def card_of(level: Level, found: Sequence[CongressStanding]) -> LevelCard:
    """Return a level's card."""
    mine = [standing for standing in found if standing.place.level is level]
    return LevelCard(level, coverage(standing.stage for standing in mine), sums_of(mine))


def under(place: Place, found: Sequence[CongressStanding]) -> list[CongressStanding]:
    """Return the congresses strictly below a place."""
    depth = len(place.path)
    return [one for one in found if len(one.place.path) > depth and one.place.path[:depth] == place.path]


def row_of(place: Place, found: Sequence[CongressStanding]) -> BoardRow:
    """Return the row of a place right below."""
    own = next(standing for standing in found if standing.place.id == place.id)
    below = under(place, found)
    return BoardRow(
        place=place,
        stage=STAGES[own.stage],
        own_projects=own.projects,
        below=coverage(one.stage for one in below) if below else None,
        below_projects=sum(one.projects for one in below),
        sums=sums_of([own, *below]),
    )


def wanted(row: BoardRow, asked: Asked, found: Sequence[CongressStanding]) -> bool:
    """Tell whether a row is among what was asked for; a search also finds the places below a row."""
    below = under(row.place, found)
    if asked.q and not any(asked.q in name for name in (row.place.name, *(one.place.name for one in below))):
        return False
    if asked.only == "red":
        return bool(row.sums.lights.get("red"))
    if asked.only == "none":
        return row.stage == STAGES[Stage.NONE] or bool(row.below and row.below.none)
    return True
