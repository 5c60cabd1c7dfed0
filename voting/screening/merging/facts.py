"""Shared reads of the merge desk: batches, steps, ways of suggestions. Writes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from voting.core.db import db
from voting.core.errors import NotFound, WrongMoment
from voting.screening.dossier.document import canonical, digest
from voting.screening.dossier.facts import dossier_of, project_of
from voting.screening.dossier.models import Project
from voting.screening.dossier.states import ProjectState
from voting.screening.merging.models import Lineage, MergeStep
from voting.screening.merging.rules import TAKES_OVER, TAKES_ROWS, StepKind
from voting.screening.suggestion.facts import suggestion_of
from voting.screening.suggestion.models import Suggestion
from voting.screening.suggestion.rules import SUGGESTION


@dataclass(frozen=True)
class Batch:
    """Suggestions that somebody chose together. waiting: still to be dealt with; taken: somebody else was quicker."""

    waiting: tuple[int, ...]
    taken: tuple[Suggestion, ...]


def batch_of(jurisdiction_id: int, suggestion_ids: Sequence[int], *, into: int | None = None) -> Batch:
    """Part a batch, each row locked until the transaction ends: what is taken keeps nobody from doing the rest.

    into: the project that they are to join, locked before them, as every deed does, so that no two wait for each other.
    Errors: NotFound for anybody else's; WrongMoment when others have dealt with all of them.
    """
    if into is not None:
        project_of(jurisdiction_id, into, locked=True)
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


def suggestions_in(project_id: int, *, locked: bool = False) -> list[Suggestion]:
    """Return the suggestions of a project as they are now, oldest first."""
    asked = select(Suggestion).where(Suggestion.project_id == project_id).order_by(Suggestion.id)
    if locked:
        asked = asked.with_for_update().execution_options(populate_existing=True)
    return list(db.session.scalars(asked))


def steps_open(row: Suggestion, project: Project | None) -> tuple[str, ...]:
    """Return the steps of a suggestion that are open now; out of a project whose text is frozen leads none."""
    steps = SUGGESTION.steps_from(row.state)
    frozen = project is not None and project.state is ProjectState.FROZEN
    return () if frozen else steps


def step_of(jurisdiction_id: int, step_id: int) -> MergeStep:
    """Return a step of this place's merge desk; raise NotFound for anybody else's."""
    row = db.session.get(MergeStep, step_id)
    if row is None or row.jurisdiction_id != jurisdiction_id:
        raise NotFound("没有这一步。")
    return row


def lines_of(step_id: int) -> list[Lineage]:
    """Return where each suggestion went at a step."""
    return list(
        db.session.scalars(select(Lineage).where(Lineage.step_id == step_id).order_by(Lineage.suggestion_id))
    )


def undone(step_ids: Collection[int]) -> set[int]:
    """Return which of these steps were taken back."""
    asked = select(MergeStep.undoes_id).where(MergeStep.undoes_id.in_(step_ids))
    return {number for number in db.session.scalars(asked) if number is not None}


def parts_of(project_id: int | InstrumentedAttribute[int]) -> Select[int]:
    """Return the query for the ids of what was split off a project and has not been put back, the latest first."""
    split, later = aliased(MergeStep), aliased(MergeStep)
    return (
        select(split.project_id)
        .where(
            split.other_id == project_id,
            split.kind == StepKind.SPLIT,
            split.back.is_(False),
            ~exists().where(later.undoes_id == split.id),
        )
        .order_by(split.id.desc())
    )


def joined_in(project_id: int) -> list[Project]:
    """Return the projects that went up in this one and have not been parted from it."""
    asked = select(MergeStep).where(
        MergeStep.project_id == project_id, MergeStep.kind == StepKind.JOINED, MergeStep.back.is_(False)
    )
    steps = list(db.session.scalars(asked))
    gone = undone([step.id for step in steps])
    found = (db.session.get(Project, step.other_id) for step in steps if step.id not in gone)
    return [project for project in found if project is not None and project.state is ProjectState.JOINED]


def lines_behind(project_ids: Collection[int]) -> dict[int, tuple[int, ...]]:
    """Return project id -> the ids of it and of those that it answers for, itself first: who asked for these asked for it.

    Those are what it carries on and what went up in it, of these again the same. One query a generation.
    """
    lines = {one: [one] for one in project_ids}
    front = {(one, one) for one in lines}
    reached = set(front)
    while front:
        before = before_each({newer for _heir, newer in front})
        front = {(heir, older) for heir, newer in front for older in before[newer]} - reached
        reached |= front
        for heir, older in sorted(front, reverse=True):
            lines[heir].append(older)
    return {heir: tuple(line) for heir, line in lines.items()}


def suggestions_behind(project_ids: Collection[int]) -> dict[int, set[int]]:
    """Return project id -> ids of the suggestions behind it, those of what it carries on and of what went up in it too."""
    lines = lines_behind(project_ids)
    asked = select(Suggestion.project_id, Suggestion.id).where(
        Suggestion.project_id.in_({older for line in lines.values() for older in line})
    )
    of: defaultdict[int | None, set[int]] = defaultdict(set)
    for project_id, suggestion_id in db.session.execute(asked):
        of[project_id].add(suggestion_id)
    return {heir: {one for older in line for one in of[older]} for heir, line in lines.items()}


def before_each(project_ids: Collection[int]) -> defaultdict[int, set[int]]:
    """Return project id -> the ids of what it carries on, and of what went up in it and was not parted from it."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    carried = select(Project.id, Project.carried_from_id).where(
        Project.id.in_(project_ids), Project.carried_from_id.is_not(None)
    )
    later = aliased(MergeStep)
    joined = select(MergeStep.project_id, MergeStep.other_id).where(
        MergeStep.project_id.in_(project_ids),
        MergeStep.kind == StepKind.JOINED,
        MergeStep.back.is_(False),
        ~exists().where(later.undoes_id == MergeStep.id),
    )
    for newer, older in db.session.execute(carried.union_all(joined)):
        if older is not None:  # the query says so, its type does not
            found[newer].add(older)
    return found


