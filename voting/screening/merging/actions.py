"""Deeds of the merge desk. Each writes its journal line; none commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from voting.audit.journal import Event, record
from voting.core.clock import now
from voting.core.db import db
from voting.core.errors import RuleBroken, WrongMoment
from voting.people.rules import Actor
from voting.screening.dossier.facts import project_of
from voting.screening.dossier.models import Project
from voting.screening.dossier.states import PROJECT, ProjectState
from voting.screening.suggestion.actions import note
from voting.screening.suggestion.facts import suggestion_of
from voting.screening.suggestion.models import Suggestion
from voting.screening.suggestion.rules import SUGGESTION, SuggestionTurn
from voting.screening.words import Field


@dataclass(frozen=True, kw_only=True)
class ProjectFormed(Event):
    name: ClassVar[str] = "screening:project:formed"
    project: int
    title: str
    year: int


@dataclass(frozen=True, kw_only=True)
class SuggestionsMerged(Event):
    name: ClassVar[str] = "screening:suggestion:merged"
    project: int
    suggestions: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class SuggestionDetached(Event):
    name: ClassVar[str] = "screening:suggestion:detached"
    suggestion: int
    project: int


@dataclass(frozen=True, kw_only=True)
class NewProject:
    """A project to be formed at the merge desk; its dossier is written afterwards."""

    jurisdiction_id: int
    year: int
    title: str
    field: Field = Field.OTHER
    suggestion_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class Batch:
    """Suggestions that somebody chose together. waiting: still to be dealt with; taken: somebody else was quicker."""

    waiting: tuple[int, ...]
    taken: tuple[Suggestion, ...]


def batch_of(jurisdiction_id: int, suggestion_ids: Sequence[int]) -> Batch:
    """Part a batch, each row locked until the transaction ends: what is taken keeps nobody from doing the rest.

    Errors: NotFound for anybody else's; WrongMoment when others have dealt with all of them.
    """
    chosen = [suggestion_of(jurisdiction_id, number, locked=True) for number in sorted(set(suggestion_ids))]
    waiting = tuple(row.id for row in chosen if SUGGESTION.may(row.state, "merge"))
    taken = tuple(row for row in chosen if row.id not in waiting)
    if taken and not waiting:
        raise WrongMoment("这 %(count)s 条都已由别人办理：%(rows)s。", count=len(taken), rows=named(taken))
    return Batch(waiting, taken)


def named(rows: Sequence[Suggestion]) -> str:
    """Return suggestions as people know them: number and title, and the project they went into."""
    projects = {row.project_id: db.session.get(Project, row.project_id) for row in rows if row.project_id}
    into = {number: f" → “{project.title}”" for number, project in projects.items() if project is not None}
    return "；".join(f"{row.number}“{row.title}”{into.get(row.project_id or 0, '')}" for row in rows)


def form(actor: Actor, new: NewProject) -> Project:
    """Form a project, out of suggestions or (from plans and departments) out of none."""
    project = Project(jurisdiction_id=new.jurisdiction_id, year=new.year, title=new.title, field=new.field)
    db.session.add(project)
    db.session.flush()
    record(ProjectFormed(project=project.id, title=new.title, year=new.year), actor, new.jurisdiction_id)
    if new.suggestion_ids:
        merge(
            actor,
            jurisdiction_id=new.jurisdiction_id,
            project_id=project.id,
            suggestion_ids=new.suggestion_ids,
        )
    return project


def merge(actor: Actor, *, jurisdiction_id: int, project_id: int, suggestion_ids: Sequence[int]) -> Project:
    """Merge suggestions into a project that is not yet a formal candidate; each keeps its own text and proposer."""
    project = project_of(jurisdiction_id, project_id)
    if not PROJECT.may(project.state, "revise") and project.state is not ProjectState.APPRAISED:
        PROJECT.after(project.state, "revise")
    if not suggestion_ids:
        raise RuleBroken("请至少选一条建议。")
    for suggestion_id in dict.fromkeys(suggestion_ids):
        row = suggestion_of(jurisdiction_id, suggestion_id)
        row.state = SUGGESTION.after(row.state, "merge")
        row.project_id, row.answered_at = project.id, now()
        note(row, SuggestionTurn.MERGED, project_id=project.id)
    event = SuggestionsMerged(project=project.id, suggestions=tuple(dict.fromkeys(suggestion_ids)))
    record(event, actor, jurisdiction_id)
    return project


def detach(actor: Actor, *, jurisdiction_id: int, suggestion_id: int) -> Suggestion:
    """Take a suggestion back out of its project, while that project's text is not frozen."""
    row = suggestion_of(jurisdiction_id, suggestion_id)
    row.state = SUGGESTION.after(row.state, "detach")
    assert row.project_id is not None
    project = project_of(jurisdiction_id, row.project_id)
    if project.state is ProjectState.FROZEN:
        PROJECT.after(project.state, "revise")
    row.project_id, row.answered_at = None, None
    note(row, SuggestionTurn.DETACHED, project_id=project.id)
    record(SuggestionDetached(suggestion=row.id, project=project.id), actor, jurisdiction_id)
    return row
