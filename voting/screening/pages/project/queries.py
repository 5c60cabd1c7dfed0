"""What the pages of one project before the vote show: one function a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from voting.congress.place.models import Unit
from voting.core.db import db
from voting.core.lifecycle import Missing, OpenSteps
from voting.people.rules import COLLECTING, Actor, Place, Role
from voting.screening.appraisal.criteria import CHECKLIST, CRITERIA
from voting.screening.appraisal.facts import conclusions_of, missing_before_appraisal
from voting.screening.appraisal.queries import decimal, means_of, scores_by_project
from voting.screening.appraisal.rules import Conclusions
from voting.screening.dossier.facts import dossier_of, line_of, project_of, unit_names
from voting.screening.dossier.models import Project
from voting.screening.dossier.rules import Dossier
from voting.screening.dossier.states import PROJECT, ProjectState
from voting.screening.likeness.facts import InboxRow, inbox_row
from voting.screening.reserve.facts import is_decided
from voting.screening.shortlist.models import FrozenText
from voting.screening.suggestion.models import Suggestion
from voting.screening.words import wording


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
    state: ProjectState
    word: str
    field: str
    dossier: Dossier
    units: Mapping[int, str]
    suggestions: tuple[InboxRow, ...]
    conclusions: Conclusions | None
    checks: tuple[CheckRow, ...]
    scores: tuple[ScoreRow, ...]
    total: str
    scorers: int
    missing: list[Missing]
    may: OpenSteps
    shelved_because: str
    carried_from: tuple[int, int] | None
    frozen: bool
    works: bool
    scoring: bool


def project_page(place: Place, actor: Actor, project_id: int) -> ProjectPage:
    """Return one project with its suggestions, dossier, appraisal and scores."""
    project = project_of(place.id, project_id)
    works = bool(COLLECTING & actor.roles_in(place))
    scores = scores_by_project(place, [project.id])[project.id]
    conclusions = conclusions_of(project.id)
    means, total = means_of(scores)
    mine = next((score for score in scores if score.account_id == actor.account_id), None)
    open_ = project.state is ProjectState.FORMED
    return ProjectPage(
        place=place,
        id=project.id,
        year=project.year,
        state=project.state,
        word=PROJECT.words[project.state],
        field=wording(project.field),
        dossier=dossier_of(project),
        units=unit_names(place.id),
        suggestions=suggestions_of(place, project.id),
        conclusions=conclusions,
        checks=check_rows(conclusions),
        scores=tuple(
            ScoreRow(one.key, one.title, one.question, shown, getattr(mine, one.key) if mine else None)
            for one, shown in zip(CRITERIA, means, strict=True)
        ),
        total=decimal(total),
        scorers=len(scores),
        missing=missing_before_appraisal(project) if open_ else [],
        may=PROJECT.open_steps(steps_open(project) if works else ()),
        shelved_because=project.shelved_because,
        carried_from=carried_from(project),
        frozen=db.session.get(FrozenText, project.id) is not None,
        works=works,
        scoring=project.state.takes_scores and bool(actor.roles_in(place) & {Role.STAFF, Role.APPRAISER}),
    )


def steps_open(project: Project) -> list[str]:
    """Return the steps that a project may take; none goes back into a year whose list is fixed."""
    steps = PROJECT.steps_from(project.state)
    return [one for one in steps if one != "revive" or not is_decided(project.jurisdiction_id, project.year)]


def suggestions_of(place: Place, project_id: int) -> tuple[InboxRow, ...]:
    """Return the suggestions behind a project and those that it carries on, oldest first."""
    rows = db.session.scalars(
        select(Suggestion)
        .where(Suggestion.jurisdiction_id == place.id, Suggestion.project_id.in_(line_of(project_id)))
        .order_by(Suggestion.id)
    )
    return tuple(inbox_row(row, None) for row in rows)


def check_rows(conclusions: Conclusions | None) -> tuple[CheckRow, ...]:
    """Return the checklist with the answers so far."""
    answers = conclusions.answers if conclusions else {}
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
