"""Deeds of projects and their dossiers. Each writes its journal line; none commits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from voting.audit.journal import Event, record
from voting.congress.place.models import Unit
from voting.core.db import db
from voting.core.errors import NotFound
from voting.people.rules import Actor
from voting.screening.dossier.facts import fill, project_of, stop_if_missing
from voting.screening.dossier.models import Project
from voting.screening.dossier.rules import Dossier, canonical, digest, document_of, missing_before_appraise
from voting.screening.dossier.states import PROJECT, ProjectState


@dataclass(frozen=True, kw_only=True)
class ProjectRevised(Event):
    """text_sha256: of the dossier as it reads now, so that every version can be told apart."""

    name: ClassVar[str] = "screening:project:revised"
    project: int
    text_sha256: str


def check_units(jurisdiction_id: int, dossier: Dossier) -> None:
    """Raise NotFound when the dossier names a unit of another place."""
    named = {
        unit for unit in (dossier.lead_unit_id, *(part.unit_id for part in dossier.parts)) if unit is not None
    }
    asked = select(Unit.id).where(Unit.jurisdiction_id == jurisdiction_id, Unit.id.in_(named))
    if named - set(db.session.scalars(asked)):
        raise NotFound("没有这个单位。")


def revise(actor: Actor, *, jurisdiction_id: int, project_id: int, dossier: Dossier) -> Project:
    """Write the dossier; open until the presidium's decision, except while an appraisal stands."""
    project = project_of(jurisdiction_id, project_id)
    project.state = PROJECT.after(project.state, "revise")
    check_units(jurisdiction_id, dossier)
    if project.state is not ProjectState.FORMED:
        stop_if_missing(missing_before_appraise(dossier, project.year))
    fill(project, dossier)
    document = document_of(dossier, project_id=project.id, year=project.year, units={}, sources=0)
    record(
        ProjectRevised(project=project.id, text_sha256=digest(canonical(document))), actor, jurisdiction_id
    )
    return project
