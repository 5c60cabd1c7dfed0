"""Steps of the merge desk in words, and whether each may be taken back now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from voting.core.db import db
from voting.core.text import N_
from voting.people.models import Account
from voting.screening.dossier.models import Project
from voting.screening.dossier.states import PROJECT, ProjectState
from voting.screening.merging.facts import parts_of
from voting.screening.merging.models import Lineage, MergeStep
from voting.screening.merging.rules import EFFECTS, ENDS, OPEN_TO_MORE, STEP_WORDS, TAKES_IN, StepKind
from voting.screening.suggestion.models import Suggestion
from voting.screening.suggestion.rules import SuggestionState

Pair = tuple[Project, Project | None]
"""The project that a step is about, and the one that it names beside it."""


@dataclass(frozen=True)
class StepRow:
    """One step. words, values: what was done (message id and what it names); back: it took such a step back.

    who: empty where the program took over what stood before; may_undo: it can be taken back (or done again) now;
    why_not: message id, empty where it may.
    """

    id: int
    at: datetime
    who: str
    words: str
    values: Mapping[str, str | int]
    back: bool
    project_id: int
    may_undo: bool
    why_not: str


def told(*of: ColumnElement[bool], skipped: int = 0, most: int | None = None) -> tuple[StepRow, ...]:
    """Return the steps that fulfil `of` in words, the newest first; one query for any number of them."""
    about, other, later = aliased(Project), aliased(Project), aliased(MergeStep)
    altered = case((MergeStep.kind == StepKind.JOINED, MergeStep.other_id), else_=MergeStep.project_id)
    moved = select(func.count()).where(Lineage.step_id == MergeStep.id).scalar_subquery()
    held = select(func.count()).where(Suggestion.project_id == altered).scalar_subquery()
    undone = exists().where(later.undoes_id == MergeStep.id)
    asked = (
        select(MergeStep, about, other, Account.name, moved, held > moved, undone, gone_on())
        .join(about, about.id == MergeStep.project_id)
        .outerjoin(other, other.id == MergeStep.other_id)
        .outerjoin(Account, Account.id == MergeStep.account_id)
        .where(*of)
        .order_by(MergeStep.id.desc())
    )
    found = db.session.execute(asked.offset(skipped).limit(most))
    return tuple(
        step_row(
            step, (project, partner), who or "", count, why_not(step, (project, partner), gone, passed, left)
        )
        for step, project, partner, who, count, left, gone, passed in found
    )


def step_row(step: MergeStep, pair: Pair, who: str, count: int, why: str) -> StepRow:
    """Return one step in words. why: not to be taken back now (message id), empty where it may."""
    values: dict[str, str | int] = {"project": pair[0].title, "count": count}
    if pair[1] is not None:
        values["other"] = pair[1].title
    return StepRow(
        id=step.id,
        at=step.at,
        who=who,
        words=STEP_WORDS[step.kind],
        values=values,
        back=step.back,
        project_id=step.project_id,
        may_undo=not why,
        why_not=why,
    )


def gone_on() -> ColumnElement[bool]:
    """Return whether a suggestion of a step is no longer where the step put it, or the part that it split off was split again."""
    elsewhere = or_(
        and_(Lineage.to_id.is_(None), Suggestion.state != SuggestionState.SUBMITTED),
        and_(
            Lineage.to_id.is_not(None),
            or_(Suggestion.project_id.is_(None), Suggestion.project_id != Lineage.to_id),
        ),
    )
    moved = exists().where(Lineage.step_id == MergeStep.id, Suggestion.id == Lineage.suggestion_id, elsewhere)
    splits = and_(MergeStep.kind == StepKind.SPLIT, MergeStep.back.is_(False))
    return or_(moved, and_(splits, parts_of(MergeStep.project_id).exists()))


def altered_by(step: MergeStep) -> int:
    """Return the project whose own life changes when a step is taken back."""
    return step.other_id if step.kind is StepKind.JOINED and step.other_id is not None else step.project_id


def why_not(step: MergeStep, pair: Pair, *met: bool) -> str:
    """Return why a step cannot be taken back now (message id), or nothing.

    met: it was taken back; something of it has gone on; its project holds more than it put there.
    """
    gone, passed, left = met
    effect = EFFECTS.get((step.kind, not step.back))
    alters = pair[1] if step.kind is StepKind.JOINED else pair[0]
    if gone:
        return N_("已经撤销")
    if any(project.state is ProjectState.FROZEN for project in pair if project is not None):
        return N_("已经定稿")
    if passed or (left and effect in ENDS):
        return N_("先撤销后面的步骤")
    parted_from = pair[1] if step.parted else None
    if parted_from is not None and parted_from.state is not ProjectState.FORMED:
        return N_("项目已往下办理")
    closed = step.back and step.kind in TAKES_IN and pair[0].state not in OPEN_TO_MORE
    if closed or (effect and alters is not None and not PROJECT.may(alters.state, effect)):
        return N_("项目已往下办理")
    return ""
