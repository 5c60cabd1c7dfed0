"""Deeds of appraisal. Each writes its journal line; none commits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import ClassVar

from voting.audit.journal import Event, record, text_digest
from voting.core.clock import today
from voting.core.db import db
from voting.core.errors import NotAllowed, NotFound, RuleBroken
from voting.people.rules import Actor
from voting.screening.appraisal.criteria import CheckItem
from voting.screening.appraisal.facts import may_review, missing_before_appraisal, project_steps
from voting.screening.appraisal.models import Appraisal, AppraisalMethod, Review
from voting.screening.appraisal.rules import ChecklistAnswer, Conclusions, ReviewKind, missing_in_method
from voting.screening.dossier.actions import keep_version
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
class ProjectReviewed(Event):
    """kind: legality or affordability; file: of the document in the store, by its SHA-256; text: number of the version."""

    name: ClassVar[str] = "screening:project:reviewed"
    project: int
    kind: str
    passed: bool
    file: str
    text: int


@dataclass(frozen=True, kw_only=True)
class MethodSet(Event):
    """lines: the keys of the checklist, in its order."""

    name: ClassVar[str] = "screening:appraisal:method_set"
    year: int
    weights: dict[str, int]
    lines: tuple[str, ...]
    publish_scores: bool = False


@dataclass(frozen=True, kw_only=True)
class NewReview:
    """What a reviewer found. file: name of the document in the store, "" for none; the one before stays then."""

    kind: ReviewKind
    passed: bool
    opinion: str
    document: str
    reviewed_on: date
    file: str = ""


@dataclass(frozen=True, kw_only=True)
class ProjectStepped(Event):
    """step: appraise, withdraw_appraisal, shelve or revive."""

    name: ClassVar[str] = "screening:project:stepped"
    project: int
    step: str
    reason_sha256: str = ""


def record_findings(
    actor: Actor,
    *,
    jurisdiction_id: int,
    project_id: int,
    conclusions: Conclusions,
    together: tuple[str, ...] = (),
) -> Appraisal:
    """Record the checklist and the opinions on feasibility, legality and affordability.

    Of a review for which the place has reviewers nothing is taken: what they found stays.
    together: keys of the lines that were answered at once, as the rest.
    """
    project = project_of(jurisdiction_id, project_id)
    if project.state is not ProjectState.FORMED:
        PROJECT.after(project.state, "appraise")
    row = _appraisal(project)
    theirs = {
        name
        for kind in ReviewKind
        if not may_review(actor, jurisdiction_id, kind)
        for name in (kind.value, kind.verdict)
    }
    kept = {name: getattr(row, name) for name in theirs}
    conclusions = replace(conclusions, **kept)
    for key, value in asdict(conclusions).items():
        setattr(row, key, value)
    row.saw = keep_version(None, project).number
    record(findings_line(project.id, conclusions, together), actor, jurisdiction_id)
    return row


def _appraisal(project: Project) -> Appraisal:
    """Return the row of what was found of a project, new where nothing was yet."""
    row = db.session.get(Appraisal, project.id)
    if row is None:
        row = Appraisal(project_id=project.id, jurisdiction_id=project.jurisdiction_id)
        db.session.add(row)
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


def record_review(actor: Actor, *, jurisdiction_id: int, project_id: int, new: NewReview) -> Review:
    """Record what a review of legality or affordability found, and its document; a second time replaces the first.

    It holds for the money of the text as it reads now: when an amount changes, it is asked for again.
    Errors: NotAllowed for the office where the place has a reviewer; WrongMoment once the appraisal has passed.
    """
    project = project_of(jurisdiction_id, project_id)
    if project.state is not ProjectState.FORMED:
        PROJECT.after(project.state, "appraise")
    if not may_review(actor, jurisdiction_id, new.kind):
        raise NotAllowed("本级设有审查人员，这项意见由审查人员填写。")
    if new.reviewed_on > today():
        raise RuleBroken("审查日期不能晚于今天。")
    found = _appraisal(project)
    setattr(found, new.kind.verdict, new.passed)
    setattr(found, new.kind.value, new.opinion)
    assert actor.account_id is not None
    row = db.session.get(Review, (project.id, new.kind))
    if row is None:
        row = Review(
            project_id=project.id,
            kind=new.kind,
            jurisdiction_id=jurisdiction_id,
            account_id=actor.account_id,
            document=new.document,
            reviewed_on=new.reviewed_on,
        )
        db.session.add(row)
    row.account_id, row.document, row.reviewed_on = actor.account_id, new.document, new.reviewed_on
    row.file, row.saw = new.file or row.file, keep_version(None, project).number
    reviewed = ProjectReviewed(
        project=project.id, kind=new.kind.value, passed=new.passed, file=row.file, text=row.saw
    )
    record(reviewed, actor, jurisdiction_id)
    return row


@dataclass(frozen=True, kw_only=True)
class NewMethod:
    """How a place appraises. publish_scores: the means are public once the list is fixed."""

    weights: Mapping[str, int]
    checks: Sequence[CheckItem]
    publish_scores: bool = False


def set_method(actor: Actor, *, jurisdiction_id: int, year: int, new: NewMethod) -> AppraisalMethod:
    """Set how a place appraises from a year on: lines of eligibility with their sources, weights of the scores.

    A round of scoring that was opened keeps its weights; a project that was passed stays passed.
    """
    weights, checks = new.weights, new.checks
    lacks = missing_in_method(weights, checks)
    if lacks:
        raise RuleBroken(lacks)
    row = db.session.get(AppraisalMethod, (jurisdiction_id, year))
    if row is None:
        row = AppraisalMethod(jurisdiction_id=jurisdiction_id, year=year)
        db.session.add(row)
    row.weights, row.checks = dict(weights), [asdict(item) for item in checks]
    row.publish_scores = new.publish_scores
    lines = tuple(item.key for item in checks)
    event = MethodSet(year=year, weights=dict(weights), lines=lines, publish_scores=row.publish_scores)
    record(event, actor, jurisdiction_id)
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
    """Withdraw an appraisal, shelve a project into the reserve, or revive it. reason: needed to shelve.

    Errors: NotAllowed for a government that takes a project off a list that was reviewed.
    """
    if name not in {"withdraw_appraisal", "shelve", "revive"}:
        raise NotFound("没有这一步。")
    project = project_of(jurisdiction_id, project_id)
    state = PROJECT.after(project.state, name)
    if name not in project_steps(actor.roles, project):
        raise NotAllowed("名单经过审查以后，项目由人大工作人员列入储备。")
    project.state = state
    if name == "shelve" and not reason:
        raise RuleBroken("请写明列入储备的理由，提出建议的群众会看到。")
    project.shelved_because = reason if name == "shelve" else ""
    record(
        ProjectStepped(project=project.id, step=name, reason_sha256=text_digest(reason) if reason else ""),
        actor,
        jurisdiction_id,
    )
    return project
