"""What the public page of one project shows: the text as voted and everything that came after."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from voting.core.clock import day_of, today
from voting.core.db import db
from voting.core.errors import NotFound
from voting.people.rules import Place
from voting.portal.ballots.queries import VotedLine, voted_line
from voting.portal.lines import shown_light
from voting.portal.project.course import StepLine, step_lines
from voting.portal.project.following import After, after_vote, of
from voting.screening.shortlist.models import CandidateList, FrozenText
from voting.screening.shortlist.rules import ShortlistState
from voting.supervision.acceptance.models import Acceptance
from voting.supervision.acceptance.rules import RESULTS
from voting.supervision.commitment.models import Commitment, Milestone
from voting.supervision.commitment.rules import COMMITMENT
from voting.supervision.light.models import MonthLight
from voting.supervision.photo.models import Photo
from voting.supervision.plan.models import Plan
from voting.supervision.report.models import Report, ReportVersion


@dataclass(frozen=True)
class Picture:
    """A published photo. name: under which it is kept."""

    name: str
    month: int | None
    says: str


@dataclass(frozen=True)
class MonthReport:
    """What was reported for a month. correction: why it was corrected, empty otherwise."""

    month: int
    progress: int
    spent_fen: int
    text: str
    correction: str


@dataclass(frozen=True)
class Closing:
    """How the year ended for the project. result: a message id."""

    result: str
    on: date
    opinion: str
    upkeep: str


@dataclass(frozen=True)
class Work:
    """What came of a chosen project. months: (month, light or "") for all twelve."""

    light: str
    state: str
    unit: str
    target: str
    due_on: date
    planned_fen: int
    spent_fen: int
    progress: int
    scheduled: int | None
    plan_published: date | None
    funding: str
    safeguards: str
    steps: tuple[StepLine, ...]
    months: tuple[tuple[int, str], ...]
    reports: tuple[MonthReport, ...]
    pictures: tuple[Picture, ...]
    after: After
    closing: Closing | None


@dataclass(frozen=True)
class ProjectPage:
    """A formal candidate or chosen project. text: the frozen dossier; work: None while it is not chosen."""

    place: Place
    project_id: int
    year: int
    ordinal: int
    title: str
    summary: str
    text: dict[str, Any]
    text_sha256: str
    voted: VotedLine | None
    work: Work | None
    today: date


def project_page(place: Place, project_id: int) -> ProjectPage:
    """Return the page of a project of this place; NotFound before it is a formal candidate."""
    row = db.session.scalar(
        select(FrozenText)
        .join(CandidateList, CandidateList.id == FrozenText.shortlist_id)
        .where(
            FrozenText.jurisdiction_id == place.id,
            FrozenText.project_id == project_id,
            CandidateList.state == ShortlistState.DECIDED,
        )
    )
    if row is None:
        raise NotFound("没有这个项目，或者它还没有公布。")
    found = db.session.execute(
        select(Commitment, Acceptance)
        .outerjoin(
            Acceptance,
            (Acceptance.jurisdiction_id == Commitment.jurisdiction_id)
            & (Acceptance.commitment_id == Commitment.id),
        )
        .where(Commitment.jurisdiction_id == place.id, Commitment.project_id == project_id)
    ).first()
    return ProjectPage(
        place=place,
        project_id=project_id,
        year=row.year,
        ordinal=row.ordinal,
        title=row.title,
        summary=row.summary,
        text=json.loads(row.text),
        text_sha256=row.text_sha256,
        voted=voted_line(place, row.year, project_id),
        work=None if found is None else work_of(found[0], found[1]),
        today=today(),
    )


def work_of(row: Commitment, accepted: Acceptance | None) -> Work:
    """Return what came of a chosen project."""
    reports = reports_of(row)
    newest = reports[-1][1] if reports else None
    lights = db.session.scalars(
        select(MonthLight).where(*of(MonthLight, row)).order_by(MonthLight.month)
    ).all()
    last = lights[-1] if lights else None
    plan = db.session.scalar(select(Plan).where(*of(Plan, row)).order_by(Plan.number.desc()).limit(1))
    steps = db.session.scalars(
        select(Milestone)
        .where(*of(Milestone, row), Milestone.until_plan.is_(None))
        .order_by(Milestone.due_on, Milestone.ordinal)
    ).all()
    shown = {light.month: light.shown.value for light in lights}
    return Work(
        light=shown_light(row, last).value,
        state=COMMITMENT.words[row.state],
        unit=row.lead_unit,
        target=row.target,
        due_on=row.due_on,
        planned_fen=row.planned_fen,
        spent_fen=newest.spent_fen if newest else 0,
        progress=newest.progress if newest else 0,
        scheduled=last.scheduled if last else None,
        plan_published=day_of(plan.published_at) if plan else None,
        funding=plan.funding if plan else "",
        safeguards=plan.safeguards if plan else "",
        steps=step_lines(steps, reports, row.year, today()),
        months=tuple((month, shown.get(month, "")) for month in range(1, 13)),
        reports=told(reports),
        pictures=pictures_of(row, reports),
        after=after_vote(row),
        closing=closing_of(accepted),
    )


def closing_of(accepted: Acceptance | None) -> Closing | None:
    """Return how the year ended, once it has."""
    if accepted is None:
        return None
    return Closing(RESULTS[accepted.result], accepted.on, accepted.opinion, accepted.upkeep)


def told(reports: list[tuple[int, ReportVersion]]) -> tuple[MonthReport, ...]:
    """Return the reports, newest first."""
    return tuple(
        MonthReport(month, version.progress, version.spent_fen, version.text, version.correction)
        for month, version in reversed(reports)
    )


def reports_of(row: Commitment) -> list[tuple[int, ReportVersion]]:
    """Return month and valid version of every submitted report, by month; drafts are nobody's business."""
    found = db.session.execute(
        select(Report.month, ReportVersion)
        .join(
            ReportVersion,
            (ReportVersion.jurisdiction_id == Report.jurisdiction_id)
            & (ReportVersion.report_id == Report.id)
            & (ReportVersion.number == Report.latest),
        )
        .where(*of(Report, row))
        .order_by(Report.month)
    )
    return [(month, version) for month, version in found]


def pictures_of(row: Commitment, reports: list[tuple[int, ReportVersion]]) -> tuple[Picture, ...]:
    """Return the published photos, newest first, with the report each belongs to."""
    names = db.session.scalars(
        select(Photo.name)
        .where(*of(Photo, row), Photo.shown.is_(True))
        .order_by(Photo.kept_at.desc(), Photo.name)
    )
    reported = {name: (month, version.text) for month, version in reports for name in version.photos}
    return tuple(Picture(name, *reported.get(name, (None, ""))) for name in names)


def shown_photo(place: Place, project_id: int, name: str) -> str:
    """Return the name of a published photo of this project; NotFound for any other."""
    found = db.session.scalar(
        select(Photo.name)
        .join(
            Commitment,
            (Commitment.jurisdiction_id == Photo.jurisdiction_id) & (Commitment.id == Photo.commitment_id),
        )
        .where(
            Photo.jurisdiction_id == place.id,
            Commitment.project_id == project_id,
            Photo.name == name,
            Photo.shown.is_(True),
        )
    )
    if found is None:
        raise NotFound("没有这张照片。")
    return found
