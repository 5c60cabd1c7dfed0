"""What the pages of the merge desk show: one function a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from voting.core.clock import today
from voting.core.db import db
from voting.core.errors import NotFound
from voting.people.rules import Place
from voting.screening.dossier.difference import FIELD_WORDS
from voting.screening.dossier.facts import dossier_of, project_of, unit_names
from voting.screening.dossier.models import Project
from voting.screening.dossier.states import PROJECT, ProjectState
from voting.screening.likeness.facts import Alike, InboxRow, alike, alikes_of, inbox_row, rows_by_id
from voting.screening.merging.facts import about, joined_in, mark_of, merged_into, rows_of, suggestions_in
from voting.screening.merging.grouped import DeskGroup, Sorted, sorted_out
from voting.screening.merging.models import MergeStep
from voting.screening.merging.rules import OPEN_TO_MORE
from voting.screening.merging.told import StepRow, told
from voting.screening.suggestion.models import Suggestion
from voting.screening.suggestion.rules import SuggestionState
from voting.screening.words import Field, wording

AT_A_TIME = 200
"""Suggestions that one page of the desk sorts out; a group is whole on it, wherever its others wait."""
RECENT, STEPS_A_PAGE = 5, 30


@dataclass(frozen=True)
class DeskPage:
    """The merge desk.

    chosen: to be merged, shared words marked; near: look-alikes not chosen yet; groups and alone: what waits, sorted
    out, when nothing is chosen; projects: (id, title) still open to suggestions; waiting: how many wait in all.
    """

    place: Place
    year: int
    chosen: tuple[Alike, ...]
    near: tuple[Alike, ...]
    groups: tuple[DeskGroup, ...]
    alone: tuple[InboxRow, ...]
    projects: tuple[tuple[int, str], ...]
    fields: tuple[tuple[str, str], ...]
    waiting: int
    number: int
    pages: int
    recent: tuple[StepRow, ...]


def desk_page(place: Place, year: int, ids: Sequence[int], number: int = 1) -> DeskPage:
    """Return the merge desk with these suggestions on it; raise NotFound for another place's. number: of the page."""
    waiting, projects = count_waiting(place, year), open_projects(place, year)
    pages = max(1, -(-waiting // AT_A_TIME))
    number = min(number, pages)
    found = (
        Sorted((), ())
        if ids
        else sorted_out(place, year, (number - 1) * AT_A_TIME, AT_A_TIME, dict(projects))
    )
    chosen, near = laid_out(place, ids)
    return DeskPage(
        place=place,
        year=year,
        chosen=chosen,
        near=near,
        groups=found.groups,
        alone=found.alone,
        projects=projects,
        fields=tuple((field.value, wording(field)) for field in Field),
        waiting=waiting,
        number=number,
        pages=pages,
        recent=told(*steps_of_year(place, year), most=RECENT),
    )


def laid_out(place: Place, ids: Sequence[int]) -> tuple[tuple[Alike, ...], tuple[Alike, ...]]:
    """Return the chosen suggestions with what they share marked, and look-alikes that wait and are not chosen."""
    rows = rows_by_id(place, ids)
    if set(ids) - set(rows):
        raise NotFound("没有这条建议。")
    ordered = [rows[key] for key in dict.fromkeys(ids)]
    if not ordered:
        return (), ()
    first, others = ordered[0][0], ordered[1][0] if len(ordered) > 1 else ordered[0][0]
    chosen = tuple(alike(row, title, first if row is not first else others, "") for row, title in ordered)
    near = alikes_of(place, first, but=ids)
    return chosen, tuple(one for one in near if one.row.state == SuggestionState.SUBMITTED)


def count_waiting(place: Place, year: int) -> int:
    """Return how many suggestions of a year nobody has dealt with yet."""
    asked = select(func.count()).where(
        Suggestion.jurisdiction_id == place.id,
        Suggestion.year == year,
        Suggestion.state == SuggestionState.SUBMITTED,
    )
    return db.session.scalar(asked) or 0


def open_projects(place: Place, year: int) -> tuple[tuple[int, str], ...]:
    """Return (id, title) of a year's projects that suggestions may still join."""
    rows = db.session.execute(
        select(Project.id, Project.title)
        .where(Project.jurisdiction_id == place.id, Project.year == year, Project.state.in_(OPEN_TO_MORE))
        .order_by(Project.title)
    )
    return tuple(rows)


def steps_of_year(place: Place, year: int) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of the steps of a year's desk."""
    return (MergeStep.jurisdiction_id == place.id, MergeStep.year == year)


@dataclass(frozen=True)
class StepsPage:
    """Every step of a year's desk, the newest first."""

    place: Place
    year: int
    steps: tuple[StepRow, ...]
    number: int
    pages: int


def steps_page(place: Place, year: int, number: int) -> StepsPage:
    """Return one page of the steps of a year's desk."""
    of = steps_of_year(place, year)
    asked = select(func.count()).select_from(MergeStep).where(*of)
    pages = max(1, -(-(db.session.scalar(asked) or 0) // STEPS_A_PAGE))
    number = min(number, pages)
    steps = told(*of, skipped=(number - 1) * STEPS_A_PAGE, most=STEPS_A_PAGE)
    return StepsPage(place, year, steps, number, pages)


@dataclass(frozen=True)
class AlongRows:
    """Rows of one list of a dossier that may go along at a split. label: message id; rows: (mark, the row in words)."""

    label: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SourcesPage:
    """What a project was merged from. into: (id, title) of the one it went up in; inside: those that went up in it.

    others: (id, title) it may be merged into; may_split: something can be taken out and something stays. along: what of its
    dossier may go along; money, people: it has figures of which a part may go. All three only while the dossier is being written.
    """

    place: Place
    year: int
    id: int
    title: str
    state: ProjectState
    word: str
    rows: tuple[InboxRow, ...]
    into: tuple[int, str] | None
    inside: tuple[tuple[int, str], ...]
    others: tuple[tuple[int, str], ...]
    may_split: bool
    along: tuple[AlongRows, ...]
    money: bool
    people: bool
    steps: tuple[StepRow, ...]


def sources_page(place: Place, project_id: int) -> SourcesPage:
    """Return where a project comes from and what may still be done about it."""
    project = project_of(place.id, project_id)
    rows, into = suggestions_in(project.id), merged_into(project)
    joins = PROJECT.may(project.state, "join")
    others = tuple(one for one in open_projects(place, project.year) if one[0] != project.id) if joins else ()
    written = project.state is ProjectState.FORMED
    along = along_rows(place, project) if written else ()
    return SourcesPage(
        place=place,
        year=project.year,
        id=project.id,
        title=project.title,
        state=project.state,
        word=PROJECT.words[project.state],
        rows=tuple(inbox_row(row, None) for row in rows),
        into=(into.id, into.title) if into else None,
        inside=tuple((one.id, one.title) for one in joined_in(project.id)),
        others=others,
        may_split=bool(along) or (len(rows) > 1 and project.state is not ProjectState.FROZEN),
        along=along,
        money=written and project.total_fen is not None,
        people=written and project.beneficiaries is not None,
        steps=told(about(project.id)),
    )


def along_rows(place: Place, project: Project) -> tuple[AlongRows, ...]:
    """Return the lists of a dossier that have rows, each row in words."""
    units, now, dossier = unit_names(place.id), rows_of(project), dossier_of(project)
    told_rows = {name: tuple(row.in_words(units) for row in getattr(dossier, name)) for name in now}
    return tuple(
        AlongRows(
            FIELD_WORDS[name],
            tuple(zip((mark_of(name, row) for row in rows), told_rows[name], strict=True)),
        )
        for name, rows in now.items()
        if rows
    )


def coming_year() -> int:
    """Return the year that is screened for now: next year."""
    return today().year + 1
