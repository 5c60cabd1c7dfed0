"""What merging writes into a dossier: its empty texts, and rows of what goes up in it. Writes no line of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from voting.people.rules import Actor
from voting.screening.dossier.actions import revise
from voting.screening.dossier.document import attachments_of, groups_of, parts_of
from voting.screening.dossier.facts import dossier_of
from voting.screening.dossier.models import Project
from voting.screening.dossier.states import ProjectState
from voting.screening.merging.facts import rows_of, texts_of
from voting.screening.merging.rules import DossierFilled, Rows, rows_taken, taken_over, whole

NOTHING_FILLED = DossierFilled()


def fill(
    actor: Actor, project: Project, told: Iterable[Mapping[str, str]], rows: Rows | None = None
) -> DossierFilled:
    """Write what was merged into a dossier that is still being written; return what was written.

    told: texts for its empty fields; rows: of the lists of a project that goes up in this one. Groups of who benefits
    come only where somebody has said how many do in all.
    """
    if project.state is not ProjectState.FORMED:
        return NOTHING_FILLED
    coming = dict(rows_taken(rows_of(project), whole(rows or {})))
    if project.beneficiaries is None:
        coming.pop("groups", None)
    filled = DossierFilled(taken_over(texts_of(project), told), coming)
    now = rows_of(project)
    rewrite(actor, project, filled.texts, {name: [*now[name], *new] for name, new in coming.items()})
    return filled


def rewrite(actor: Actor, project: Project, fields: Mapping[str, Any], rows: Rows) -> None:
    """Write these fields and lists into a project's dossier, as a version of its own; nothing where there are none."""
    if fields or rows:
        changes: dict[str, Any] = {**fields, **{name: READ[name](lines) for name, lines in rows.items()}}
        dossier = replace(dossier_of(project), **changes)
        revise(actor, jurisdiction_id=project.jurisdiction_id, project_id=project.id, dossier=dossier)


READ: Mapping[str, Callable[[Sequence[Mapping[str, Any]]], tuple[object, ...]]] = {
    "parts": parts_of,
    "groups": groups_of,
    "attachments": attachments_of,
}
"""List of a dossier -> what reads its rows."""
