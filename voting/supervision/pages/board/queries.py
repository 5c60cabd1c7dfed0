"""What the public pages of supervision show: the board of lights. Never a draft."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement

from voting.core.clock import today
from voting.core.db import db
from voting.people.rules import Place
from voting.supervision.commitment.facts import years_of
from voting.supervision.commitment.models import Commitment
from voting.supervision.commitment.rules import COMMITMENT, CommitmentState, percent
from voting.supervision.light.facts import rules_of
from voting.supervision.light.rules import LIGHTS, Light, Thresholds, holding
from voting.supervision.pages.board.listing import Filter, Found, found, matching, sums_of
from voting.supervision.report.facts import Loaded, load
from voting.supervision.report.shown import Shown


@dataclass(frozen=True)
class BoardRow:
    """One project on the board. spent_percent: of the year plan; month: of the newest report, None before the first."""

    id: int
    jurisdiction_id: int
    year: int
    project_id: int
    ordinal: int
    title: str
    summary: str
    unit: str
    state: CommitmentState
    state_word: str
    due_on: date
    shown: Shown
    progress: int
    scheduled: int | None
    planned_fen: int
    spent_fen: int
    spent_percent: int | None
    month: int | None


@dataclass(frozen=True)
class BoardPage:
    """One page of the projects of a year with their lights. asked: the filters; found: rows after them; total, counts: before; by: the thresholds that hold today."""

    place: Place
    year: int
    years: Sequence[int]
    asked: Filter
    found: Found
    rows: Sequence[BoardRow]
    total: int
    counts: Mapping[str, int]
    lights: Sequence[tuple[str, str]]
    by: Thresholds
    units: Sequence[str]
    planned_fen: int
    spent_fen: int
    spent_percent: int | None


def board_row(work: Loaded) -> BoardRow:
    """Return a project as the board shows it."""
    row, shown = work.row, work.shown()
    return BoardRow(
        id=row.id,
        jurisdiction_id=row.jurisdiction_id,
        year=row.year,
        project_id=row.project_id,
        ordinal=row.ordinal,
        title=row.title,
        summary=row.summary,
        unit=work.unit,
        state=row.state,
        state_word=COMMITMENT.words[row.state],
        due_on=row.due_on,
        shown=shown,
        progress=work.progress,
        scheduled=shown.scheduled,
        planned_fen=row.planned_fen,
        spent_fen=work.spent_fen,
        spent_percent=percent(work.spent_fen, row.planned_fen),
        month=work.month,
    )


def projects_of(jurisdiction_ids: Collection[int], year: int | None = None) -> list[BoardRow]:
    """Return every project of these places with its last kept light, of one year or all, newest year first.

    The one reading of a light, for the public site and for oversight too; four queries for any number of places.
    """
    which: list[ColumnElement[bool]] = [Commitment.jurisdiction_id.in_(jurisdiction_ids)]
    if year is not None:
        which.append(Commitment.year == year)
    return [board_row(work) for work in load(*which, last_only=True)]


def light_counts(rows: Iterable[BoardRow]) -> dict[str, int]:
    """Return colour -> how many projects show it."""
    return dict(Counter(str(row.shown.light) for row in rows))


def rows_of(ids: Collection[int]) -> list[BoardRow]:
    """Return some projects as the board shows them; three queries."""
    return [board_row(work) for work in load(Commitment.id.in_(ids), last_only=True)]


def board_page(place: Place, asked: Filter) -> BoardPage:
    """Return one page of the board of a year: the one asked for, else the newest that has projects."""
    years = years_of(place.id)
    year = asked.year or (years[0] if years else today().year)
    sums = sums_of(place.id, year)
    page = found(place.id, year, asked)
    return BoardPage(
        place=place,
        year=year,
        years=years or [year],
        asked=asked,
        found=page,
        rows=rows_of(page.ids),
        total=sums.total,
        counts=sums.counts,
        lights=[(light.value, LIGHTS[light]) for light in Light],
        by=holding(rules_of(place.id), today()),
        units=sums.units,
        planned_fen=sums.planned_fen,
        spent_fen=sums.spent_fen,
        spent_percent=percent(sums.spent_fen, sums.planned_fen),
    )


def board_rows(place: Place, asked: Filter) -> tuple[int, list[BoardRow]]:
    """Return the year and all its projects that meet a filter, for an export."""
    years = years_of(place.id)
    year = asked.year or (years[0] if years else today().year)
    return year, rows_of(db.session.scalars(matching(place.id, year, asked)).all())
