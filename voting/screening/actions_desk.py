"""Deeds of the merge desk: several suggestions become one project; route, reject, take back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar
from uuid import uuid4

from sqlalchemy import select

from voting.audit.journal import Event, record
from voting.congress.queries import place_by_id
from voting.core.clock import now
from voting.core.db import db
from voting.core.errors import NotFound, RuleBroken, WrongMoment
from voting.people.rules import Actor, Place
from voting.screening.models import Project, Suggestion
from voting.screening.rules import (
    PROJECT,
    SUGGESTION,
    Channel,
    Field,
    ProjectState,
    Source,
    SuggestionState,
    new_number,
)


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
class SuggestionRejected(Event):
    name: ClassVar[str] = "screening:suggestion:rejected"
    suggestion: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class SuggestionReconsidered(Event):
    name: ClassVar[str] = "screening:suggestion:reconsidered"
    suggestion: int


@dataclass(frozen=True, kw_only=True)
class SuggestionRouted(Event):
    name: ClassVar[str] = "screening:suggestion:routed"
    suggestion: int
    to: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class SuggestionReceived(Event):
    name: ClassVar[str] = "screening:suggestion:received"
    suggestion: int
    number: str
    routed_from: str


@dataclass(frozen=True, kw_only=True)
class NewProject:
    """A project to be formed at the merge desk; its dossier is written afterwards."""

    jurisdiction_id: int
    year: int
    title: str
    field: Field = Field.OTHER
    suggestion_ids: tuple[int, ...] = ()


def suggestion_of(jurisdiction_id: int, suggestion_id: int, *, locked: bool = False) -> Suggestion:
    """Return a suggestion of this jurisdiction; raise NotFound for anybody else's. locked: no other may change it now."""
    row = db.session.get(Suggestion, suggestion_id, with_for_update=locked or None, populate_existing=locked)
    if row is None or row.jurisdiction_id != jurisdiction_id:
        raise NotFound("没有这条建议。")
    return row


def project_of(jurisdiction_id: int, project_id: int) -> Project:
    """Return a project of this jurisdiction; raise NotFound for anybody else's."""
    row = db.session.get(Project, project_id)
    if row is None or row.jurisdiction_id != jurisdiction_id:
        raise NotFound("没有这个项目。")
    return row


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
    record(SuggestionDetached(suggestion=row.id, project=project.id), actor, jurisdiction_id)
    return row


def reject(actor: Actor, *, jurisdiction_id: int, suggestion_id: int, reason: str) -> Suggestion:
    """Decline a suggestion with a reason that its proposer reads."""
    row = suggestion_of(jurisdiction_id, suggestion_id)
    row.state = SUGGESTION.after(row.state, "reject")
    row.answer, row.answered_at = reason, now()
    record(SuggestionRejected(suggestion=row.id, reason=reason), actor, jurisdiction_id)
    return row


def reconsider(actor: Actor, *, jurisdiction_id: int, suggestion_id: int) -> Suggestion:
    """Take a declined suggestion up again."""
    row = suggestion_of(jurisdiction_id, suggestion_id)
    row.state = SUGGESTION.after(row.state, "reconsider")
    row.answer, row.answered_at = "", None
    record(SuggestionReconsidered(suggestion=row.id), actor, jurisdiction_id)
    return row


def route(actor: Actor, *, here: Place, suggestion_id: int, to: Place, reason: str) -> Suggestion:
    """Send a suggestion to another level and return what it became there.

    to: the level above or one right below; a suggestion once routed here may not go back where it came from.
    """
    row = suggestion_of(here.id, suggestion_id)
    if to.path[:-1] != here.path and here.path[:-1] != to.path:
        raise RuleBroken("只能转给上一级或者直接下一级。")
    came_from = db.session.scalar(select(Suggestion.jurisdiction_id).where(Suggestion.routed_as_id == row.id))
    if came_from == to.id:
        raise RuleBroken("这条建议是从那里转来的，不能转回去。")
    row.state = SUGGESTION.after(row.state, "route")
    there = received(row, to)
    row.routed_to_id, row.routed_as_id, row.answer, row.answered_at = to.id, there.id, reason, now()
    record(SuggestionRouted(suggestion=row.id, to=to.code, reason=reason), actor, here.id)
    origin = place_by_id(here.id).code
    record(SuggestionReceived(suggestion=there.id, number=there.number, routed_from=origin), actor, to.id)
    return there


def received(row: Suggestion, to: Place) -> Suggestion:
    """Return the suggestion as it stands in the other place: same words and contact, a number of its own."""
    there = Suggestion(
        jurisdiction_id=to.id,
        year=row.year,
        number=new_number(row.year),
        nonce=uuid4().hex,
        source=Source.ROUTED,
        channel=Channel.TRANSFER,
        submitted_at=now(),
        title=row.title,
        content=row.content,
        place=row.place,
        reason=row.reason,
        scale=row.scale,
        finish=row.finish,
        cost_fen=row.cost_fen,
        funding=row.funding,
        implementer=row.implementer,
        contact_name=row.contact_name,
        contact_phone=row.contact_phone,
        contact_email=row.contact_email,
        state=SuggestionState.SUBMITTED,
    )
    db.session.add(there)
    db.session.flush()
    return there
