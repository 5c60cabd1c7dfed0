"""What the pages of the score board show: one function a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import func, select

from voting.core.db import db
from voting.people.rules import COLLECTING, Actor, Place
from voting.screening.appraisal.criteria import CRITERIA
from voting.screening.appraisal.models import Score
from voting.screening.appraisal.queries import decimal, means_of, scores_by_project
from voting.screening.dossier.models import Project
from voting.screening.dossier.states import PROJECT
from voting.screening.shortlist.years import year_at_hand, years_of
from voting.screening.suggestion.models import Suggestion
from voting.screening.words import wording


@dataclass(frozen=True)
class BoardRow:
    """A project on the score board. means: of each criterion, one decimal; total: their sum, exact to sort by."""

    id: int
    title: str
    field: str
    state: str
    word: str
    sources: int
    planned_fen: int | None
    means: tuple[str, ...]
    total: str
    rank: Fraction | None
    scorers: int


@dataclass(frozen=True)
class BoardPage:
    """The score board of a year, best first, unscored last. criteria: message ids."""

    place: Place
    year: int
    years: tuple[int, ...]
    rows: tuple[BoardRow, ...]
    criteria: tuple[str, ...]
    works: bool


def board_page(place: Place, actor: Actor, year: int | None) -> BoardPage:
    """Return the score board: every project of a year with its means."""
    years = years_of(place)
    shown = year_at_hand(place, year)
    projects = db.session.scalars(
        select(Project).where(Project.jurisdiction_id == place.id, Project.year == shown)
    ).all()
    projects = [project for project in projects if project.state.stands]
    scores = scores_by_project(place, [project.id for project in projects])
    sources = sources_by_project(place, shown)
    rows = [board_row(project, scores[project.id], sources.get(project.id, 0)) for project in projects]
    rows.sort(key=lambda row: (row.rank is None, -(row.rank or 0), row.id))
    works = bool(COLLECTING & actor.roles_in(place))
    return BoardPage(place, shown, years, tuple(rows), tuple(one.title for one in CRITERIA), works)


def board_row(project: Project, scores: Sequence[Score], sources: int) -> BoardRow:
    """Return a project as the board shows it."""
    means, total = means_of(scores)
    return BoardRow(
        project.id,
        project.title,
        wording(project.field),
        project.state.value,
        PROJECT.words[project.state],
        sources,
        project.planned_fen,
        means,
        decimal(total),
        total,
        len(scores),
    )


def sources_by_project(place: Place, year: int) -> dict[int, int]:
    """Return how many suggestions stand behind each project of a year."""
    rows = db.session.execute(
        select(Suggestion.project_id, func.count())
        .join(Project, Project.id == Suggestion.project_id)
        .where(Suggestion.jurisdiction_id == place.id, Project.year == year)
        .group_by(Suggestion.project_id)
    )
    return {project_id: number for project_id, number in rows if project_id is not None}
