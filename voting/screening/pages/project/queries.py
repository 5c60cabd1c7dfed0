"""What the pages of one project before the vote show: one function a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from voting.congress.place.facts import units_of
from voting.core.db import db
from voting.core.lifecycle import Missing, OpenSteps
from voting.people.models import Account
from voting.people.rules import COLLECTING, Actor, Place, Role, role_name
from voting.screening.appraisal.criteria import CRITERIA
from voting.screening.appraisal.facts import (
    checklist_of,
    conclusions_of,
    may_review,
    missing_before_appraisal,
    outdated_reviews,
    project_steps,
    reviews_of,
)
from voting.screening.appraisal.queries import CheckRow, check_rows
from voting.screening.appraisal.rules import REVIEW_AGAIN, REVIEWS, Conclusions, ReviewKind
from voting.screening.commission.facts import find_commission
from voting.screening.commission.models import DossierCommission
from voting.screening.commission.rules import CLOSING, COMMISSION, CommissionState
from voting.screening.dossier.facts import dossier_of, project_of, unit_names
from voting.screening.dossier.models import Project
from voting.screening.dossier.rules import Dossier
from voting.screening.dossier.states import PROJECT, ProjectState
from voting.screening.likeness.facts import InboxRow, inbox_row
from voting.screening.merging.facts import lines_behind
from voting.screening.reserve.facts import is_decided
from voting.screening.scoring.facts import counted_scores, newest_round
from voting.screening.scoring.models import Score
from voting.screening.scoring.queries import decimal, means_of, spread_of, sum_of
from voting.screening.scoring.rules import RoundState, Spread
from voting.screening.shortlist.models import FrozenText
from voting.screening.suggestion.models import Suggestion
from voting.screening.words import wording


@dataclass(frozen=True)
class ReviewRow:
    """One of the two reviews. by, document, reviewed_on: None while nobody but the office has said anything.

    may: the person makes it now; waits_for: the role that is to make it; saw: the version that was reviewed, 0 where that
    was not kept; again: the sentence that asks for it again (message id), as the money is another now.
    """

    kind: ReviewKind
    title: str
    passed: bool
    opinion: str
    by: str | None
    document: str
    reviewed_on: date | None
    has_file: bool
    may: bool
    waits_for: str
    saw: int
    again: str


@dataclass(frozen=True)
class SheetLine:
    """What one appraiser said of the project; name: only for who conducts the scoring. avoids: he has an interest in it."""

    name: str
    points: tuple[int | None, ...]
    total: int
    avoids: bool
    reason: str


@dataclass(frozen=True)
class ScorePart:
    """The scores of a project, of rounds that are closed. hidden: a round goes on, so nothing is shown."""

    total: str
    scorers: int
    heads: tuple[str, ...]
    means: tuple[str, ...]
    spread: Spread | None
    lines: tuple[SheetLine, ...]
    hidden: bool
    mine: bool


@dataclass(frozen=True)
class CommissionPart:
    """What a unit was asked for of the project."""

    unit: str
    state: CommissionState
    word: str
    due_on: date
    note: str


@dataclass(frozen=True)
class ProjectPage:
    """One project. units: names by id; suggestions: behind it; missing: before the appraisal can pass.

    reviewed: the review whose form is shown.
    """

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
    reviews: tuple[ReviewRow, ...]
    scores: ScorePart
    commission: CommissionPart | None
    may_commission: OpenSteps
    missing: list[Missing]
    may: OpenSteps
    shelved_because: str
    carried_from: tuple[int, int] | None
    frozen: bool
    works: bool
    reviewed: ReviewRow | None = None


def project_page(place: Place, actor: Actor, project_id: int) -> ProjectPage:
    """Return one project with its suggestions, dossier, appraisal and scores."""
    project = project_of(place.id, project_id)
    works = bool(COLLECTING & actor.roles_in(place))
    conclusions = conclusions_of(project.id)
    open_ = project.state is ProjectState.FORMED
    commission = find_commission(place.id, project.id)
    units = unit_names(place.id)
    return ProjectPage(
        place=place,
        id=project.id,
        year=project.year,
        state=project.state,
        word=PROJECT.words[project.state],
        field=wording(project.field),
        dossier=dossier_of(project),
        units=units,
        suggestions=suggestions_of(place, project.id),
        conclusions=conclusions,
        checks=check_rows(conclusions, checklist_of(place.id, project.year)),
        reviews=review_rows(place, actor, project, conclusions),
        scores=score_part(place, actor, project),
        commission=commission_part(commission, units),
        may_commission=commission_steps(project, commission, works=works),
        missing=missing_before_appraisal(project) if open_ else [],
        may=PROJECT.open_steps(steps_open(place, actor, project) if works else ()),
        shelved_because=project.shelved_because,
        carried_from=carried_from(project),
        frozen=db.session.get(FrozenText, project.id) is not None,
        works=works,
    )


def steps_open(place: Place, actor: Actor, project: Project) -> list[str]:
    """Return the steps of a project that are open to somebody; none goes back into a year whose list is fixed."""
    steps = project_steps(actor.roles_in(place), project)
    return [one for one in steps if one != "revive" or not is_decided(project.jurisdiction_id, project.year)]


def review_rows(
    place: Place, actor: Actor, project: Project, conclusions: Conclusions | None
) -> tuple[ReviewRow, ...]:
    """Return the two reviews as they stand."""
    known, open_ = reviews_of(project.id), project.state is ProjectState.FORMED
    outdated = outdated_reviews([project])[project.id] if open_ else {}
    reviewing = bool(actor.roles_in(place) & (COLLECTING | {kind.role for kind in ReviewKind}))
    rows = []
    for kind, title in REVIEWS.items():
        row = known.get(kind)
        by = db.session.get_one(Account, row.account_id).name if row else None
        rows.append(
            ReviewRow(
                kind,
                title,
                bool(conclusions and getattr(conclusions, kind.verdict)),
                getattr(conclusions, kind.value) if conclusions else "",
                by,
                row.document if row else "",
                row.reviewed_on if row else None,
                bool(row and row.file),
                open_ and reviewing and may_review(actor, place.id, kind),
                role_name(kind.role, place.level),
                (row.saw or 0) if row else 0,
                REVIEW_AGAIN[kind] if kind in outdated else "",
            )
        )
    return tuple(rows)


def score_part(place: Place, actor: Actor, project: Project) -> ScorePart:
    """Return the scores that count, who gave them only for who conducts the scoring; none while a round goes on."""
    scores = counted_scores(place, [project.id])[project.id]
    means, total = means_of(scores)
    last = newest_round(place.id, project.year)
    hidden = last is not None and last.state is RoundState.OPENED and not scores
    roles = actor.roles_in(place)
    lines = [sheet_line(score, named=bool(COLLECTING & roles), number=n) for n, score in enumerate(scores, 1)]
    return ScorePart(
        total=decimal(total),
        scorers=sum(not score.avoids for score in scores),
        heads=tuple(one.title for one in CRITERIA),
        means=means,
        spread=spread_of(scores),
        lines=tuple(lines),
        hidden=hidden,
        mine=hidden and project.state.takes_scores and bool(roles & {Role.STAFF, Role.APPRAISER}),
    )


def sheet_line(score: Score, *, named: bool, number: int) -> SheetLine:
    """Return one appraiser's line."""
    name = db.session.get_one(Account, score.account_id).name if named else f"#{number}"
    points = tuple(getattr(score, one.key) for one in CRITERIA)
    return SheetLine(name, points, 0 if score.avoids else sum_of(score), score.avoids, score.reason)


