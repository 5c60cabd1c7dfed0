"""Shared reads of appraisal, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select

from voting.core.db import db
from voting.core.lifecycle import Missing
from voting.people.models import Account, Grant
from voting.people.rules import ROLE_NAMES, Actor, Role
from voting.screening.appraisal.criteria import CHECKLIST, CRITERIA, CheckItem
from voting.screening.appraisal.models import Appraisal, AppraisalMethod, Review
from voting.screening.appraisal.rules import REVIEW_AGAIN, Conclusions, ReviewKind, missing_in_conclusions
from voting.screening.dossier.difference import money_differs
from voting.screening.dossier.facts import dossier_of, dossiers_at
from voting.screening.dossier.models import Project
from voting.screening.dossier.rules import Dossier, missing_before_appraise
from voting.screening.dossier.states import PROJECT, ProjectState


def conclusions_of(project_id: int) -> Conclusions | None:
    """Return what the appraisal found, or None when there is none yet."""
    row = db.session.get(Appraisal, project_id)
    if row is None:
        return None
    return Conclusions(
        answers=row.answers,
        feasibility=row.feasibility,
        legality=row.legality,
        lawful=row.lawful,
        affordability=row.affordability,
        affordable=row.affordable,
    )


def missing_before_appraisal(project: Project) -> list[Missing]:
    """Return everything that stands between a project and a passed appraisal."""
    dossier = missing_before_appraise(dossier_of(project), project.year)
    checklist = checklist_of(project.jurisdiction_id, project.year)
    conclusions, again = conclusions_of(project.id), outdated_reviews([project]).get(project.id, {})
    stale = [
        Missing(REVIEW_AGAIN[kind], ROLE_NAMES[kind.role])
        for kind in again
        if conclusions and getattr(conclusions, kind.verdict)  # one that is not passed is asked for anyway
    ]
    return [*dossier, *missing_in_conclusions(conclusions, checklist), *stale]


def outdated_reviews(projects: Sequence[Project]) -> dict[int, dict[ReviewKind, int]]:
    """Return project id -> review -> the version that it saw, where the money is another now; three queries for any number.

    projects: of one place.

    A review that was recorded before versions were kept says nothing of its text, and holds.
    """
    ids = [project.id for project in projects]
    saw = {
        (project_id, kind): number
        for project_id, number in db.session.execute(
            select(Appraisal.project_id, Appraisal.saw).where(Appraisal.project_id.in_(ids))
        )
        for kind in ReviewKind
        if number is not None
    }
    reviewed = select(Review.project_id, Review.kind, Review.saw).where(Review.project_id.in_(ids))
    for project_id, kind, number in db.session.execute(reviewed):
        own = number if number is not None else saw.get((project_id, kind))
        if own is not None:
            saw[project_id, kind] = own
    wanted = {(project_id, number) for (project_id, _kind), number in saw.items()}
    texts = dossiers_at(projects[0].jurisdiction_id, wanted) if projects else {}
    return {project.id: outdated_of(project, saw, texts) for project in projects}


def outdated_of(
    project: Project,
    saw: Mapping[tuple[int, ReviewKind], int],
    texts: Mapping[tuple[int, int], Dossier],
) -> dict[ReviewKind, int]:
    """Return the reviews of one project whose version has other money than the dossier has now."""
    wanted = {kind: number for (owner, kind), number in saw.items() if owner == project.id}
    now = dossier_of(project)
    return {
        kind: number
        for kind, number in wanted.items()
        if (text := texts.get((project.id, number))) and money_differs(text, now)
    }


def method_of(jurisdiction_id: int, year: int) -> AppraisalMethod | None:
    """Return the method that holds in a year: its own, else that of the newest year before; None for the table's."""
    asked = select(AppraisalMethod).where(
        AppraisalMethod.jurisdiction_id == jurisdiction_id, AppraisalMethod.year <= year
    )
    return db.session.scalars(asked.order_by(AppraisalMethod.year.desc())).first()


def checklist_of(jurisdiction_id: int, year: int) -> tuple[CheckItem, ...]:
    """Return the lines of eligibility that a place asks of a project of this year."""
    return checks_in(method_of(jurisdiction_id, year))


def checks_in(method: AppraisalMethod | None) -> tuple[CheckItem, ...]:
    """Return the lines of eligibility of a method, of the program's own table where a place has set none."""
    return tuple(CheckItem(**line) for line in method.checks) if method else CHECKLIST


def weights_of(jurisdiction_id: int, year: int) -> dict[str, int]:
    """Return the most points of each criterion in a year, in the order of the criteria."""
    method = method_of(jurisdiction_id, year)
    own = method.weights if method else {}
    return {one.key: own.get(one.key, one.weight) for one in CRITERIA}


def holders(jurisdiction_id: int, role: Role) -> list[Account]:
    """Return the open accounts of a place that hold a role, by name."""
    held = select(Grant.account_id).where(Grant.role == role)
    asked = select(Account).where(
        Account.jurisdiction_id == jurisdiction_id, Account.closed.is_(False), Account.id.in_(held)
    )
    return list(db.session.scalars(asked.order_by(Account.name, Account.id)))


def may_review(actor: Actor, jurisdiction_id: int, kind: ReviewKind) -> bool:
    """Tell whether the person makes a review: its reviewers; the office enters it where a place has none."""
    return kind.role in actor.roles or not holders(jurisdiction_id, kind.role)


def project_steps(roles: Collection[Role], project: Project) -> tuple[str, ...]:
    """Return the steps of a project's life that are open to these roles; off a reviewed list the congress's office alone takes it."""
    steps = PROJECT.steps_from(project.state)
    if project.state is ProjectState.REVIEWED and Role.STAFF not in roles:
        return tuple(step for step in steps if step != "shelve")
    return steps


def reviews_of(project_id: int) -> dict[ReviewKind, Review]:
    """Return by which documents a project was reviewed."""
    rows = db.session.scalars(select(Review).where(Review.project_id == project_id))
    return {row.kind: row for row in rows}
