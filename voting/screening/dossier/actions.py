"""Deeds of projects and their dossiers. Each writes its journal line; none commits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from voting.audit.journal import Event, record
from voting.congress.place.actions import expect_in_being
from voting.congress.place.models import Unit
from voting.core.clock import now
from voting.core.db import db
from voting.core.errors import NotFound
from voting.people.rules import Actor
from voting.screening.dossier.document import canonical, digest, document_of
from voting.screening.dossier.facts import dossier_of, fill, project_of, stop_if_missing, versions_of
from voting.screening.dossier.models import DossierVersion, Project
from voting.screening.dossier.rules import (
    Dossier,
    DossierAttachment,
    check_money,
    check_people,
    missing_before_appraise,
    with_attachment,
    without_attachment,
)
from voting.screening.dossier.states import PROJECT, ProjectState


@dataclass(frozen=True, kw_only=True)
class ProjectRevised(Event):
    """text_sha256: of the dossier as it reads now, so that every version can be told apart."""

    name: ClassVar[str] = "screening:project:revised"
    project: int
    text_sha256: str


@dataclass(frozen=True, kw_only=True)
class AttachmentAdded(Event):
    """file: its name in the store; public: everybody may have it once the list is decided. No title: it is free text."""

    name: ClassVar[str] = "screening:attachment:added"
    project: int
    file: str
    public: bool
    text_sha256: str


@dataclass(frozen=True, kw_only=True)
class AttachmentRemoved(Event):
    name: ClassVar[str] = "screening:attachment:removed"
    project: int
    file: str
    text_sha256: str


def check_units(project: Project, dossier: Dossier) -> None:
    """Refuse a unit that does not stand in the project's dossier yet and cannot come into it.

    Errors: NotFound for another place's, RuleBroken for one that is no more.
    """
    for unit_id in sorted(dossier.unit_ids - dossier_of(project).unit_ids):
        unit = db.session.get(Unit, unit_id)
        if unit is None or unit.jurisdiction_id != project.jurisdiction_id:
            raise NotFound("没有这个单位。")
        expect_in_being(unit)


def keep_version(actor: Actor | None, project: Project) -> DossierVersion:
    """Keep the dossier as it reads now, and return that version; the newest where nothing has changed since.

    actor: who wrote it; None for a text that was there before versions were kept.
    """
    document = document_of(dossier_of(project), project_id=project.id, year=project.year, units={}, sources=0)
    text, known = canonical(document), versions_of(project)
    if known and known[-1].text == text:
        return known[-1]
    row = DossierVersion(
        jurisdiction_id=project.jurisdiction_id,
        project_id=project.id,
        number=len(known) + 1,
        text=text,
        text_sha256=digest(text),
        saved_at=now(),
        saved_by=actor.account_id if actor else None,
    )
    db.session.add(row)
    db.session.flush()
    return row


def revise(actor: Actor, *, jurisdiction_id: int, project_id: int, dossier: Dossier) -> Project:
    """Write the dossier and keep the version; open until the presidium's decision, except while an appraisal stands.

    Errors: FiguresAmiss for figures that do not add up; RuleBroken for a listed project that would lack something.
    """
    project = project_of(jurisdiction_id, project_id)
    kept = write(actor, project, dossier)
    record(ProjectRevised(project=project.id, text_sha256=kept.text_sha256), actor, jurisdiction_id)
    return project


def write(actor: Actor, project: Project, dossier: Dossier) -> DossierVersion:
    """Write a dossier whose project is open to it, and return the version that it is; errors as `revise`."""
    project.state = PROJECT.after(project.state, "revise")
    check_units(project, dossier)
    check_money(dossier)
    check_people(dossier)
    if project.state is not ProjectState.FORMED:
        stop_if_missing(missing_before_appraise(dossier, project.year))
    if versions_of(project) or project.state is not ProjectState.FORMED:
        keep_version(None, project)  # what stood there and nobody kept: the text of before versions were kept
    fill(project, dossier)
    return keep_version(actor, project)


def attach(actor: Actor, *, jurisdiction_id: int, project_id: int, new: DossierAttachment) -> Project:
    """Add a file to a project's dossier, as a version of its own; open as `revise` is.

    new.file: a file that lies in the store. Errors: RuleBroken for one that is there already, or too many.
    """
    project = project_of(jurisdiction_id, project_id, locked=True)
    kept = write(actor, project, with_attachment(dossier_of(project), new))
    added = AttachmentAdded(
        project=project.id, file=new.file, public=new.public, text_sha256=kept.text_sha256
    )
    record(added, actor, jurisdiction_id)
    return project


def remove_attachment(actor: Actor, *, jurisdiction_id: int, project_id: int, file: str) -> Project:
    """Take a file out of a project's dossier; versions that had it keep it. Raise NotFound for one that is not in it."""
    project = project_of(jurisdiction_id, project_id, locked=True)
    kept = write(actor, project, without_attachment(dossier_of(project), file))
    removed = AttachmentRemoved(project=project.id, file=file, text_sha256=kept.text_sha256)
    record(removed, actor, jurisdiction_id)
    return project
