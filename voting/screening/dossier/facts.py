"""Shared reads of projects and their dossiers, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, fields, replace

from sqlalchemy import func, select, tuple_

from voting.congress.place.facts import now_answering
from voting.congress.place.models import Unit
from voting.core.db import db
from voting.core.errors import NotFound, RuleBroken
from voting.core.lifecycle import Missing
from voting.screening.dossier.document import (
    attachments_of,
    groups_of,
    part_row,
    parts_of,
    read_document,
    steps_of,
)
from voting.screening.dossier.models import DossierVersion, Project
from voting.screening.dossier.rules import Dossier, DossierAttachment
from voting.screening.words import Field

LISTS = frozenset({"milestones", "parts", "groups", "attachments"})


def fill(project: Project, dossier: Dossier) -> None:
    """Write a dossier into a project's row."""
    for item in fields(Dossier):
        if item.name not in LISTS:
            setattr(project, item.name, getattr(dossier, item.name))
    project.field = Field(dossier.field)
    project.milestones = [
        {"title": row.title, "due_on": row.due_on.isoformat()} for row in dossier.milestones
    ]
    project.parts = [part_row(part) for part in dossier.parts]
    project.groups = [asdict(group) for group in dossier.groups]
    project.attachments = [asdict(one) for one in dossier.attachments]


def dossier_of(project: Project) -> Dossier:
    """Return the dossier that a project's row holds."""
    plain = {item.name: getattr(project, item.name) for item in fields(Dossier) if item.name not in LISTS}
    plain["field"] = project.field.value
    return Dossier(
        **plain,
        milestones=steps_of(project.milestones),
        parts=parts_of(project.parts),
        groups=groups_of(project.groups),
        attachments=attachments_of(project.attachments),
    )


def project_of(jurisdiction_id: int, project_id: int, *, locked: bool = False) -> Project:
    """Return a project of this jurisdiction; raise NotFound for anybody else's. locked: no other may change it now."""
    row = db.session.get(Project, project_id, with_for_update=locked or None, populate_existing=locked)
    if row is None or row.jurisdiction_id != jurisdiction_id:
        raise NotFound("没有这个项目。")
    return row


def stop_if_missing(missing: list[Missing]) -> None:
    """Raise RuleBroken with the first thing that is missing."""
    if missing:
        raise RuleBroken("还缺%(count)s项：%(what)s", count=len(missing), what=missing[0].what)


def unit_names(jurisdiction_id: int) -> dict[int, str]:
    """Return the names of a place's units by id; those that are no more too, as texts of before name them."""
    rows = db.session.execute(select(Unit.id, Unit.name).where(Unit.jurisdiction_id == jurisdiction_id))
    return {row.id: row.name for row in rows}


def of_units_in_being(jurisdiction_id: int, dossier: Dossier) -> Dossier:
    """Return a dossier in which whoever took over stands for each unit that is no more."""
    parts = [replace(one, unit_id=now_answering(jurisdiction_id, one.unit_id)) for one in dossier.parts]
    lead = now_answering(jurisdiction_id, dossier.lead_unit_id)
    return replace(dossier, lead_unit_id=lead, parts=tuple(parts))


def versions_of(project: Project) -> list[DossierVersion]:
    """Return how a project's dossier has read, oldest first."""
    asked = select(DossierVersion).where(
        DossierVersion.jurisdiction_id == project.jurisdiction_id, DossierVersion.project_id == project.id
    )
    return list(db.session.scalars(asked.order_by(DossierVersion.number)))


def last_numbers(jurisdiction_id: int, project_ids: Iterable[int]) -> dict[int, int]:
    """Return project id -> number of its newest version; one query."""
    asked = (
        select(DossierVersion.project_id, func.max(DossierVersion.number))
        .where(
            DossierVersion.jurisdiction_id == jurisdiction_id,
            DossierVersion.project_id.in_(list(project_ids)),
        )
        .group_by(DossierVersion.project_id)
    )
    return {row[0]: row[1] for row in db.session.execute(asked)}


def dossiers_at(jurisdiction_id: int, wanted: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Dossier]:
    """Return (project id, number) -> the dossier of that version; one query, none for nothing."""
    keys = list(wanted)
    if not keys:
        return {}
    asked = select(DossierVersion).where(
        DossierVersion.jurisdiction_id == jurisdiction_id,
        tuple_(DossierVersion.project_id, DossierVersion.number).in_(keys),
    )
    return {(row.project_id, row.number): read_version(row) for row in db.session.scalars(asked)}


def read_version(row: DossierVersion) -> Dossier:
    """Return the dossier that a version holds."""
    return read_document(json.loads(row.text))


def attachment_of(project: Project, file: str) -> DossierAttachment:
    """Return an attachment of a project's dossier, of the text of now or of a version; raise NotFound for any other."""
    texts = (dossier_of(project), *map(read_version, reversed(versions_of(project))))
    found = next((one for text in texts for one in text.attachments if one.file == file), None)
    if found is None:
        raise NotFound("没有这个附件。")
    return found
