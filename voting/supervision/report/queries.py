"""What the pages of the monthly report show: one function a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from voting.core.clock import today
from voting.core.db import db
from voting.core.errors import NotFound
from voting.people.rules import Actor, Place
from voting.supervision.commitment.facts import of, own_commitment
from voting.supervision.commitment.models import Commitment, Milestone, SubItem
from voting.supervision.light.models import MonthLight
from voting.supervision.light.rules import BEHIND, Light
from voting.supervision.report.doubts import day_in, doubts_of
from voting.supervision.report.facts import Loaded, one, report_of
from voting.supervision.report.models import ReportVersion
from voting.supervision.report.owed import due_day, not_begun
from voting.supervision.report.rules import Doubt, ReportState
from voting.supervision.report.shown import Shown


@dataclass(frozen=True)
class LightRow:
    """The light shown for a month. read: what the rule found; later: what it found after late reports or corrections.

    chosen_reason, chosen_by: when a person set it; old: kept the old way, when corrections changed it.
    """

    month: int
    light: Light | None
    read: Light | None = None
    later: Light | None = None
    chosen_reason: str = ""
    chosen_by: str = ""
    old: bool = False


@dataclass(frozen=True)
class ReportRow:
    """A report that counts. corrected: how many times, with the last reason."""

    month: int
    progress: int
    spent_fen: int
    text: str
    photos: Sequence[str]
    submitted_at: datetime
    corrected: int
    correction: str


@dataclass(frozen=True)
class PartRow:
    title: str
    unit: str
    place: str
    quantity: int
    done: int
    percent: int
    measure: str


def light_rows(work: Loaded) -> list[LightRow]:
    """Return twelve months: the light shown for each, or none, with what stands beside it."""
    return [light_row(month, work.lights.get(month)) for month in range(1, 13)]


def light_row(month: int, kept: MonthLight | None) -> LightRow:
    """Return a month of the history of lights."""
    if kept is None:
        return LightRow(month, None)
    later = kept.later
    return LightRow(
        month=month,
        light=kept.shown,
        read=kept.light,
        later=later.light if later and later.light is not kept.light else None,
        chosen_reason=kept.chosen_reason if kept.chosen else "",
        chosen_by=kept.chosen_by if kept.chosen else "",
        old=kept.is_of_the_old_way,
    )


def report_rows(work: Loaded) -> list[ReportRow]:
    """Return the reports that count, newest first."""
    return [
        ReportRow(
            month=month,
            progress=version.progress,
            spent_fen=version.spent_fen,
            text=version.text,
            photos=version.photos,
            submitted_at=version.submitted_at,
            corrected=version.number - 1,
            correction=version.correction,
        )
        for month, version in sorted(work.versions.items(), reverse=True)
    ]


def part_rows(work: Loaded) -> list[PartRow]:
    """Return the sub-items with the quantities of the newest report."""
    done = work.newest.quantities if work.newest else {}
    return [
        PartRow(
            title=part.title,
            unit=part.unit_name,
            place=part.place,
            quantity=part.quantity,
            done=done.get(str(part.id), 0),
            percent=min(100, 100 * done.get(str(part.id), 0) // part.quantity),
            measure=part.measure,
        )
        for part in db.session.scalars(of(SubItem, work.row).order_by(SubItem.ordinal))
    ]


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
    """What was filled in, to be read once more. quantities: (title, done, of, measure); doubts: to be ticked off."""

    place: Place
    id: int
    title: str
    month: int
    progress: int
    spent_fen: int
    before_progress: int
    before_spent_fen: int
    text: str
    milestones: Sequence[tuple[str, date | None]]
    quantities: Sequence[tuple[str, int, int, str]]
    photos: Sequence[str]
    correction: str
    doubts: Sequence[Doubt]


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
    if date(row.year, month, 1) > today():
        raise not_begun(work, month)
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
    ticked, days = set(draft["milestones"]), draft.get("done_on", {})
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
        milestones=[(m.title, day_in(days, m.id)) for m in page.open_milestones if m.id in ticked],
        quantities=[
            (item.title, draft["quantities"].get(str(item.id), 0), item.quantity, item.measure)
            for item in page.sub_items
        ],
        photos=draft["photos"],
        correction=draft["correction"],
        doubts=doubts_of(one(own_commitment(actor, commitment_id)), draft, month),
    )
