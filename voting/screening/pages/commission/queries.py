"""What a unit sees of the dossiers it is asked for: one function a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from voting.core.clock import today
from voting.core.db import db
from voting.core.lifecycle import Missing
from voting.people.rules import Actor, Place
from voting.screening.commission.models import DossierCommission
from voting.screening.commission.rules import COMMISSION, CommissionState
from voting.screening.dossier.facts import dossier_of
from voting.screening.dossier.models import Project
from voting.screening.dossier.rules import missing_before_appraise


@dataclass(frozen=True)
class AskedRow:
    """A dossier that the unit was asked for. missing: before it can be handed in."""

    id: int
    year: int
    title: str
    state: CommissionState
    word: str
    due_on: date
    overdue: bool
    note: str
    missing: list[Missing]


@dataclass(frozen=True)
class AskedPage:
    """What one unit was asked for, what is open first."""

    place: Place
    rows: tuple[AskedRow, ...]


def asked_page(place: Place, actor: Actor) -> AskedPage:
    """Return the dossiers that the person's unit was asked for, without those that are asked no more."""
    found = db.session.execute(
        select(DossierCommission, Project)
        .join(Project, Project.id == DossierCommission.project_id)
        .where(
            DossierCommission.jurisdiction_id == place.id,
            DossierCommission.unit_id == actor.unit_id,
            DossierCommission.state != CommissionState.WITHDRAWN,
        )
    )
    rows = [asked_row(commission, project) for commission, project in found]
    rows.sort(key=lambda row: (row.state is not CommissionState.ASKED, row.due_on, row.id))
    return AskedPage(place, tuple(rows))


def asked_row(commission: DossierCommission, project: Project) -> AskedRow:
    """Return what a unit sees of one dossier."""
    is_open = commission.state is CommissionState.ASKED
    return AskedRow(
        project.id,
        project.year,
        project.title,
        commission.state,
        COMMISSION.words[commission.state],
        commission.due_on,
        is_open and commission.due_on < today(),
        commission.note if is_open else "",
        missing_before_appraise(dossier_of(project), project.year) if is_open else [],
    )
