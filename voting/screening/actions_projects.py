"""Deeds on a project before the list: write its dossier, appraise, score, shelve, revive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import ClassVar

from sqlalchemy import select

from voting.audit.journal import Event, record
from voting.congress.models import Unit
from voting.core.db import db
from voting.core.errors import NotFound, RuleBroken
from voting.core.lifecycle import Missing
from voting.people.rules import Actor
from voting.screening.actions_desk import project_of
from voting.screening.models import Appraisal, Project, Score
from voting.screening.rules import (
    PROJECT,
    Answer,
    Dossier,
    Findings,
    ProjectState,
    canonical,
    digest,
    document_of,
    missing_before_appraise,
    missing_in_findings,
    score_sum,
)
from voting.screening.texts import dossier_of, fill


@dataclass(frozen=True, kw_only=True)
class ProjectRevised(Event):
    """text_sha256: of the dossier as it reads now, so that every version can be told apart."""

    name: ClassVar[str] = "screening:project:revised"
    project: int
    text_sha256: str


@dataclass(frozen=True, kw_only=True)
class FindingsRecorded(Event):
    name: ClassVar[str] = "screening:project:findings_recorded"
    project: int
    lawful: bool
    affordable: bool
    unanswered: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ProjectScored(Event):
    name: ClassVar[str] = "screening:project:scored"
    project: int
    points: int


@dataclass(frozen=True, kw_only=True)
class ProjectStepped(Event):
    """step: appraise, withdraw_appraisal, shelve or revive."""

    name: ClassVar[str] = "screening:project:stepped"
    project: int
    step: str
    reason: str = ""


def check_units(jurisdiction_id: int, dossier: Dossier) -> None:
    """Raise NotFound when the dossier names a unit of another place."""
    named = {
        unit for unit in (dossier.lead_unit_id, *(part.unit_id for part in dossier.parts)) if unit is not None
    }
    asked = select(Unit.id).where(Unit.jurisdiction_id == jurisdiction_id, Unit.id.in_(named))
    if named - set(db.session.scalars(asked)):
        raise NotFound("没有这个单位。")


def revise(actor: Actor, *, jurisdiction_id: int, project_id: int, dossier: Dossier) -> Project:
    """Write the dossier; open until the presidium's decision, except while an appraisal stands."""
    project = project_of(jurisdiction_id, project_id)
    project.state = PROJECT.after(project.state, "revise")
    check_units(jurisdiction_id, dossier)
    if project.state is not ProjectState.FORMED:
        stop_if_missing(missing_before_appraise(dossier, project.year))
    fill(project, dossier)
    document = document_of(dossier, project_id=project.id, year=project.year, units={}, sources=0)
    record(
        ProjectRevised(project=project.id, text_sha256=digest(canonical(document))), actor, jurisdiction_id
    )
    return project


def record_findings(actor: Actor, *, jurisdiction_id: int, project_id: int, findings: Findings) -> Appraisal:
    """Record the checklist and the opinions on feasibility, legality and affordability."""
    project = project_of(jurisdiction_id, project_id)
    if project.state is not ProjectState.FORMED:
        PROJECT.after(project.state, "appraise")
    row = db.session.get(Appraisal, project.id)
    if row is None:
        row = Appraisal(project_id=project.id, jurisdiction_id=jurisdiction_id)
        db.session.add(row)
    for key, value in asdict(findings).items():
        setattr(row, key, value)
    open_answers = tuple(sorted(key for key, answer in findings.answers.items() if answer == Answer.UNKNOWN))
    event = FindingsRecorded(
        project=project.id, lawful=findings.lawful, affordable=findings.affordable, unanswered=open_answers
    )
    record(event, actor, jurisdiction_id)
    return row


def findings_of(project_id: int) -> Findings | None:
    """Return what the appraisal found, or None when there is none yet."""
    row = db.session.get(Appraisal, project_id)
    if row is None:
        return None
    return Findings(
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
    return [*dossier, *missing_in_findings(findings_of(project.id))]


def stop_if_missing(missing: list[Missing]) -> None:
    """Raise RuleBroken with the first thing that is missing."""
    if missing:
        raise RuleBroken("还缺%(count)s项：%(what)s", count=len(missing), what=missing[0].what)


def score(actor: Actor, *, jurisdiction_id: int, project_id: int, points: Mapping[str, int]) -> Score:
    """Give a project one's points for the four criteria; a second time replaces the first."""
    project = project_of(jurisdiction_id, project_id)
    if project.state not in {ProjectState.FORMED, ProjectState.APPRAISED}:
        PROJECT.after(project.state, "appraise")
    total = score_sum(points)
    assert actor.account_id is not None
    row = db.session.get(Score, (project.id, actor.account_id))
    if row is None:
        row = Score(
            project_id=project.id, account_id=actor.account_id, jurisdiction_id=jurisdiction_id, **points
        )
        db.session.add(row)
    for key, value in points.items():
        setattr(row, key, value)
    record(ProjectScored(project=project.id, points=total), actor, jurisdiction_id)
    return row


def appraise(actor: Actor, *, jurisdiction_id: int, project_id: int) -> Project:
    """Pass a project's appraisal; raise RuleBroken while something is missing."""
    project = project_of(jurisdiction_id, project_id)
    state = PROJECT.after(project.state, "appraise")
    stop_if_missing(missing_before_appraisal(project))
    project.state = state
    record(ProjectStepped(project=project.id, step="appraise"), actor, jurisdiction_id)
    return project


def step(actor: Actor, *, jurisdiction_id: int, project_id: int, name: str, reason: str = "") -> Project:
    """Withdraw an appraisal, shelve a project into the reserve, or revive it. reason: needed to shelve."""
    if name not in {"withdraw_appraisal", "shelve", "revive"}:
        raise NotFound("没有这一步。")
    project = project_of(jurisdiction_id, project_id)
    project.state = PROJECT.after(project.state, name)
    if name == "shelve" and not reason:
        raise RuleBroken("请写明列入储备的理由，提出建议的群众会看到。")
    project.shelved_because = reason if name == "shelve" else ""
    record(ProjectStepped(project=project.id, step=name, reason=reason), actor, jurisdiction_id)
    return project
