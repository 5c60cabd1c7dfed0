"""What waits of the dossiers that units are asked for."""

from __future__ import annotations

from sqlalchemy import select

from voting.core.clock import day_of
from voting.core.db import db
from voting.core.text import N_
from voting.people.rules import COLLECTING, Actor, Place, Role
from voting.people.to_do import ToDo
from voting.screening.commission.models import DossierCommission
from voting.screening.commission.rules import CommissionState
from voting.screening.dossier.models import Project
from voting.screening.dossier.states import PROJECT
from voting.screening.words import ROOM

ROLES = COLLECTING | {Role.UNIT}


def to_dos(place: Place, _actor: Actor) -> list[ToDo]:
    """Return the dossiers that units are to write, and those that the office is to take; one query."""
    open_ = (CommissionState.ASKED, CommissionState.HANDED_IN)
    asked = (
        select(DossierCommission, Project)
        .join(Project, Project.id == DossierCommission.project_id)
        .where(DossierCommission.jurisdiction_id == place.id, DossierCommission.state.in_(open_))
    )
    return [
        of_unit(row, project) if row.state is CommissionState.ASKED else of_office(row, project)
        for row, project in db.session.execute(asked.order_by(Project.id))
        if PROJECT.may(project.state, "revise")
    ]


def of_unit(row: DossierCommission, project: Project) -> ToDo:
    """Return what the unit is to do."""
    return ToDo(
        kind="screening:dossier",
        subject=str(project.id),
        room=ROOM,
        year=project.year,
        what=N_("填写项目文本并交回"),
        of=project.title,
        endpoint="screening.asked",
        roles=frozenset({Role.UNIT}),
        unit_id=row.unit_id,
        since=day_of(row.asked_at),
        due_on=row.due_on,
    )


def of_office(row: DossierCommission, project: Project) -> ToDo:
    """Return what the office is to do."""
    return ToDo(
        kind="screening:take_dossier",
        subject=str(project.id),
        room=ROOM,
        year=project.year,
        what=N_("核对单位交回的项目文本：收下或者退回"),
        of=project.title,
        endpoint="screening.project",
        args={"project_id": project.id},
        roles=COLLECTING,
        since=day_of(row.handed_in_at) if row.handed_in_at else None,
    )
