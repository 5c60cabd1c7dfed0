"""Deeds of appraisal. Each writes its journal line; none commits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import ClassVar

from voting.audit.journal import Event, record
from voting.core.db import db
from voting.core.errors import NotFound, RuleBroken
from voting.people.rules import Actor
from voting.screening.appraisal.facts import missing_before_appraisal
from voting.screening.appraisal.models import Appraisal, Score
from voting.screening.appraisal.rules import ChecklistAnswer, Conclusions, score_sum
from voting.screening.dossier.facts import project_of, stop_if_missing
from voting.screening.dossier.models import Project
from voting.screening.dossier.states import PROJECT, ProjectState


@dataclass(frozen=True, kw_only=True)
class FindingsRecorded(Event):
    """together: the lines of the checklist that were answered at once, as the rest."""

    name: ClassVar[str] = "screening:project:findings_recorded"
    project: int
    lawful: bool
    affordable: bool
    unanswered: tuple[str, ...]
    together: tuple[str, ...] = ()


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


def record_findings(
    actor: Actor,
    *,
    jurisdiction_id: int,
    project_id: int,
    conclusions: Conclusions,
    together: tuple[str, ...] = (),
) -> Appraisal:
    """Record the checklist and the opinions on feasibility, legality and affordability.

    together: keys of the lines that were answered at once, as the rest.
    """
    project = project_of(jurisdiction_id, project_id)
    if project.state is not ProjectState.FORMED:
        PROJECT.after(project.state, "appraise")
    row = db.session.get(Appraisal, project.id)
    if row is None:
        row = Appraisal(project_id=project.id, jurisdiction_id=jurisdiction_id)
        db.session.add(row)
    for key, value in asdict(conclusions).items():
        setattr(row, key, value)
    record(findings_line(project.id, conclusions, together), actor, jurisdiction_id)
    return row


def findings_line(project_id: int, conclusions: Conclusions, together: tuple[str, ...]) -> FindingsRecorded:
    """Return what the journal keeps of conclusions: what is still open, and what was answered at once."""
    open_answers = (key for key, answer in conclusions.answers.items() if answer == ChecklistAnswer.UNKNOWN)
    return FindingsRecorded(
        project=project_id,
        lawful=conclusions.lawful,
        affordable=conclusions.affordable,
        unanswered=tuple(sorted(open_answers)),
        together=together,
    )


def score(actor: Actor, *, jurisdiction_id: int, project_id: int, points: Mapping[str, int]) -> Score:
    """Give a project one's points for the four criteria; a second time replaces the first."""
    project = project_of(jurisdiction_id, project_id)
    if not project.state.takes_scores:
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
