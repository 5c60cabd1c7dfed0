"""Deeds of the merge desk. Each writes its journal line and one step with its lines of lineage; none commits.

Whoever locks locks projects first, then suggestions, each in the order of their ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from sqlalchemy import select

from voting.audit.journal import Event, record, text_digest
from voting.core.clock import now
from voting.core.db import db
from voting.core.errors import RuleBroken, WrongMoment
from voting.people.rules import Actor
from voting.screening.dossier.facts import project_of
from voting.screening.dossier.models import Project
from voting.screening.dossier.states import PROJECT, ProjectState
from voting.screening.merging.facts import merged_into, named, rows_of, suggestions_in, texts_of, words_of
from voting.screening.merging.filling import NOTHING_FILLED, fill
from voting.screening.merging.models import Lineage, MergeStep
from voting.screening.merging.parting import NOTHING_ALONG, part
from voting.screening.merging.rules import (
    OPEN_TO_MORE,
    TURNS,
    VERBS,
    Along,
    DossierFilled,
    StepKind,
)
from voting.screening.suggestion.actions import note
from voting.screening.suggestion.facts import suggestion_of
from voting.screening.suggestion.models import Suggestion
from voting.screening.suggestion.rules import SUGGESTION
from voting.screening.words import Field


@dataclass(frozen=True, kw_only=True)
class ProjectFormed(Event):
    name: ClassVar[str] = "screening:project:formed"
    project: int
    title_sha256: str
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
class ProjectsJoined(Event):
    """project: went up in `into`, with these suggestions."""

    name: ClassVar[str] = "screening:project:joined"
    project: int
    into: int
    suggestions: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class ProjectSplit(Event):
    """into: the new project that these suggestions of `project` went into."""

    name: ClassVar[str] = "screening:project:split"
    project: int
    into: int
    suggestions: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class NewProject:
    """A project to be formed at the merge desk. fill: write what its suggestions say into the dossier's empty texts.

    along: of a split, what else of the old project goes with it.
    """

    jurisdiction_id: int
    year: int
    title: str
    field: Field = Field.OTHER
    suggestion_ids: tuple[int, ...] = ()
    fill: bool = False
    along: Along = NOTHING_ALONG


def form(actor: Actor, new: NewProject) -> Project:
    """Form a project, out of suggestions or (from plans and departments) out of none."""
    project = begun(actor, new)
    rows = suggestions_of(new.jurisdiction_id, new.suggestion_ids)
    filled = fill(actor, project, map(words_of, rows)) if new.fill else NOTHING_FILLED
    step = write_step(actor, StepKind.FORMED, project, filled=filled)
    move(step, rows, None, project)
    if rows:
        event = SuggestionsMerged(project=project.id, suggestions=tuple(row.id for row in rows))
        record(event, actor, new.jurisdiction_id)
    return project


def plan(actor: Actor, new: NewProject) -> Project:
    """Form a project that comes from a plan or a department; raise RuleBroken for a name that the year has already."""
    named_so = select(Project.state).where(
        Project.jurisdiction_id == new.jurisdiction_id, Project.year == new.year, Project.title == new.title
    )
    if any(state.stands for state in db.session.scalars(named_so)):
        raise RuleBroken("%(year)s 年已有项目“%(title)s”。", year=new.year, title=new.title)
    return form(actor, new)


def begun(actor: Actor, new: NewProject) -> Project:
    """Write the row of a new project and its line of the journal."""
    project = Project(jurisdiction_id=new.jurisdiction_id, year=new.year, title=new.title, field=new.field)
    db.session.add(project)
    db.session.flush()
    record(
        ProjectFormed(project=project.id, title_sha256=text_digest(new.title), year=new.year),
        actor,
        new.jurisdiction_id,
    )
    return project


def merge(
    actor: Actor,
    *,
    jurisdiction_id: int,
    project_id: int,
    suggestion_ids: Sequence[int],
    filling: bool = False,
) -> Project:
    """Merge suggestions into a project that is not yet a formal candidate; each keeps its own text and proposer.

    filling: write what they say into those texts of the dossier that are still empty.
    """
    project = expect_open(project_of(jurisdiction_id, project_id, locked=True))
    rows = suggestions_of(jurisdiction_id, suggestion_ids)
    if not rows:
        raise RuleBroken("请至少选一条建议。")
    filled = fill(actor, project, map(words_of, rows)) if filling else NOTHING_FILLED
    move(write_step(actor, StepKind.MERGED, project, filled=filled), rows, None, project)
    event = SuggestionsMerged(project=project.id, suggestions=tuple(row.id for row in rows))
    record(event, actor, jurisdiction_id)
    return project


def join(actor: Actor, *, jurisdiction_id: int, project_id: int, into_id: int) -> Project:
    """Merge a project into another of its year; its suggestions go along, its own dossier stays in its row.

    Errors: WrongMoment unless the one that goes is still being appraised and the other not yet frozen.
    """
    if project_id == into_id:
        raise RuleBroken("项目不能并入自己。")
    pair = {
        number: project_of(jurisdiction_id, number, locked=True) for number in sorted((project_id, into_id))
    }
    project, into = pair[project_id], expect_open(pair[into_id])
    if project.year != into.year:
        raise RuleBroken("两个项目不是同一年度的，不能归并。")
    project.state = PROJECT.after(project.state, "join")
    rows = suggestions_in(project.id, locked=True)
    filled = fill(actor, into, [texts_of(project)], rows_of(project))
    move(write_step(actor, StepKind.JOINED, into, other=project, filled=filled), rows, project, into)
    event = ProjectsJoined(project=project.id, into=into.id, suggestions=tuple(row.id for row in rows))
    record(event, actor, jurisdiction_id)
    return into


def split(actor: Actor, new: NewProject, *, project_id: int) -> Project:
    """Take suggestions out of a project into a new one of the same year, with what is to go along; some stay.

    Errors: FiguresAmiss for figures that would not add up in one of the two; see `parting.part`.
    """
    old = expect_unfrozen(project_of(new.jurisdiction_id, project_id, locked=True))
    rows = suggestions_of(new.jurisdiction_id, new.suggestion_ids)
    if not rows and not new.along.marks:
        raise RuleBroken("请至少选一条建议，或者一项一起分出去的内容。")
    if rows and len(rows) == len(suggestions_in(old.id)):
        raise RuleBroken("全部选中就不是拆分了：请至少留一条在原项目。")
    project = begun(actor, replace(new, year=old.year))
    filled = fill(actor, project, map(words_of, rows)) if new.fill else NOTHING_FILLED
    filled = part(actor, old, project, new.along, filled)
    move(write_step(actor, StepKind.SPLIT, project, other=old, filled=filled), rows, old, project)
    event = ProjectSplit(project=old.id, into=project.id, suggestions=tuple(row.id for row in rows))
    record(event, actor, new.jurisdiction_id)
    return project


def detach(actor: Actor, *, jurisdiction_id: int, suggestion_id: int) -> Suggestion:
    """Take a suggestion back out of its project, while that project's text is not frozen."""
    row = suggestion_of(jurisdiction_id, suggestion_id)
    SUGGESTION.after(row.state, "detach")
    assert row.project_id is not None
    db.session.expunge(row)  # read before its project was locked: it is read anew, whatever changed since
    project = expect_unfrozen(project_of(jurisdiction_id, row.project_id, locked=True))
    rows = suggestions_of(jurisdiction_id, [suggestion_id])
    move(write_step(actor, StepKind.DETACHED, project), rows, project, None)
    record(SuggestionDetached(suggestion=suggestion_id, project=project.id), actor, jurisdiction_id)
    return rows[0]


