"""What an appraiser's sheet shows: one function a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from voting.core.clock import today
from voting.core.db import db
from voting.people.rules import Actor, Place
from voting.screening.appraisal.criteria import CRITERIA
from voting.screening.dossier.models import Project
from voting.screening.scoring.facts import newest_round, not_scored, own_lines, to_score
from voting.screening.scoring.models import ScoreSheet, ScoringRound
from voting.screening.scoring.rules import SHEET, Line, RoundState, SheetState, is_over
from voting.screening.shortlist.years import year_at_hand, years_of


@dataclass(frozen=True)
class SheetHead:
    """A criterion as the head of its column. most: the points that a project can get."""

    key: str
    title: str
    question: str
    most: int


@dataclass(frozen=True)
class SheetRow:
    """A project to be scored; what he reads of it while he scores."""

    id: int
    title: str
    planned_fen: int | None
    line: Line | None


@dataclass(frozen=True)
class SheetPage:
    """One's own sheet. rows: the projects to score; of a sheet handed in only what was formed since, where there is any.

    round_id: None while no round goes on, for which `closed` says whether one has been; state: of the person's own sheet;
    over: its last day is past, no sheet is taken; adds: the rows are to be added to a sheet that is handed in.
    """

    place: Place
    year: int
    years: tuple[int, ...]
    round_id: int | None
    number: int
    closes_on: date | None
    closed: bool
    state: SheetState
    word: str
    heads: tuple[SheetHead, ...]
    rows: tuple[SheetRow, ...]
    over: bool
    adds: bool

    @property
    def may_write(self) -> bool:
        """Tell whether points may be given now."""
        return not self.over and (self.adds or self.state is not SheetState.HANDED_IN)

    @property
    def weights(self) -> dict[str, int]:
        return {head.key: head.most for head in self.heads}

    @property
    def projects(self) -> list[tuple[int, str]]:
        """Return (id, title) of each project, in the order of the sheet."""
        return [(row.id, row.title) for row in self.rows]

    @property
    def lines(self) -> Mapping[int, Line]:
        """Return what the person has kept so far, by project."""
        return {row.id: row.line for row in self.rows if row.line is not None}


def sheet_page(place: Place, actor: Actor, year: int | None) -> SheetPage:
    """Return one's own sheet in the year's newest round."""
    shown = year_at_hand(place, year)
    return _page(place, actor, shown, newest_round(place.id, shown))


def _page(place: Place, actor: Actor, year: int, row: ScoringRound | None) -> SheetPage:
    goes_on = row is not None and row.state is RoundState.OPENED
    sheet = db.session.get(ScoreSheet, (row.id, actor.account_id)) if row else None
    state = sheet.state if sheet else SHEET.start
    late = not_scored(row, actor.account_id) if row and goes_on and state is SheetState.HANDED_IN else []
    return SheetPage(
        place=place,
        year=year,
        years=years_of(place),
        round_id=row.id if row and goes_on else None,
        number=row.number if row else 0,
        closes_on=row.closes_on if row else None,
        closed=row is not None and not goes_on,
        state=state,
        word=SHEET.words[state],
        heads=tuple(SheetHead(one.key, one.title, one.question, row.weights[one.key]) for one in CRITERIA)
        if row
        else (),
        rows=rows_of(actor, row, late or to_score(place.id, row.year, row.id)) if row and goes_on else (),
        over=row is not None and is_over(row.closes_on, today()),
        adds=bool(late),
    )


def rows_of(actor: Actor, row: ScoringRound, projects: Sequence[Project]) -> tuple[SheetRow, ...]:
    """Return these projects of a round with what the person has said of them so far, and nobody else."""
    lines = own_lines(row.id, actor.account_id)
    return tuple(
        SheetRow(
            project.id,
            project.title,
            project.planned_fen,
            lines.get(project.id),
        )
        for project in projects
    )
