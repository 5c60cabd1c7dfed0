"""Deeds of the reserve. Each writes its journal line; none commits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from voting.audit.journal import Event, record
from voting.core.db import db
from voting.core.errors import RuleBroken, WrongMoment
from voting.people.rules import Actor
from voting.screening.appraisal.actions import step
from voting.screening.call.actions import call_of
from voting.screening.dossier.facts import dossier_of, fill, of_units_in_being, project_of
from voting.screening.dossier.models import Project
from voting.screening.dossier.rules import Dossier
from voting.screening.dossier.states import PROJECT
from voting.screening.reserve.facts import is_decided, left_waiting
from voting.screening.reserve.rules import for_another_year
from voting.screening.suggestion.actions import note
from voting.screening.suggestion.rules import SUGGESTION, SuggestionTurn


@dataclass(frozen=True, kw_only=True)
class ProjectTakenUp(Event):
    """A shelved project that is weighed again in a later year; its proposers follow it."""

    name: ClassVar[str] = "screening:project:taken_up"
    project: int
    taken_from: int
    year: int


@dataclass(frozen=True, kw_only=True)
class SuggestionsCarried(Event):
    """Suggestions that nobody had answered when their year was over, now in a later one."""

    name: ClassVar[str] = "screening:suggestion:carried"
    year: int
    suggestions: tuple[int, ...]


def take_up(actor: Actor, *, jurisdiction_id: int, project_id: int, year: int, reason: str) -> Project:
    """Form a project of a later year out of a shelved one; the same twice gives the same project.

    It starts from the shelved text, without dates and money, and goes through appraisal again.
    Errors: WrongMoment for a project that is not shelved, and when that year's list is fixed; RuleBroken for a year that is not later.
    """
    old = project_of(jurisdiction_id, project_id)
    PROJECT.after(old.state, "revive")
    if year <= old.year:
        raise RuleBroken("转入的年度必须晚于项目原来的年度（%(year)s 年）。", year=old.year)
    _expect_open(jurisdiction_id, year)
    known = carried_to(old, year)
    if known is not None:
        return known
    project = carry_on(old, year, for_another_year(dossier_of(old), reason, None))
    record(ProjectTakenUp(project=project.id, taken_from=old.id, year=year), actor, jurisdiction_id)
    return project


def carry_waiting(actor: Actor, *, jurisdiction_id: int, year: int) -> int:
    """Carry all suggestions of earlier years that nobody has answered into this one; return how many.

    Errors: NotFound while the year has no call; WrongMoment when its list is fixed; RuleBroken when none waits.
    """
    call_of(jurisdiction_id, year)
    _expect_open(jurisdiction_id, year)
    rows = left_waiting(jurisdiction_id, year)
    if not rows:
        raise RuleBroken("以前年度没有还未答复的建议。")
    for row in rows:
        row.state, row.year = SUGGESTION.after(row.state, "carry"), year
        note(row, SuggestionTurn.CARRIED, year=year)
    record(SuggestionsCarried(year=year, suggestions=tuple(row.id for row in rows)), actor, jurisdiction_id)
    return len(rows)


def revive(actor: Actor, *, jurisdiction_id: int, project_id: int) -> Project:
    """Weigh a shelved project again in its own year; raise WrongMoment when that year's list is fixed."""
    project = project_of(jurisdiction_id, project_id)
    if is_decided(jurisdiction_id, project.year):
        raise WrongMoment(
            "%(year)s 年的正式候选名单已经确定。请从项目储备库把它转入以后的年度。", year=project.year
        )
    return step(actor, jurisdiction_id=jurisdiction_id, project_id=project_id, name="revive")


def _expect_open(jurisdiction_id: int, year: int) -> None:
    if is_decided(jurisdiction_id, year):
        raise WrongMoment("%(year)s 年的正式候选名单已经确定，不能再转入。", year=year)


def carried_to(old: Project, year: int) -> Project | None:
    """Return the project of a year that carries this one on, if there is one."""
    return db.session.scalar(select(Project).where(Project.carried_from_id == old.id, Project.year == year))


def carry_on(old: Project, year: int, dossier: Dossier) -> Project:
    """Write the project of a later year that carries this one on; its deed writes the line."""
    project = Project(
        jurisdiction_id=old.jurisdiction_id, year=year, title=dossier.title, carried_from_id=old.id
    )
    fill(project, of_units_in_being(old.jurisdiction_id, dossier))
    db.session.add(project)
    db.session.flush()
    return project