def suggestions_of(jurisdiction_id: int, ids: Iterable[int]) -> list[Suggestion]:
    """Return suggestions of this place, locked; raise NotFound for anybody else's."""
    return [suggestion_of(jurisdiction_id, number, locked=True) for number in sorted(set(ids))]


def expect_open(project: Project) -> Project:
    """Return the project; raise WrongMoment when nothing may join it any more."""
    if project.state in OPEN_TO_MORE:
        return project
    into = merged_into(project)
    if into is not None:
        raise WrongMoment(
            "“%(title)s”已并入“%(into)s”，请选“%(into)s”。", title=project.title, into=into.title
        )
    raise WrongMoment(
        "“%(title)s”现在是“%(state)s”，不能再归并进去。",
        title=project.title,
        state=PROJECT.words[project.state],
    )


def expect_unfrozen(project: Project) -> Project:
    """Return the project; raise WrongMoment once its text is frozen, with the number of its suggestions in it."""
    if project.state is ProjectState.FROZEN:
        raise WrongMoment(
            "“%(title)s”已是正式候选项目，文本和来源已经定稿，不能再拆分、撤销。", title=project.title
        )
    return project


def write_step(
    actor: Actor,
    kind: StepKind,
    project: Project,
    *,
    other: Project | None = None,
    filled: DossierFilled = NOTHING_FILLED,
    undoes: MergeStep | None = None,
) -> MergeStep:
    """Add one step of the desk. undoes: the step that this one takes back."""
    step = MergeStep(
        jurisdiction_id=project.jurisdiction_id,
        year=project.year,
        kind=kind,
        back=undoes is not None and not undoes.back,
        at=now(),
        account_id=actor.account_id,
        project_id=project.id,
        other_id=other.id if other else None,
        filled=dict(filled.texts),
        taken={name: [dict(row) for row in rows] for name, rows in filled.rows.items()},
        parted=dict(filled.parted),
        undoes_id=undoes.id if undoes else None,
    )
    db.session.add(step)
    db.session.flush()
    return step


def move(step: MergeStep, rows: Iterable[Suggestion], left: Project | None, to: Project | None) -> None:
    """Move suggestions from a project or the inbox (None) to another, with a line of lineage and a day in the life of each.

    Errors: WrongMoment for one that is not where it is to be moved from.
    """
    verb = VERBS[left is not None, to is not None]
    for row in rows:
        state = SUGGESTION.after(row.state, verb)
        if row.project_id != (left.id if left else None):
            raise WrongMoment("这条建议已经不在这个项目里：%(rows)s。", rows=named([row]))
        row.state, row.project_id = state, to.id if to else None
        row.answered_at = now() if to else None
        line = Lineage(
            jurisdiction_id=row.jurisdiction_id,
            step_id=step.id,
            suggestion_id=row.id,
            from_id=left.id if left else None,
            to_id=row.project_id,
        )
        db.session.add(line)
        note(row, TURNS[verb], project_id=line.to_id or line.from_id)
    db.session.flush()