def merged_into(project: Project) -> Project | None:
    """Return the project that this one went up in, or None."""
    return heirs_of([project.id]).get(project.id) if project.state is ProjectState.JOINED else None


def heirs_of(project_ids: Collection[int]) -> dict[int, Project]:
    """Return project id -> the project that each of these, all gone up in others, went up in; one query, none for nothing."""
    if not project_ids:
        return {}
    asked = (
        select(MergeStep.other_id, Project)
        .join(Project, Project.id == MergeStep.project_id)
        .where(
            MergeStep.other_id.in_(project_ids), MergeStep.kind == StepKind.JOINED, MergeStep.back.is_(False)
        )
        .order_by(MergeStep.id)
    )
    return {other: into for other, into in db.session.execute(asked) if other is not None}


@dataclass(frozen=True)
class WayLine:
    """One line of a suggestion's way, to be told with its day. left, went_to: titles of projects, empty: the inbox."""

    at: datetime
    left: str
    went_to: str


def way_of(suggestion_id: int) -> tuple[WayLine, ...]:
    """Return where a suggestion has been, step by step, the first first."""
    return ways_of([suggestion_id])[suggestion_id]


def ways_of(suggestion_ids: Collection[int], *, whole: bool = True) -> dict[int, tuple[WayLine, ...]]:
    """Return suggestion id -> where it has been, step by step, the first first; one query for any number of them.

    whole: through projects that were dissolved too; others read what the page of the year shows, where these are none.
    """
    left, went_to = aliased(Project), aliased(Project)
    asked = (
        select(Lineage.suggestion_id, MergeStep.at, left.title, went_to.title, went_to.state)
        .select_from(Lineage)
        .join(MergeStep, MergeStep.id == Lineage.step_id)
        .outerjoin(left, left.id == Lineage.from_id)
        .outerjoin(went_to, went_to.id == Lineage.to_id)
        .where(Lineage.suggestion_id.in_(suggestion_ids))
        .order_by(Lineage.step_id)
    )
    found: dict[int, list[tuple[WayLine, bool]]] = {key: [] for key in suggestion_ids}
    for key, at, old, new, state in db.session.execute(asked) if found else ():
        found[key].append((WayLine(at, old or "", new or ""), state is ProjectState.DISSOLVED))
    return {
        key: tuple(line for line, _gone in lines) if whole else round_what_is_gone(lines)
        for key, lines in found.items()
    }


def round_what_is_gone(lines: Iterable[tuple[WayLine, bool]]) -> tuple[WayLine, ...]:
    """Return a way without the projects that are no more: from where it was before to where it went after."""
    found: list[WayLine] = []
    for line, is_gone in lines:
        stood = found[-1].went_to if found else ""
        if not is_gone and line.went_to != stood:
            found.append(WayLine(line.at, stood, line.went_to))
    return tuple(found)


def about(project_id: int) -> ColumnElement[bool]:
    """Return the condition of the steps that formed, fed, split or joined a project."""
    return or_(MergeStep.project_id == project_id, MergeStep.other_id == project_id)


def texts_of(project: Project) -> dict[str, str]:
    """Return those texts of a project's dossier that are taken over when it goes up in another."""
    dossier = dossier_of(project)
    return {name: getattr(dossier, name) for name in TAKES_OVER}


def rows_of(project: Project) -> dict[str, list[dict[str, Any]]]:
    """Return those lists of a project's dossier that go along when it goes up in another."""
    return {name: list(getattr(project, name)) for name in TAKES_ROWS}


def mark_of(name: str, row: Mapping[str, Any]) -> str:
    """Return by what a page names a row of a dossier's list: whoever changed it meanwhile has made another of it."""
    return f"{name}-{digest(canonical(row))[:16]}"


def places_of(now: Mapping[str, Sequence[Mapping[str, Any]]], marks: Collection[str]) -> dict[str, list[int]]:
    """Return where the marked rows stand, by list; raise WrongMoment for one that there is not any more."""
    marked = {name: [mark_of(name, row) for row in rows] for name, rows in now.items()}
    if set(marks) - {mark for row in marked.values() for mark in row}:
        raise WrongMoment("选中的子项目、受益人群或者附件刚刚被别人改过，请重新选择。")
    found = {name: [n for n, mark in enumerate(row) if mark in marks] for name, row in marked.items()}
    return {name: at for name, at in found.items() if at}


def words_of(row: Suggestion) -> dict[str, str]:
    """Return what a suggestion says, by the field of a dossier that it helps to fill."""
    return {"content": row.content, "background": row.reason, "place": row.place, "scale": row.scale}
