"""What the pages of a year's results show: one function a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import ScalarResult, select

from voting.core.db import db
from voting.core.errors import NotFound
from voting.people.rules import Place
from voting.supervision.acceptance.models import Acceptance
from voting.supervision.acceptance.rules import RESULTS, Result
from voting.supervision.change.models import Change
from voting.supervision.commitment.facts import years_of
from voting.supervision.commitment.models import Commitment
from voting.supervision.commitment.rules import percent
from voting.supervision.evaluation.models import Evaluation
from voting.supervision.finding.models import Finding
from voting.supervision.finding.rules import FindingState
from voting.supervision.follow_up.models import FollowUp
from voting.supervision.inspection.models import Inspection
from voting.supervision.pages.board.queries import BoardRow, board_row, light_counts
from voting.supervision.report.facts import load
from voting.tally.handover import GRADES

F = TypeVar("F", Acceptance, Evaluation, Finding, FollowUp, Inspection, Change)


@dataclass(frozen=True)
class YearPage:
    """A year's results. spent_percent: against the year plan (Ninghai 2020 counts so); findings: those that are public."""

    place: Place
    year: int
    years: Sequence[int]
    rows: Sequence[tuple[BoardRow, str, str]]
    results: Sequence[tuple[str, int]]
    counts: Mapping[str, int]
    planned_fen: int
    spent_fen: int
    spent_percent: int | None
    findings: int
    findings_closed: int
    letters: int
    inspections: int
    changes: int


def year_page(place: Place, year: int) -> YearPage:
    """Return the results of a year; NotFound for a year without projects."""
    found = load(Commitment.jurisdiction_id == place.id, Commitment.year == year)
    if not found:
        raise NotFound("这一年没有实施的项目。")
    ids = [work.row.id for work in found]
    rows = [board_row(work) for work in found]
    results = {row.commitment_id: row.result for row in all_of(Acceptance, place, ids)}
    grades = {row.commitment_id: row.grade for row in all_of(Evaluation, place, ids)}
    findings = [row for row in all_of(Finding, place, ids) if row.published_at is not None]
    planned, spent = sum(row.planned_fen for row in rows), sum(row.spent_fen for row in rows)
    tally = Counter(results.values())
    return YearPage(
        place=place,
        year=year,
        years=years_of(place.id),
        rows=[
            (
                row,
                RESULTS[results[row.id]] if row.id in results else "",
                GRADES[grades[row.id]] if row.id in grades else "",
            )
            for row in rows
        ],
        results=[(RESULTS[result], tally[result]) for result in Result],
        counts=light_counts(rows),
        planned_fen=planned,
        spent_fen=spent,
        spent_percent=percent(spent, planned),
        findings=len(findings),
        findings_closed=sum(row.state is FindingState.CLOSED for row in findings),
        letters=len(list(all_of(FollowUp, place, ids))),
        inspections=len(list(all_of(Inspection, place, ids))),
        changes=sum(row.proclaimed_at is not None for row in all_of(Change, place, ids)),
    )


def all_of(table: type[F], place: Place, ids: Sequence[int]) -> ScalarResult[F]:
    """Return the rows of a table that belong to these commitments, oldest first."""
    asked = select(table).where(table.jurisdiction_id == place.id, table.commitment_id.in_(ids))
    return db.session.scalars(asked)