def commission_part(row: DossierCommission | None, units: Mapping[int, str]) -> CommissionPart | None:
    """Return what a unit was asked for, or None."""
    if row is None:
        return None
    return CommissionPart(
        units.get(row.unit_id, ""), row.state, COMMISSION.words[row.state], row.due_on, row.note
    )


def commission_steps(project: Project, row: DossierCommission | None, *, works: bool) -> OpenSteps:
    """Return what the office may do about a unit's text now."""
    if not works:
        return COMMISSION.open_steps(())
    steps = COMMISSION.steps_from(row.state) if row else ("ask",)
    writable = PROJECT.may(project.state, "revise")
    return COMMISSION.open_steps(tuple(step for step in steps if writable or step in CLOSING))


def suggestions_of(place: Place, project_id: int) -> tuple[InboxRow, ...]:
    """Return the suggestions behind a project, what it carries on and what went up in it, oldest first."""
    line = lines_behind([project_id])[project_id]
    rows = db.session.scalars(
        select(Suggestion)
        .where(Suggestion.jurisdiction_id == place.id, Suggestion.project_id.in_(line))
        .order_by(Suggestion.id)
    )
    return tuple(inbox_row(row, None) for row in rows)


def carried_from(project: Project) -> tuple[int, int] | None:
    """Return (id, year) of the project that this one carries on, or None."""
    if project.carried_from_id is None:
        return None
    old = db.session.get_one(Project, project.carried_from_id)
    return old.id, old.year


def unit_choices(place: Place, project_id: int) -> list[tuple[int, str]]:
    """Return (id, name) of the units that a dossier may name: those of the place by name, then what stands in it only."""
    offered = units_of(place.id)
    only_here = dossier_of(project_of(place.id, project_id)).unit_ids - dict(offered).keys()
    names = unit_names(place.id)
    return [*offered, *((unit_id, names[unit_id]) for unit_id in sorted(only_here))]
