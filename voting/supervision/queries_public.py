"""What anybody may read of one project and of a year: plan, reports, money, lights, findings, changes, results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import ScalarResult, select

from voting.core.clock import today
from voting.core.db import db
from voting.core.errors import NotFound
from voting.core.money import yuan
from voting.core.sheets import as_csv
from voting.people.rules import Actor, Place, Role
from voting.supervision.find import one_of
from voting.supervision.loaded import Loaded, load
from voting.supervision.models import Commitment, Photo, Plan
from voting.supervision.models_follow import (
    Acceptance,
    Change,
    Evaluation,
    Finding,
    FollowUp,
    Inspection,
)
from voting.supervision.queries import BoardPage, BoardRow, board_row, light_counts, years_of
from voting.supervision.queries_rows import (
    ChangeRow,
    EvaluationRow,
    FindingRow,
    GanttRow,
    LightRow,
    PartRow,
    ReportRow,
    change_rows,
    evaluations_of,
    finding_rows,
    gantt_rows,
    light_rows,
    of,
    part_rows,
    published,
    report_rows,
)
from voting.supervision.rules import ENDED, FindingState
from voting.supervision.rules_diff import Segment, compare
from voting.supervision.rules_lights import LIGHTS
from voting.supervision.rules_results import GRADES, RESULTS, Result, percent

F = TypeVar("F", Acceptance, Evaluation, Finding, FollowUp, Inspection, Change)


@dataclass(frozen=True)
class PublicProject:
    """Everything public about a commitment; nothing that is not published."""

    board: BoardRow
    year: int
    ballot_uuid: str
    text_sha256: str
    voted_target: str
    voted_fen: int
    voted_due_on: date
    target: str
    due_on: date
    changed: bool
    diff: Sequence[Segment]
    plan: Plan | None
    gantt: Sequence[GanttRow]
    lights: Sequence[LightRow]
    reports: Sequence[ReportRow]
    parts: Sequence[PartRow]
    findings: Sequence[FindingRow]
    inspections: Sequence[Inspection]
    letters: Sequence[FollowUp]
    changes: Sequence[ChangeRow]
    acceptance: Acceptance | None
    result: str
    evaluations: Sequence[EvaluationRow]
    carried_to: int | None
    today: date


@dataclass(frozen=True)
class ProjectPage:
    place: Place
    project: PublicProject


@dataclass(frozen=True)
class YearPage:
    """A year's results. spent_percent: against the year plan (Ninghai 2020 counts so)."""

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


def public_project(project_id: int) -> PublicProject:
    """Return what the public may know of a chosen project; NotFound when it was not chosen."""
    found = load(Commitment.project_id == project_id)
    if not found:
        raise NotFound("这个项目没有进入实施。")
    return as_public(found[0], reader=None)


def project_page(place: Place, reader: Actor | None, commitment_id: int) -> ProjectPage:
    """Return the page of a project of this place."""
    found = load(Commitment.jurisdiction_id == place.id, Commitment.id == commitment_id)
    if not found:
        raise NotFound("没有这个项目。")
    return ProjectPage(place, as_public(found[0], place, reader=reader))


def as_public(
    work: Loaded,
    place: Place | None = None,
    changes: Sequence[ChangeRow] | None = None,
    *,
    reader: Actor | None,
) -> PublicProject:
    """Return a loaded commitment as `reader` may see it. changes: all of them, where they are at hand."""
    row = work.row
    key = (row.jurisdiction_id, row.id)
    acceptance = db.session.get(Acceptance, key) if row.state in ENDED else None
    return PublicProject(
        board=board_row(work),
        year=row.year,
        ballot_uuid=row.ballot_uuid,
        text_sha256=row.text_sha256,
        voted_target=row.voted_target,
        voted_fen=row.voted_fen,
        voted_due_on=row.voted_due_on,
        target=row.target,
        due_on=row.due_on,
        changed=differs_from_vote(row),
        diff=compare(row.voted_target, row.target),
        plan=db.session.scalar(of(Plan, row).order_by(Plan.number.desc()).limit(1)),
        gantt=gantt_rows(work),
        lights=light_rows(work),
        reports=report_rows(work),
        parts=part_rows(work),
        findings=finding_rows(row),
        inspections=list(db.session.scalars(of(Inspection, row).order_by(Inspection.on))),
        letters=list(db.session.scalars(of(FollowUp, row).order_by(FollowUp.number))),
        changes=published(change_rows(row, place) if changes is None else changes),
        acceptance=acceptance,
        result=RESULTS[acceptance.result] if acceptance else "",
        evaluations=evaluations_of(row, reader),
        carried_to=row.carried_to,
        today=today(),
    )


def differs_from_vote(row: Commitment) -> bool:
    """Tell whether target, date or money are not any more what the deputies voted on."""
    return (row.target, row.due_on, row.planned_fen) != (row.voted_target, row.voted_due_on, row.voted_fen)


def year_page(place: Place, year: int) -> YearPage:
    """Return the results of a year; NotFound for a year without projects."""
    found = load(Commitment.jurisdiction_id == place.id, Commitment.year == year)
    if not found:
        raise NotFound("这一年没有实施的项目。")
    ids = [work.row.id for work in found]
    rows = [board_row(work) for work in found]
    results = {row.commitment_id: row.result for row in all_of(Acceptance, place, ids)}
    grades = {row.commitment_id: row.grade for row in all_of(Evaluation, place, ids)}
    findings = list(all_of(Finding, place, ids))
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


def photo_name(place: Place, actor: Actor | None, commitment_id: int, name: str) -> str:
    """Return the name of a picture that the reader may see: published ones everybody, others who works on it."""
    photo = db.session.get(Photo, (place.id, commitment_id, name))
    if photo is None:
        raise NotFound("没有这张照片。")
    if photo.shown:
        return photo.name
    commitment = one_of(Commitment, place.id, commitment_id)
    at_home = actor is not None and actor.jurisdiction_id == place.id
    works_on_it = actor is not None and (
        actor.unit_id == commitment.unit_id or actor.roles & {Role.STAFF, Role.SUPERVISION}
    )
    if not at_home or not works_on_it:
        raise NotFound("没有这张照片。")
    return photo.name


def board_sheet(page: BoardPage) -> bytes:
    """Return the board as CSV that WPS opens in Chinese."""
    heads = (
        *("序号", "项目", "责任单位", "状态", "亮灯", "进度（%）", "计划进度（%）"),
        *("年度计划投资（元）", "完成投资（元）", "最近月报"),
    )
    return as_csv(heads, map(cells_of, page.rows))


def cells_of(row: BoardRow) -> tuple[object, ...]:
    """Return the cells of one project."""
    words = (row.title, row.unit, row.state_word, LIGHTS[row.shown.light])
    money = (yuan(row.planned_fen), yuan(row.spent_fen))
    return (row.ordinal, *words, row.progress, row.scheduled, *money, row.month or "")
