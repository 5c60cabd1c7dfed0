"""Shared reads of appraisal, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from voting.core.db import db
from voting.core.lifecycle import Missing
from voting.screening.appraisal.models import Appraisal
from voting.screening.appraisal.rules import Conclusions, missing_in_conclusions
from voting.screening.dossier.facts import dossier_of
from voting.screening.dossier.models import Project
from voting.screening.dossier.rules import missing_before_appraise


def conclusions_of(project_id: int) -> Conclusions | None:
    """Return what the appraisal found, or None when there is none yet."""
    row = db.session.get(Appraisal, project_id)
    if row is None:
        return None
    return Conclusions(
        answers=row.answers,
        feasibility=row.feasibility,
        legality=row.legality,
        lawful=row.lawful,
        affordability=row.affordability,
        affordable=row.affordable,
    )


def missing_before_appraisal(project: Project) -> list[Missing]:
    """Return everything that stands between a project and a passed appraisal."""
    dossier = missing_before_appraise(dossier_of(project), project.year)
    return [*dossier, *missing_in_conclusions(conclusions_of(project.id))]
