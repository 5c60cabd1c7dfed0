"""Shared reads of scoring, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select

from voting.core.db import db
from voting.core.errors import NotFound
from voting.people.rules import Place
from voting.screening.appraisal.criteria import CRITERIA
from voting.screening.dossier.models import Project
from voting.screening.dossier.states import ProjectState
from voting.screening.scoring.models import Score, ScoreSheet, ScoringRound
from voting.screening.scoring.rules import Line, RoundState, SheetState

OWN_SHEET = (ScoreSheet.round_id == Score.round_id) & (ScoreSheet.account_id == Score.account_id)
"""The sheet that a line stands on."""


def newest_round(jurisdiction_id: int, year: int) -> ScoringRound | None:
    """Return the round of a year that was opened last."""
    asked = select(ScoringRound).where(
        ScoringRound.jurisdiction_id == jurisdiction_id, ScoringRound.year == year
    )
    return db.session.scalars(asked.order_by(ScoringRound.number.desc())).first()


def open_rounds(jurisdiction_id: int) -> Sequence[ScoringRound]:
    """Return the rounds that go on in a place."""
    asked = select(ScoringRound).where(
        ScoringRound.jurisdiction_id == jurisdiction_id, ScoringRound.state == RoundState.OPENED
    )
    return db.session.scalars(asked.order_by(ScoringRound.year)).all()


def round_of(jurisdiction_id: int, round_id: int) -> ScoringRound:
    """Return a round of this jurisdiction, held until the deed is done; raise NotFound for anybody else's."""
    row = db.session.get(ScoringRound, round_id, with_for_update=True)
    if row is None or row.jurisdiction_id != jurisdiction_id:
        raise NotFound("没有这次评分。")
    return row


def to_score(jurisdiction_id: int, year: int, but: int | None = None) -> Sequence[Project]:
    """Return the year's projects that take points and got none in a round other than `but`, oldest first.

    A sheet that was not handed in before its round closed counts for nothing: its projects are scored again.
    """
    scored = (
        select(Score.project_id)
        .join(ScoreSheet, OWN_SHEET)
        .where(Score.jurisdiction_id == jurisdiction_id, ScoreSheet.state == SheetState.HANDED_IN)
    )
    if but is not None:
        scored = scored.where(Score.round_id != but)
    takes = [state for state in ProjectState if state.takes_scores]
    asked = select(Project).where(
        Project.jurisdiction_id == jurisdiction_id,
        Project.year == year,
        Project.state.in_(takes),
        Project.id.not_in(scored),
    )
    return db.session.scalars(asked.order_by(Project.id)).all()


def line_of(score: Score) -> Line:
    """Return what a row of the table says."""
    points = {one.key: getattr(score, one.key) for one in CRITERIA}
    return Line(project_id=score.project_id, points=points, avoids=score.avoids, reason=score.reason)


def own_lines(round_id: int, account_id: int | None) -> dict[int, Line]:
    """Return what one appraiser's sheet says so far, by project."""
    asked = select(Score).where(Score.round_id == round_id, Score.account_id == account_id)
    return {score.project_id: line_of(score) for score in db.session.scalars(asked)}


def sheets_of(round_id: int) -> dict[int, ScoreSheet]:
    """Return the sheets of a round, by account."""
    rows = db.session.scalars(select(ScoreSheet).where(ScoreSheet.round_id == round_id))
    return {row.account_id: row for row in rows}


def not_scored(row: ScoringRound, account_id: int | None) -> list[Project]:
    """Return the projects of a round of which one appraiser's sheet says nothing whole: those he still owes."""
    lines = own_lines(row.id, account_id)
    return [
        project
        for project in to_score(row.jurisdiction_id, row.year, row.id)
        if project.id not in lines or not lines[project.id].is_whole
    ]


def complete_sheets(row: ScoringRound) -> frozenset[int]:
    """Return whose sheets are handed in and leave none of the round's projects out, as accounts.

    A project that was formed after a sheet was handed in makes it owe a line again. Three queries for any number of sheets.
    """
    asked = {project.id for project in to_score(row.jurisdiction_id, row.year, row.id)}
    whole: defaultdict[int, set[int]] = defaultdict(set)
    for score in db.session.scalars(select(Score).where(Score.round_id == row.id)):
        if line_of(score).is_whole:
            whole[score.account_id].add(score.project_id)
    return frozenset(
        one
        for one, sheet in sheets_of(row.id).items()
        if sheet.state is SheetState.HANDED_IN and asked <= whole[one]
    )


def counted_scores(place: Place, project_ids: Sequence[int]) -> defaultdict[int, list[Score]]:
    """Return what counts of these projects' scores: of sheets handed in, of rounds that are closed.

    The one way to anybody's points: what is not closed is shown to nobody.
    """
    found: defaultdict[int, list[Score]] = defaultdict(list)
    asked = (
        select(Score)
        .join(ScoringRound, ScoringRound.id == Score.round_id)
        .join(ScoreSheet, OWN_SHEET)
        .where(
            Score.jurisdiction_id == place.id,
            Score.project_id.in_(project_ids),
            ScoringRound.state == RoundState.CLOSED,
            ScoreSheet.state == SheetState.HANDED_IN,
        )
        .order_by(Score.account_id)
    )
    for score in db.session.scalars(asked):
        found[score.project_id].append(score)
    return found
