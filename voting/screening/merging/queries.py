"""What the pages of the merge desk show: one function a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from voting.core.clock import today
from voting.core.db import db
from voting.core.errors import NotFound
from voting.people.rules import Place
from voting.screening.dossier.models import Project
from voting.screening.dossier.states import ProjectState
from voting.screening.likeness.facts import (
    Alike,
    InboxRow,
    alike,
    alikes_of,
    groups_among,
    inbox_row,
    rows_by_id,
)
from voting.screening.suggestion.models import Suggestion
from voting.screening.suggestion.rules import SuggestionState
from voting.screening.words import Field, wording

GROUPED = 200
"""How many waiting suggestions are put into groups."""


@dataclass(frozen=True)
class DeskPage:
    """The merge desk.

    chosen: to be merged, shared words marked; near: look-alikes not chosen yet; groups: sets of look-alikes
    when nothing is chosen; projects: (id, title) still open to suggestions.
    """

    place: Place
    year: int
    chosen: tuple[Alike, ...]
    near: tuple[Alike, ...]
    groups: tuple[tuple[InboxRow, ...], ...]
    projects: tuple[tuple[int, str], ...]
    fields: tuple[tuple[str, str], ...]
    waiting: int


def desk_page(place: Place, year: int, ids: Sequence[int]) -> DeskPage:
    """Return the merge desk with these suggestions on it; raise NotFound for another place's."""
    rows = rows_by_id(place, ids)
    if set(ids) - set(rows):
        raise NotFound("没有这条建议。")
    ordered = [rows[key] for key in dict.fromkeys(ids)]
    first = ordered[0][0] if ordered else None
    others = ordered[1] if len(ordered) > 1 else ordered[0] if ordered else None
    chosen = tuple(
        alike(row, title, first if row is not first or others is None else others[0], "")
        for row, title in ordered
        if first
    )
    near = alikes_of(place, first, but=ids) if first else ()
    waiting = waiting_rows(place, year)
    return DeskPage(
        place=place,
        year=year,
        chosen=chosen,
        near=tuple(one for one in near if one.row.state == SuggestionState.SUBMITTED),
        groups=groups_of(place, waiting) if not ids else (),
        projects=open_projects(place, year),
        fields=tuple((field.value, wording(field)) for field in Field),
        waiting=len(waiting),
    )


def waiting_rows(place: Place, year: int) -> list[Suggestion]:
    """Return the suggestions that nobody has dealt with yet, oldest first, at most GROUPED."""
    return list(
        db.session.scalars(
            select(Suggestion)
            .where(
                Suggestion.jurisdiction_id == place.id,
                Suggestion.year == year,
                Suggestion.state == SuggestionState.SUBMITTED,
            )
            .order_by(Suggestion.id)
            .limit(GROUPED)
        )
    )


def groups_of(place: Place, waiting: Sequence[Suggestion]) -> tuple[tuple[InboxRow, ...], ...]:
    """Return the waiting suggestions that ask for one thing at one place, the surest group first."""
    by_id = {row.id: row for row in waiting}
    return tuple(
        tuple(inbox_row(by_id[key], None) for key in group.keys) for group in groups_among(place, waiting)
    )


def open_projects(place: Place, year: int) -> tuple[tuple[int, str], ...]:
    """Return (id, title) of a year's projects that suggestions may still join."""
    rows = db.session.execute(
        select(Project.id, Project.title)
        .where(
            Project.jurisdiction_id == place.id,
            Project.year == year,
            Project.state.not_in({ProjectState.FROZEN, ProjectState.SHELVED}),
        )
        .order_by(Project.title)
    )
    return tuple(rows)


def coming_year() -> int:
    """Return the year that is screened for now: next year."""
    return today().year + 1
