"""Taking a step of the merge desk back, by a step of its own. Writes its journal line; does not commit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from voting.audit.journal import Event, record
from voting.core.db import db
from voting.core.errors import WrongMoment
from voting.people.rules import Actor
from voting.screening.dossier.facts import project_of
from voting.screening.dossier.models import Project
from voting.screening.dossier.states import PROJECT, ProjectState
from voting.screening.merging.actions import (
    expect_open,
    expect_unfrozen,
    move,
    suggestions_of,
    write_step,
)
from voting.screening.merging.facts import (
    joined_in,
    lines_of,
    named,
    parts_of,
    rows_of,
    step_of,
    suggestions_in,
    texts_of,
    undone,
)
from voting.screening.merging.filling import rewrite
from voting.screening.merging.models import Lineage, MergeStep
from voting.screening.merging.parting import put_back
from voting.screening.merging.rules import (
    EFFECTS,
    ENDS,
    TAKES_IN,
    DossierFilled,
    StepKind,
    changed_back,
    rows_changed_back,
)
from voting.screening.merging.told import altered_by
from voting.screening.suggestion.models import Suggestion
from voting.screening.suggestion.rules import SuggestionState


@dataclass(frozen=True, kw_only=True)
class StepUndone(Event):
    """step: of the merge desk, taken back; project: that it was about."""

    name: ClassVar[str] = "screening:merging:undone"
    step: int
    project: int


def undo(actor: Actor, *, jurisdiction_id: int, step_id: int) -> MergeStep:
    """Take a step back as a whole, until the list is frozen; what was taken back can be done again the same way.

    Errors: WrongMoment when it was taken back before, when one of its projects is a formal candidate or has gone on in
    its life, and when one of its suggestions was dealt with or its part split since: that later step is to be taken back first.
    """
    step = step_of(jurisdiction_id, step_id)
    lines = lines_of(step.id)
    projects = held(jurisdiction_id, step, lines)
    if undone([step.id]):
        raise WrongMoment("这一步已经撤销过了。")
    for project in projects.values():
        expect_unfrozen(project)
    rows = suggestions_of(jurisdiction_id, (line.suggestion_id for line in lines))
    expect_still_there(rows, lines)
    expect_whole(projects[step.project_id], step)
    effect = EFFECTS.get((step.kind, not step.back))
    alters = projects[altered_by(step)]
    if step.back and step.kind in TAKES_IN:
        expect_open(projects[step.project_id])
    if effect:
        alters.state = PROJECT.after(alters.state, effect)
    other = projects.get(step.other_id or 0)
    new = write_step(
        actor,
        step.kind,
        projects[step.project_id],
        other=other,
        filled=DossierFilled(step.filled, step.taken, step.parted),
        undoes=step,
    )
    ways = [(line.to_id, line.from_id) for line in lines]
    for left, to in dict.fromkeys(ways):
        going = [row for row, way in zip(rows, ways, strict=True) if way == (left, to)]
        move(new, going, projects.get(left or 0), stood(projects.get(to or 0)))
    if effect in ENDS:
        expect_empty(alters)
    write_back(actor, projects[step.project_id], other, step)
    record(StepUndone(step=step.id, project=step.project_id), actor, jurisdiction_id)
    return new


def held(jurisdiction_id: int, step: MergeStep, lines: Iterable[Lineage]) -> dict[int, Project]:
    """Return every project that a step touches, by id, locked."""
    named_ids = [
        step.project_id,
        step.other_id,
        *(number for line in lines for number in (line.from_id, line.to_id)),
    ]
    ids = {number for number in named_ids if number is not None}
    return {number: project_of(jurisdiction_id, number, locked=True) for number in sorted(ids)}


def expect_still_there(rows: Sequence[Suggestion], lines: Sequence[Lineage]) -> None:
    """Raise WrongMoment unless each suggestion is where the step put it."""
    moved = [row for row, line in zip(rows, lines, strict=True) if not is_there(row, line.to_id)]
    if moved:
        raise WrongMoment(
            "其中 %(count)s 条后来又办理过，请先撤销后面那一步：%(rows)s。",
            count=len(moved),
            rows=named(moved),
        )


def expect_whole(part: Project, step: MergeStep) -> None:
    """Raise WrongMoment while something is split off the part of a split: it holds what that would give back."""
    if step.kind is not StepKind.SPLIT or step.back:
        return
    last = db.session.scalars(parts_of(part.id).limit(1)).first()
    if last is not None:
        raise WrongMoment(
            "从“%(title)s”又拆出了“%(other)s”，请先撤销那一步。",
            title=part.title,
            other=db.session.get_one(Project, last).title,
        )


def is_there(row: Suggestion, project_id: int | None) -> bool:
    """Tell whether a suggestion is in this project, or waits where there is none."""
    if project_id is None:
        return row.state is SuggestionState.SUBMITTED
    return row.project_id == project_id


def stood(project: Project | None) -> Project | None:
    """Return the project that suggestions go back to; raise WrongMoment when there is none any more."""
    if project is not None and not project.state.stands:
        raise WrongMoment("原来的项目“%(title)s”后来又办理过，请先撤销后面那一步。", title=project.title)
    return project


def expect_empty(project: Project) -> None:
    """Raise WrongMoment when something would be left in a project that is to be none any more."""
    left = suggestions_in(project.id)
    if left:
        raise WrongMoment(
            "项目里后来又归并了 %(count)s 条，请先撤销后面那一步，或者把它们退回待梳理：%(rows)s。",
            count=len(left),
            rows=named(left),
        )
    if project.state is ProjectState.DISSOLVED and (inside := joined_in(project.id)):
        raise WrongMoment("“%(title)s”已并入这个项目，请先撤销那一步。", title=inside[0].title)


def write_back(actor: Actor, project: Project, other: Project | None, step: MergeStep) -> None:
    """Empty the texts that the step filled and take its rows out, or do both again; what somebody wrote since stays.

    other: the project that gets back what went along at a split, or gives it again.
    """
    if step.parted and other is not None:
        put_back(actor, other, step)
    if project.state is ProjectState.FORMED:
        back = not step.back
        texts = changed_back(texts_of(project), step.filled, back=back)
        rewrite(actor, project, texts, rows_changed_back(rows_of(project), step.taken, back=back))
