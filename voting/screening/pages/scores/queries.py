"""What the pages of the score board show: one function a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import func, select

from voting.core.clock import today
from voting.core.db import db
from voting.core.text import N_
from voting.people.models import Account
from voting.people.rules import COLLECTING, Actor, Place, Role
from voting.screening.appraisal.criteria import CRITERIA
from voting.screening.appraisal.facts import holders
from voting.screening.dossier.columns import cells_of
from voting.screening.dossier.facts import unit_names
from voting.screening.dossier.models import Project
from voting.screening.dossier.states import PROJECT, ProjectState
from voting.screening.scoring.facts import (
    complete_sheets,
    counted_scores,
    newest_round,
    sheets_of,
    to_score,
)
from voting.screening.scoring.models import Score, ScoreSheet, ScoringRound
from voting.screening.scoring.queries import decimal, means_of, spread_of
from voting.screening.scoring.rules import ROUND, SHEET, RoundState, SheetState, Spread, is_over
from voting.screening.shortlist.facts import projects_in
from voting.screening.shortlist.queries import frozen_ordinals
from voting.screening.shortlist.years import year_at_hand, years_of
from voting.screening.suggestion.models import Suggestion
from voting.screening.words import wording


@dataclass(frozen=True)
class BoardRow:
    """A project on the score board. means: of each criterion, one decimal; rank: their sum, exact to sort by.

    avoided: how many appraisers said an interest in it.
    """

    id: int
    title: str
    field: str
    state: str
    word: str
    sources: int
    planned_fen: int | None
    means: tuple[str, ...]
    total: str
    rank: Fraction | None
    scorers: int
    spread: Spread | None
    avoided: int


@dataclass(frozen=True)
class Sheeted:
    """Who has handed in a sheet and who has not; never what is on it."""

    name: str
    word: str
    handed_in: bool


@dataclass(frozen=True)
class RoundPart:
    """The year's newest round. sheets: of every appraiser; handed_in: how many; may_open: projects wait for a next one.

    over: its last day is past, so it takes no sheet until that is put off.
    """

    id: int | None
    number: int
    state: RoundState
    word: str
    closes_on: date | None
    sheets: tuple[Sheeted, ...]
    handed_in: int
    may_open: bool
    over: bool = False

    @property
    def goes_on(self) -> bool:
        return self.id is not None and self.state is RoundState.OPENED


@dataclass(frozen=True)
class BoardPage:
    """The score board of a year, best first, unscored last. criteria: message ids."""

    place: Place
    year: int
    years: tuple[int, ...]
    rows: tuple[BoardRow, ...]
    criteria: tuple[str, ...]
    works: bool
    round: RoundPart


def board_page(place: Place, actor: Actor, year: int | None) -> BoardPage:
    """Return the score board: every project of a year with its means."""
    years = years_of(place)
    shown = year_at_hand(place, year)
    projects = db.session.scalars(
        select(Project).where(Project.jurisdiction_id == place.id, Project.year == shown)
    ).all()
    projects = [project for project in projects if project.state.stands]
    scores = counted_scores(place, [project.id for project in projects])
    sources = sources_by_project(place, shown)
    rows = [board_row(project, scores[project.id], sources.get(project.id, 0)) for project in projects]
    rows.sort(key=lambda row: (row.rank is None, -(row.rank or 0), row.id))
    works = bool(COLLECTING & actor.roles_in(place))
    criteria = tuple(one.title for one in CRITERIA)
    return BoardPage(place, shown, years, tuple(rows), criteria, works, round_part(place, shown))


def round_part(place: Place, year: int) -> RoundPart:
    """Return how far the year's newest round is."""
    row = newest_round(place.id, year)
    waiting = bool(to_score(place.id, year))
    if row is None:
        return RoundPart(None, 0, ROUND.start, "", None, (), 0, waiting)
    sheets = sheeted(place, row)
    return RoundPart(
        row.id,
        row.number,
        row.state,
        ROUND.words[row.state],
        row.closes_on,
        sheets,
        sum(one.handed_in for one in sheets),
        waiting and row.state is RoundState.CLOSED,
        is_over(row.closes_on, today()),
    )


def sheeted(place: Place, row: ScoringRound) -> tuple[Sheeted, ...]:
    """Return every appraiser of the place, and who else has a sheet, with how far it is."""
    sheets, whole = sheets_of(row.id), complete_sheets(row)
    people = {one.id: one.name for one in holders(place.id, Role.APPRAISER)}
    named = select(Account.id, Account.name).where(Account.id.in_(sheets.keys() - people.keys()))
    people.update((account, name) for account, name in db.session.execute(named))
    return tuple(
        Sheeted(
            name,
            sheet_word(sheets.get(account), whole=account in whole or row.state is RoundState.CLOSED),
            account in sheets and sheets[account].state is SheetState.HANDED_IN,
        )
        for account, name in people.items()
    )


def sheet_word(sheet: ScoreSheet | None, *, whole: bool) -> str:
    """Return how far a sheet is, as a message id. whole: it leaves no project out."""
    if sheet is None:
        return N_("还没有填写")
    owes = sheet.state is SheetState.HANDED_IN and not whole
    return N_("已交表，新增项目待补评") if owes else SHEET.words[sheet.state]


def board_row(project: Project, scores: Sequence[Score], sources: int) -> BoardRow:
    """Return a project as the board shows it."""
    means, total = means_of(scores)
    return BoardRow(
        project.id,
        project.title,
        wording(project.field),
        project.state.value,
        PROJECT.words[project.state],
        sources,
        project.planned_fen,
        means,
        decimal(total),
        total,
        sum(not score.avoids for score in scores),
        spread_of(scores),
        sum(score.avoids for score in scores),
    )


def sources_by_project(place: Place, year: int) -> dict[int, int]:
    """Return how many suggestions stand behind each project of a year."""
    rows = db.session.execute(
        select(Suggestion.project_id, func.count())
        .join(Project, Project.id == Suggestion.project_id)
        .where(Suggestion.jurisdiction_id == place.id, Project.year == year)
        .group_by(Suggestion.project_id)
    )
    return {project_id: number for project_id, number in rows if project_id is not None}


def project_lines(place: Place, year: int | None) -> Iterator[tuple[str, ...]]:
    """Yield the cells of a year's projects: those of the fixed list in its order, then the others by id."""
    shown = year_at_hand(place, year)
    units, places = unit_names(place.id), frozen_ordinals(place, shown)
    standing = [state for state in ProjectState if state.stands]
    rows = projects_in(place.id, shown, *standing)
    for row in sorted(rows, key=lambda row: (places.get(row.id, len(places) + 1), row.id)):
        yield cells_of(row, units, places.get(row.id))
