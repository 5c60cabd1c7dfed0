"""Steps of the merge desk in words, and whether each may be taken back now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select

from voting.core.db import db
from voting.core.text import N_
from voting.people.models import Account
from voting.people.rules import Place
from voting.screening.dossier.models import Project
from voting.screening.dossier.states import PROJECT, ProjectState
from voting.screening.merging.facts import undone
from voting.screening.merging.models import Lineage, MergeStep
from voting.screening.merging.rules import EFFECTS, ENDS, STEP_WORDS, StepKind
from voting.screening.suggestion.models import Suggestion
from voting.screening.suggestion.rules import SuggestionState


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


def told(place: Place, steps: Sequence[MergeStep]) -> tuple[StepRow, ...]:
    """Return steps of this place in words; six queries for any number of them."""
    ids = [step.id for step in steps]
    about = {number for step in steps for number in (step.project_id, step.other_id) if number is not None}
    projects = {row.id: row for row in db.session.scalars(select(Project).where(Project.id.in_(about)))}
    counted = select(Lineage.step_id, func.count()).where(
        Lineage.jurisdiction_id == place.id, Lineage.step_id.in_(ids)
    )
    counts = {row[0]: row[1] for row in db.session.execute(counted.group_by(Lineage.step_id))}
    people = {step.account_id for step in steps}
    asked = select(Account.id, Account.name).where(Account.id.in_(people))
    names = {row.id: row.name for row in db.session.execute(asked)}
    gone, passed = undone(ids), gone_on(place, ids) | left_in(steps, counts)
    return tuple(
        step_row(step, projects, names.get(step.account_id or 0, ""), counts.get(step.id, 0), why)
        for step in steps
        for why in [why_not(step, projects, gone=step.id in gone, passed=step.id in passed)]
    )


def step_row(step: MergeStep, projects: Mapping[int, Project], who: str, count: int, why: str) -> StepRow:
    """Return one step in words. why: not to be taken back now (message id), empty where it may."""
    values: dict[str, str | int] = {"project": projects[step.project_id].title, "count": count}
    if step.other_id is not None:
        values["other"] = projects[step.other_id].title
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


def gone_on(place: Place, step_ids: Sequence[int]) -> set[int]:
    """Return those steps of which a suggestion is no longer where the step put it."""
    elsewhere = or_(
        and_(Lineage.to_id.is_(None), Suggestion.state != SuggestionState.SUBMITTED),
        and_(
            Lineage.to_id.is_not(None),
            or_(Suggestion.project_id.is_(None), Suggestion.project_id != Lineage.to_id),
        ),
    )
    asked = (
        select(Lineage.step_id)
        .join(Suggestion, Suggestion.id == Lineage.suggestion_id)
        .where(Lineage.jurisdiction_id == place.id, Lineage.step_id.in_(step_ids), elsewhere)
    )
    return set(db.session.scalars(asked))


def left_in(steps: Sequence[MergeStep], counts: Mapping[int, int]) -> set[int]:
    """Return those steps that cannot be taken back because their project holds more than they put into it.

    counts: suggestions that each step moved.
    """
    ends = {step.id: step for step in steps if EFFECTS.get((step.kind, not step.back)) in ENDS}
    about = {altered_by(step) for step in ends.values()}
    held = select(Suggestion.project_id, func.count()).where(Suggestion.project_id.in_(about))
    inside = {row[0]: row[1] for row in db.session.execute(held.group_by(Suggestion.project_id))}
    return {key for key, step in ends.items() if inside.get(altered_by(step), 0) > counts.get(key, 0)}


def altered_by(step: MergeStep) -> int:
    """Return the project whose own life changes when a step is taken back."""
    return step.other_id if step.kind is StepKind.JOINED and step.other_id is not None else step.project_id


def why_not(step: MergeStep, projects: Mapping[int, Project], *, gone: bool, passed: bool) -> str:
    """Return why a step cannot be taken back now (message id), or nothing."""
    touched = [projects[number] for number in (step.project_id, step.other_id) if number is not None]
    effect = EFFECTS.get((step.kind, not step.back))
    alters = projects[altered_by(step)]
    if gone:
        return N_("已经撤销")
    if any(project.state is ProjectState.FROZEN for project in touched):
        return N_("已经定稿")
    if passed:
        return N_("先撤销后面的步骤")
    if effect and not PROJECT.may(alters.state, effect):
        return N_("项目已往下办理")
    return ""
