"""What staff see of projects before the vote: the score board and one project with all its papers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import func, select

from voting.congress.models import Unit
from voting.core.db import db
from voting.core.lifecycle import Missing
from voting.people.rules import Actor, Place, Role
from voting.screening.actions_desk import project_of
from voting.screening.actions_projects import findings_of, missing_before_appraisal
from voting.screening.actions_shortlist import unit_names
from voting.screening.models import FrozenText, Project, Score, Suggestion
from voting.screening.queries import years_of
from voting.screening.queries_inbox import InboxRow, inbox_row
from voting.screening.rules import (
    CHECKLIST,
    CRITERIA,
    PROJECT,
    Dossier,
    Findings,
    ProjectState,
    mean,
    wording,
)
from voting.screening.texts import dossier_of


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


@dataclass(frozen=True)
class CheckRow:
    """A line of the checklist with its answer. fits: the answer is the one wanted, None when not answered."""

    question: str
    source: str
    must: bool
    answer: str
    fits: bool | None


@dataclass(frozen=True)
class ScoreRow:
    """A criterion with the mean so far and one's own points (None before scoring)."""

    key: str
    title: str
    question: str
    mean: str
    mine: int | None


@dataclass(frozen=True)
class ProjectPage:
    """One project. units: names by id; suggestions: behind it; missing: before the appraisal can pass."""

    place: Place
    id: int
    year: int
    state: str
    word: str
    field: str
    dossier: Dossier
    units: Mapping[int, str]
    suggestions: tuple[InboxRow, ...]
    findings: Findings | None
    checks: tuple[CheckRow, ...]
    scores: tuple[ScoreRow, ...]
    total: str
    scorers: int
    missing: list[Missing]
    may: tuple[str, ...]
    shelved_because: str
    carried_from: tuple[int, int] | None
    frozen: bool
    works: bool


def decimal(value: Fraction | None) -> str:
    """Return a mean with one decimal, rounded half up; a dash when there is none."""
    if value is None:
        return "—"
    tenths = int(value * 10 + Fraction(1, 2))
    return f"{tenths // 10}.{tenths % 10}"


def means_of(scores: Sequence[Score]) -> tuple[tuple[str, ...], Fraction | None]:
    """Return the mean of each criterion, and of the sums."""
    each = tuple(mean([getattr(score, criterion.key) for score in scores]) for criterion in CRITERIA)
    known = [value for value in each if value is not None]
    return tuple(decimal(value) for value in each), sum(known, Fraction(0)) if known else None


def board_page(place: Place, actor: Actor, year: int | None) -> BoardPage:
    """Return the score board: every project of a year with its means."""
    years = years_of(place)
    shown = year or (years[0] if years else 0)
    projects = db.session.scalars(
        select(Project).where(Project.jurisdiction_id == place.id, Project.year == shown)
    ).all()
    scores = scores_by_project(place, [project.id for project in projects])
    sources = sources_by_project(place, shown)
    rows = [board_row(project, scores[project.id], sources.get(project.id, 0)) for project in projects]
    rows.sort(key=lambda row: (row.rank is None, -(row.rank or 0), row.id))
    works = Role.STAFF in actor.roles_in(place)
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


def scores_by_project(place: Place, project_ids: Sequence[int]) -> defaultdict[int, list[Score]]:
    """Return the scores of these projects."""
    found: defaultdict[int, list[Score]] = defaultdict(list)
    asked = select(Score).where(Score.jurisdiction_id == place.id, Score.project_id.in_(project_ids))
    for score in db.session.scalars(asked):
        found[score.project_id].append(score)
    return found


def sources_by_project(place: Place, year: int) -> dict[int, int]:
    """Return how many suggestions stand behind each project of a year."""
    rows = db.session.execute(
        select(Suggestion.project_id, func.count())
        .join(Project, Project.id == Suggestion.project_id)
        .where(Suggestion.jurisdiction_id == place.id, Project.year == year)
        .group_by(Suggestion.project_id)
    )
    return {project_id: number for project_id, number in rows if project_id is not None}


def project_page(place: Place, actor: Actor, project_id: int) -> ProjectPage:
    """Return one project with its suggestions, dossier, appraisal and scores."""
    project = project_of(place.id, project_id)
    works = Role.STAFF in actor.roles_in(place)
    scores = scores_by_project(place, [project.id])[project.id]
    findings = findings_of(project.id)
    means, total = means_of(scores)
    mine = next((score for score in scores if score.account_id == actor.account_id), None)
    open_ = project.state is ProjectState.FORMED
    return ProjectPage(
        place=place,
        id=project.id,
        year=project.year,
        state=project.state.value,
        word=PROJECT.words[project.state],
        field=wording(project.field),
        dossier=dossier_of(project),
        units=unit_names(place.id),
        suggestions=suggestions_of(place, project.id),
        findings=findings,
        checks=check_rows(findings),
        scores=tuple(
            ScoreRow(one.key, one.title, one.question, shown, getattr(mine, one.key) if mine else None)
            for one, shown in zip(CRITERIA, means, strict=True)
        ),
        total=decimal(total),
        scorers=len(scores),
        missing=missing_before_appraisal(project) if open_ else [],
        may=PROJECT.steps_from(project.state) if works else (),
        shelved_because=project.shelved_because,
        carried_from=carried_from(project),
        frozen=db.session.get(FrozenText, project.id) is not None,
        works=works,
    )


def suggestions_of(place: Place, project_id: int) -> tuple[InboxRow, ...]:
    """Return the suggestions behind a project, oldest first."""
    rows = db.session.scalars(
        select(Suggestion)
        .where(Suggestion.jurisdiction_id == place.id, Suggestion.project_id == project_id)
        .order_by(Suggestion.id)
    )
    return tuple(inbox_row(row, None) for row in rows)


def check_rows(findings: Findings | None) -> tuple[CheckRow, ...]:
    """Return the checklist with the answers so far."""
    answers = findings.answers if findings else {}
    rows = []
    for item in CHECKLIST:
        answer = answers.get(item.key, "unknown")
        fits = None if answer == "unknown" else (answer == "yes") is item.must
        rows.append(CheckRow(item.question, item.source, item.must, answer, fits))
    return tuple(rows)


def carried_from(project: Project) -> tuple[int, int] | None:
    """Return (id, year) of the project that this one carries on, or None."""
    if project.carried_from_id is None:
        return None
    old = db.session.get_one(Project, project.carried_from_id)
    return old.id, old.year


def unit_choices(place: Place) -> list[tuple[int, str]]:
    """Return (id, name) of a place's units, by name."""
    rows = db.session.execute(
        select(Unit.id, Unit.name).where(Unit.jurisdiction_id == place.id).order_by(Unit.name)
    )
    return list(rows)
