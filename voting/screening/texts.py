"""Between a project's row and its dossier: copies field by field, decides nothing."""

from __future__ import annotations

from dataclasses import asdict, fields

from voting.screening.models import Project
from voting.screening.rules import Dossier, Field, parts_of, steps_of

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
