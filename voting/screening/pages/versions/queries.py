"""What the page of a dossier's versions shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from voting.core.db import db
from voting.people.models import Account
from voting.people.rules import Place
from voting.screening.dossier.difference import DifferenceShown, differences, shown
from voting.screening.dossier.facts import project_of, read_version, unit_names, versions_of
from voting.screening.dossier.models import DossierVersion
from voting.screening.shortlist.chain import step_of
from voting.screening.shortlist.facts import chain_of, find_list, records_of
from voting.screening.shortlist.rules import ApprovalKind


@dataclass(frozen=True, kw_only=True)
class VersionLine:
    """One version. changed: since the one before, None for the first; seen_by: bodies that approved exactly this text."""

    number: int
    saved_at: datetime
    saved_by: str
    text_sha256: str
    changed: tuple[DifferenceShown, ...] | None
    seen_by: tuple[str, ...]


@dataclass(frozen=True)
class VersionsPage:
    """Every version of a project's dossier, newest first."""

    place: Place
    project_id: int
    title: str
    year: int
    lines: tuple[VersionLine, ...]


def versions_page(place: Place, project_id: int) -> VersionsPage:
    """Return the versions of a project of this place. Errors: NotFound."""
    project = project_of(place.id, project_id)
    rows, units = versions_of(project), unit_names(place.id)
    asked = select(Account.id, Account.name).where(Account.id.in_({row.saved_by for row in rows}))
    names: dict[int | None, str] = {row[0]: row[1] for row in db.session.execute(asked)}
    seen = bodies_by_version(place, project.year, project.id)
    lines = [
        VersionLine(
            number=row.number,
            saved_at=row.saved_at,
            saved_by=names.get(row.saved_by, ""),
            text_sha256=row.text_sha256,
            changed=changed_since(rows[at - 1], row, units) if at else None,
            seen_by=tuple(seen.get(row.number, ())),
        )
        for at, row in enumerate(rows)
    ]
    return VersionsPage(place, project.id, project.title, project.year, tuple(reversed(lines)))


def changed_since(
    before: DossierVersion, after: DossierVersion, units: dict[int, str]
) -> tuple[DifferenceShown, ...]:
    """Return what differs between two versions, in words."""
    return shown(differences(read_version(before), read_version(after)), units)


def bodies_by_version(place: Place, year: int, project_id: int) -> dict[int, list[str]]:
    """Return the number of a version -> the titles of the steps at which it was approved, as message ids."""
    draft, chain = find_list(place.id, year), chain_of(place, year)
    found: dict[int, list[str]] = {}
    for row in records_of(draft) if draft else []:
        step = step_of(chain, ApprovalKind(row.kind))
        for one, number in row.seen:
            if row.stands and one == project_id and step is not None:
                found.setdefault(number, []).append(step.title)
    return found
