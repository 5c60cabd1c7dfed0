"""What the public can look back on: the years of a congress, added up."""

from __future__ import annotations

from dataclasses import dataclass

from voting.people.rules import Place
from voting.portal.home.queries import known
from voting.supervision.commitment.rules import CommitmentState
from voting.supervision.pages.board.queries import BoardRow, light_counts, projects_of


@dataclass(frozen=True)
class YearLine:
    """One year of a congress."""

    year: int
    projects: int
    accepted: int
    planned_fen: int
    lights: dict[str, int]


@dataclass(frozen=True)
class ArchivePage:
    """The years of a congress, newest first."""

    place: Place
    years: tuple[YearLine, ...]


def archive_page(place: Place) -> ArchivePage:
    """Return the years of a place; the cost does not grow with their number."""
    rows = projects_of((place.id,))
    years = known(place.id).years
    return ArchivePage(
        place, tuple(year_line(year, [row for row in rows if row.year == year]) for year in years)
    )


def year_line(year: int, rows: list[BoardRow]) -> YearLine:
    """Return one year, added up."""
    return YearLine(
        year=year,
        projects=len(rows),
        accepted=sum(row.state is CommitmentState.ACCEPTED for row in rows),
        planned_fen=sum(row.planned_fen for row in rows),
        lights=light_counts(rows),
    )
