"""What the pages of a project's public page show: one function a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from voting.core.clock import today
from voting.core.db import db
from voting.core.errors import NotFound
from voting.core.money import yuan
from voting.people.rules import Actor, Place
from voting.supervision.acceptance.models import Acceptance
from voting.supervision.acceptance.rules import RESULTS
from voting.supervision.change.queries import ChangeRow, change_rows, published
from voting.supervision.change.rules import Segment, compare
from voting.supervision.commitment.facts import of
from voting.supervision.commitment.models import Commitment
from voting.supervision.commitment.rules import ENDED
from voting.supervision.evaluation.queries import EvaluationRow, evaluations_of
from voting.supervision.finding.queries import FindingRow, finding_rows
from voting.supervision.follow_up.models import FollowUp
from voting.supervision.inspection.models import Inspection
from voting.supervision.light.rules import LIGHTS
from voting.supervision.pages.board.queries import BoardRow, board_row
from voting.supervision.plan.models import Plan
from voting.supervision.plan.queries import GanttRow, gantt_rows
from voting.supervision.report.facts import Loaded, load
from voting.supervision.report.queries import LightRow, PartRow, ReportRow, light_rows, part_rows, report_rows


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


def cells_of(row: BoardRow) -> tuple[object, ...]:
    """Return the cells of one project."""
    words = (row.title, row.unit, row.state_word, LIGHTS[row.shown.light])
    money = (yuan(row.planned_fen), yuan(row.spent_fen))
    return (row.ordinal, *words, row.progress, row.scheduled, *money, row.month or "")
