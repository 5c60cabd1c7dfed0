"""What the pages of a responsible unit show: its projects, the report form, the check before sending, the plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from voting.congress.models import Unit
from voting.core.clock import today
from voting.core.db import db
from voting.core.errors import NotFound
from voting.core.lifecycle import Missing
from voting.people.rules import Actor, Place
from voting.supervision.find import commitment_for, own_commitment, report_of
from voting.supervision.loaded import Loaded, Shown, load
from voting.supervision.missing import (
    awaiting_revision,
    latest_plan,
    missing_before_publish_plan,
    missing_of_figures,
)
from voting.supervision.models import Commitment, Milestone, Plan, ReportVersion, SubItem
from voting.supervision.models_follow import Finding, FollowUp
from voting.supervision.queries import BoardRow, board_row
from voting.supervision.rules import (
    COMMITMENT,
    FINDING,
    REPORT_DAY,
    CommitmentState,
    FindingState,
    ReportState,
)
from voting.supervision.rules_lights import BEHIND


@dataclass(frozen=True)
class MineRow:
    """One project of the unit. report_month: the month to report now, None when nothing is due."""

    board: BoardRow
    report_month: int | None
    report_due_on: date | None
    overdue: bool
    may_plan: bool
    may_deliver: bool
    may_change: bool


@dataclass(frozen=True)
class ToAnswer:
    """A finding or letter that waits for the unit."""

    id: int
    commitment_id: int
    title: str
    text: str
    due_on: date
    overdue: bool
    word: str


@dataclass(frozen=True)
class MinePage:
    place: Place
    unit: str
    rows: Sequence[MineRow]
    findings: Sequence[ToAnswer]
    letters: Sequence[ToAnswer]


@dataclass(frozen=True)
class ReportPage:
    """The form of a month. before_month: of the newest earlier report; draft: what was filled in."""

    place: Place
    id: int
    title: str
    month: int
    due_on: date
    shown: Shown
    before_month: int | None
    before_progress: int
    before_spent_fen: int
    before_quantities: Mapping[str, int]
    open_milestones: Sequence[Milestone]
    sub_items: Sequence[SubItem]
    explain: bool
    correcting: bool
    draft: dict[str, Any] | None
    latest: ReportVersion | None
    done_before: frozenset[int]


@dataclass(frozen=True)
class CheckPage:
    """What was filled in, to be read once more. quantities: (title, done, of, measure)."""

    place: Place
    id: int
    title: str
    month: int
    progress: int
    spent_fen: int
    before_progress: int
    before_spent_fen: int
    text: str
    milestones: Sequence[str]
    quantities: Sequence[tuple[str, int, int, str]]
    photos: Sequence[str]
    correction: str


@dataclass(frozen=True)
class PlanPage:
    """The plan to write. first: none is published yet; last: the plan in force."""

    place: Place
    commitment: Commitment
    unit: str
    first: bool
    missing: Sequence[Missing]
    steps: Sequence[Milestone]
    last: Plan | None


def due_day(year: int, month: int) -> date:
    """Return the day by which a month's report must be in."""
    return date(year + month // 12, month % 12 + 1, REPORT_DAY)


def month_to_report(work: Loaded) -> int | None:
    """Return the month that is to be reported next, None when all that began are in.

    Until the reporting day the month before is asked for first; after it the running month.
    """
    year, day = work.row.year, today()
    if day.year < year or not COMMITMENT.may(work.row.state, "report"):
        return None
    running = day.month if day.year == year else 12
    if day.year == year and day.day <= REPORT_DAY and running > 1 and running - 1 not in work.versions:
        return running - 1
    return running if running not in work.versions else None


def mine_row(work: Loaded, *, revises: bool) -> MineRow:
    """Return one of the unit's projects with what may be done now; revises: its plan waits for a revision."""
    month, state = month_to_report(work), work.row.state
    due_on = due_day(work.row.year, month) if month else None
    return MineRow(
        board=board_row(work),
        report_month=month,
        report_due_on=due_on,
        overdue=due_on is not None and due_on < today(),
        may_plan=state is CommitmentState.ASSIGNED or (COMMITMENT.may(state, "revise_plan") and revises),
        may_deliver=state is CommitmentState.UNDER_WAY and not missing_of_figures(work.progress, work.still),
        may_change=any(COMMITMENT.may(state, step) for step in ("adjust", "resume", "terminate")),
    )


def to_answer(row: Finding | FollowUp, titles: Mapping[int, str], text: str, word: str) -> ToAnswer:
    """Return a finding or letter as the list of what waits shows it."""
    title = titles.get(row.commitment_id, "")
    return ToAnswer(row.id, row.commitment_id, title, text, row.due_on, row.due_on < today(), word)


def unit_name(actor: Actor) -> str:
    """Return the name of the unit that the person reports for; empty when there is none."""
    unit = db.session.get(Unit, actor.unit_id) if actor.unit_id else None
    return unit.name if unit else ""


def mine_page(place: Place, actor: Actor) -> MinePage:
    """Return the projects of the person's unit, newest year first, with what waits for an answer."""
    mine = (Commitment.jurisdiction_id == place.id, Commitment.unit_id == actor.unit_id)
    works = load(*mine)
    titles = {work.row.id: work.row.title for work in works}
    revising = awaiting_revision(place.id, list(titles))
    findings = db.session.scalars(
        select(Finding)
        .where(
            Finding.jurisdiction_id == place.id,
            Finding.unit_id == actor.unit_id,
            Finding.state.in_((FindingState.RAISED, FindingState.ANSWERED)),
        )
        .order_by(Finding.due_on)
    )
    letters = db.session.scalars(
        select(FollowUp)
        .where(
            FollowUp.jurisdiction_id == place.id,
            FollowUp.unit_id == actor.unit_id,
            FollowUp.answered_at.is_(None),
        )
        .order_by(FollowUp.due_on)
    )
    return MinePage(
        place=place,
        unit=unit_name(actor),
        rows=[mine_row(work, revises=work.row.id in revising) for work in works],
        findings=[to_answer(row, titles, row.title, FINDING.words[row.state]) for row in findings],
        letters=[to_answer(row, titles, row.text, "") for row in letters],
    )


def one(commitment: Commitment) -> Loaded:
    """Return a commitment with all that belongs to it."""
    return load(Commitment.jurisdiction_id == commitment.jurisdiction_id, Commitment.id == commitment.id)[0]


def sub_items_of(commitment: Commitment) -> list[SubItem]:
    """Return the sub-items of a commitment in their order."""
    asked = select(SubItem).where(
        SubItem.jurisdiction_id == commitment.jurisdiction_id, SubItem.commitment_id == commitment.id
    )
    return list(db.session.scalars(asked.order_by(SubItem.ordinal)))


def report_page(place: Place, actor: Actor, commitment_id: int, month: int) -> ReportPage:
    """Return the form of a month; NotFound for another unit's project or a month that does not exist."""
    if month not in range(1, 13):
        raise NotFound("没有这个月份。")
    row = own_commitment(actor, commitment_id)
    work, report = one(row), report_of(row, month)
    earlier = {m: version for m, version in work.versions.items() if m < month}
    before = earlier[max(earlier)] if earlier else None
    done_before = frozenset(i for version in earlier.values() for i in version.milestones)
    shown = work.shown()
    return ReportPage(
        place=place,
        id=row.id,
        title=row.title,
        month=month,
        due_on=due_day(row.year, month),
        shown=shown,
        before_month=max(earlier, default=None),
        before_progress=before.progress if before else 0,
        before_spent_fen=before.spent_fen if before else 0,
        before_quantities=before.quantities if before else {},
        open_milestones=[m for m in work.milestones if m.id not in done_before],
        sub_items=sub_items_of(row),
        explain=shown.light in BEHIND,
        correcting=report is not None and report.state is not ReportState.DRAFT,
        draft=report.draft if report else None,
        latest=work.versions.get(month),
        done_before=done_before,
    )


def check_page(place: Place, actor: Actor, commitment_id: int, month: int) -> CheckPage | None:
    """Return what was filled in for a month; None when it is submitted already, NotFound when there is nothing."""
    page = report_page(place, actor, commitment_id, month)
    draft = page.draft
    if draft is None and page.latest is None:
        raise NotFound("没有待核对的月报。")
    if draft is None:
        return None
    ticked = set(draft["milestones"])
    return CheckPage(
        place=place,
        id=page.id,
        title=page.title,
        month=month,
        progress=draft["progress"],
        spent_fen=draft["spent_fen"],
        before_progress=page.before_progress,
        before_spent_fen=page.before_spent_fen,
        text=draft["text"],
        milestones=[m.title for m in page.open_milestones if m.id in ticked],
        quantities=[
            (item.title, draft["quantities"].get(str(item.id), 0), item.quantity, item.measure)
            for item in page.sub_items
        ],
        photos=draft["photos"],
        correction=draft["correction"],
    )


def plan_page(place: Place, actor: Actor, commitment_id: int) -> PlanPage:
    """Return the plan as it may be written now."""
    row = commitment_for(actor, place.id, commitment_id)
    work = one(row)
    return PlanPage(
        place=place,
        commitment=row,
        unit=work.unit,
        first=row.state is CommitmentState.ASSIGNED,
        missing=missing_before_publish_plan(row),
        steps=work.milestones,
        last=db.session.scalar(latest_plan(row)),
    )
