"""Shared reads of projects and their dossiers, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from dataclasses import asdict, fields

from sqlalchemy import select

from voting.congress.place.models import Unit
from voting.core.db import db
from voting.core.errors import NotFound, RuleBroken
from voting.core.lifecycle import Missing
from voting.screening.dossier.models import Project
from voting.screening.dossier.rules import (
    Dossier,
    parts_of,
    steps_of,
)
from voting.screening.words import Field

LISTS = frozenset({"milestones", "parts"})


def fill(project: Project, dossier: Dossier) -> None:
    """Write a dossier into a project's row."""
    for item in fields(Dossier):
        if item.name not in LISTS:
            setattr(project, item.name, getattr(dossier, item.name))
    project.field = Field(dossier.field)
    project.milestones = [
        {"title": row.title, "due_on": row.due_on.isoformat()} for row in dossier.milestones
    ]
    project.parts = [asdict(part) for part in dossier.parts]


def dossier_of(project: Project) -> Dossier:
    """Return the dossier that a project's row holds."""
    plain = {item.name: getattr(project, item.name) for item in fields(Dossier) if item.name not in LISTS}
    plain["field"] = project.field.value
    return Dossier(**plain, milestones=steps_of(project.milestones), parts=parts_of(project.parts))


def project_of(jurisdiction_id: int, project_id: int) -> Project:
    """Return a project of this jurisdiction; raise NotFound for anybody else's."""
    row = db.session.get(Project, project_id)
    if row is None or row.jurisdiction_id != jurisdiction_id:
        raise NotFound("没有这个项目。")
    return row


def line_of(project_id: int) -> tuple[int, ...]:
    """Return the ids of a project and of those that it carries on, newest first: who asked for these asked for it."""
    line = [project_id]
    while True:
        before = db.session.scalar(select(Project.carried_from_id).where(Project.id == line[-1]))
        if before is None:
            return tuple(line)
        line.append(before)


def stop_if_missing(missing: list[Missing]) -> None:
    """Raise RuleBroken with the first thing that is missing."""
    if missing:
        raise RuleBroken("还缺%(count)s项：%(what)s", count=len(missing), what=missing[0].what)


def unit_names(jurisdiction_id: int) -> dict[int, str]:
    """Return the names of a place's units by id."""
    rows = db.session.execute(select(Unit.id, Unit.name).where(Unit.jurisdiction_id == jurisdiction_id))
    return {row.id: row.name for row in rows}
