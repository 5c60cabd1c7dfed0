"""Deeds of the monthly report. Each writes its journal line; none commits."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, ClassVar

from voting.audit.journal import Event, record
from voting.core.clock import now, today
from voting.core.db import db
from voting.core.errors import WrongMoment
from voting.core.money import wan
from voting.people.rules import Actor
from voting.supervision.commitment.facts import milestones_of, own_commitment
from voting.supervision.commitment.models import Commitment
from voting.supervision.commitment.rules import COMMITMENT, FieldRefused
from voting.supervision.light.facts import thresholds_of_month
from voting.supervision.light.rules import BEHIND, month_end
from voting.supervision.photo.actions import add_photo, show_photos
from voting.supervision.photo.models import Photo
from voting.supervision.report.doubts import doubts_of
from voting.supervision.report.facts import one, report_of, reported
from voting.supervision.report.lighting import read_later
from voting.supervision.report.models import Report, ReportVersion
from voting.supervision.report.owed import not_begun
from voting.supervision.report.reminding import owe_reminder
from voting.supervision.report.rules import MOST_PHOTOS, REPORT, SAME, ReportState
from voting.uploads.actions import take
from voting.uploads.rules import NOTHING, HandedUploads


@dataclass(frozen=True, kw_only=True)
class ReportSubmitted(Event):
    name: ClassVar[str] = "supervision:report:submitted"
    commitment: int
    month: int
    number: int
    progress: int
    spent_fen: int
    photos: tuple[str, ...]
    correction: str


@dataclass(frozen=True, kw_only=True)
class NewReport:
    """A month's figures as filled in, all cumulative. milestones: ids done; quantities: sub-item id -> done.

    photos: names of pictures that the report held before; uploads: those that wait for it;
    done_on: milestone id -> the day it was done, where it is known; correction: why a submitted report is
    corrected, else empty.
    """

    commitment_id: int
    month: int
    progress: int
    spent_fen: int
    text: str = ""
    milestones: tuple[int, ...] = ()
    quantities: tuple[tuple[int, int], ...] = ()
    photos: tuple[str, ...] = ()
    uploads: HandedUploads = NOTHING
    correction: str = ""
    done_on: tuple[tuple[int, date], ...] = ()


def fill_in(actor: Actor, new: NewReport) -> Report:
    """Keep a month's figures to be checked; nothing is public yet and nothing submitted is touched.

    Errors: WrongMoment for a month to come or a project that is not being carried out; RuleBroken for
    figures below the month before or above the month after, or a missing explanation.
    """
    commitment = own_commitment(actor, new.commitment_id)
    db.session.refresh(commitment, with_for_update=True)  # two at once fill in one report
    report = report_of(commitment, new.month)
    check_moment(commitment, report, new.month)
    new = with_photos(actor, commitment, new)
    check_figures(commitment, report, new)
    if report is None:
        report = Report(
            jurisdiction_id=commitment.jurisdiction_id, commitment_id=commitment.id, month=new.month
        )
        db.session.add(report)
    draft = asdict(new)
    del draft["uploads"]
    draft["quantities"] = {str(key): value for key, value in new.quantities}
    draft["done_on"] = days_of(new)
    report.draft = {**draft, "milestones": list(new.milestones), "photos": list(new.photos)}
    db.session.flush()
    return report


def with_photos(actor: Actor, commitment: Commitment, new: NewReport) -> NewReport:
    """Take the pictures that wait, tie them to the project, and name them beside those it held before."""
    taken = take(actor, new.uploads)
    for name in taken:
        add_photo(commitment, name)
    return replace(new, photos=tuple(dict.fromkeys((*new.photos, *taken))), uploads=NOTHING)


def check_moment(commitment: Commitment, report: Report | None, month: int) -> None:
    """Raise WrongMoment unless this month may be reported, or its report corrected, now."""
    if date(commitment.year, month, 1) > today():
        raise not_begun(one(commitment), month)
    submitted = report is not None and report.state is not ReportState.DRAFT
    if submitted and COMMITMENT.steps_from(commitment.state):
        return
    COMMITMENT.after(commitment.state, "report")


def check_figures(commitment: Commitment, report: Report | None, new: NewReport) -> None:
    """Raise RuleBroken unless the figures fit between the months around and say why work is behind."""
    known = reported(commitment)
    before = next((known[month] for month in reversed(known) if month < new.month), None)
    after = next((known[month] for month in known if month > new.month), None)
    if before and new.progress < before.progress:
        raise FieldRefused("progress", "累计进度不能少于上月的 %(before)s%%。", before=before.progress)
    if before and new.spent_fen < before.spent_fen:
        raise FieldRefused(
            "spent",
            "累计完成投资不能少于上月的 %(before)s 万元。",
            before=wan(before.spent_fen),
        )
    if after and (new.progress > after.progress or new.spent_fen > after.spent_fen):
        raise FieldRefused("progress", "更正后的数不能多于其后月份已报的数，请先更正其后的月份。")
    check_parts(commitment, new)
    if report is not None and report.latest and not new.correction:
        raise FieldRefused("correction", "请写明更正的原因。")
    by = thresholds_of_month(commitment.jurisdiction_id, commitment.year, new.month)
    reading = one(commitment).reading_with(new.month, new.progress, new.milestones, by)
    if new.text in {"", SAME} and reading.light in BEHIND:
        raise FieldRefused("text", "进度落后，请用一句话说明原因和赶上的时间。")


def check_parts(commitment: Commitment, new: NewReport) -> None:
    """Raise RuleBroken unless milestones, their days and the pictures are the project's own."""
    if set(new.milestones) - {row.id for row in milestones_of(commitment)}:
        raise FieldRefused("milestones", "所选的时间节点不在现行计划中。")
    for milestone, day in new.done_on:
        if day > today():
            raise FieldRefused(f"done_on_{milestone}", "完成日期不能在今天以后。")
        if day > month_end(commitment.year, new.month):
            raise FieldRefused(
                f"done_on_{milestone}", "%(month)s 月以后才完成的，请在完成的那个月报送。", month=new.month
            )
    if not all(
        db.session.get(Photo, (commitment.jurisdiction_id, commitment.id, name)) for name in new.photos
    ):
        raise FieldRefused("photos", "照片没有上传成功，请重新选择。")
    if len(new.photos) > MOST_PHOTOS:
        raise FieldRefused("photos", "每月最多 %(most)s 张照片。", most=MOST_PHOTOS)


def report_same(actor: Actor, commitment_id: int, month: int) -> Report:
    """Report a month in which nothing changed with the figures of the one before; sent twice, it changes nothing.

    Errors: WrongMoment before the first report, or when something was filled in for this month already; RuleBroken when the
    work is behind, which must be explained.
    """
    commitment = own_commitment(actor, commitment_id)
    db.session.refresh(commitment, with_for_update=True)
    report = report_of(commitment, month)
    if report is not None and report.latest:
        return report
    if report is not None and report.draft:
        raise WrongMoment("%(month)s 月的数已经填了一些，请打开核对后报送。", month=month)
    before = [version for m, version in reported(commitment).items() if m < month]
    if not before:
        raise WrongMoment("这个项目还没有报过进度，请先填写第一次的数。")
    same = before[-1]
    new = NewReport(
        commitment_id=commitment_id,
        month=month,
        progress=same.progress,
        spent_fen=same.spent_fen,
        text=SAME,
        milestones=tuple(same.milestones),
        quantities=tuple((int(key), value) for key, value in same.quantities.items()),
    )
    fill_in(actor, new)
    return submit(actor, commitment_id, month)


def submit(actor: Actor, commitment_id: int, month: int, *, looked: bool = True) -> Report:
    """Submit what was filled in; sent twice, the second time changes nothing. looked: the doubts were looked at.

    A first report starts the work (PLANNED -> UNDER_WAY). Lights that were shown stay; what the rule says now stands beside them.
    Errors: WrongMoment when nothing was filled in, or the state changed meanwhile.
    """
    commitment = own_commitment(actor, commitment_id)
    db.session.refresh(commitment, with_for_update=True)
    report = report_of(commitment, month)
    if report is None or (report.draft is None and not report.latest):
        raise WrongMoment("请先填写 %(month)s 月的数。", month=month)
    if report.draft is None:
        return report
    new = as_new(report.draft)
    check_moment(commitment, report, month)
    check_figures(commitment, report, new)
    if not looked and doubts_of(one(commitment), report.draft, month):
        raise FieldRefused("looked", "请把上面的提示看一遍，数没有错就勾选，再报送。")
    first = not report.latest
    report.state = REPORT.after(report.state, "submit" if first else "correct")
    if COMMITMENT.may(commitment.state, "report"):
        commitment.state = COMMITMENT.after(commitment.state, "report")
    report.latest, report.draft = report.latest + 1, None
    db.session.add(version_row(report, new))
    show_photos(commitment, new.photos)
    db.session.flush()
    owe_reminder(commitment)
    event = ReportSubmitted(
        commitment=commitment.id,
        month=month,
        number=report.latest,
        progress=new.progress,
        spent_fen=new.spent_fen,
        photos=new.photos,
        correction=new.correction,
    )
    record(event, actor, actor.jurisdiction_id)
    read_later(actor, commitment, month)
    return report


def as_new(draft: dict[str, Any]) -> NewReport:
    """Return a stored draft as the figures it holds."""
    quantities = tuple((int(key), value) for key, value in draft["quantities"].items())
    lists = {"milestones": tuple(draft["milestones"]), "photos": tuple(draft["photos"])}
    days = tuple((int(key), date.fromisoformat(day)) for key, day in draft.get("done_on", {}).items())
    return NewReport(**{**draft, **lists, "quantities": quantities, "done_on": days})


def days_of(new: NewReport) -> dict[str, str]:
    """Return the days of milestones as they are stored."""
    return {str(key): day.isoformat() for key, day in new.done_on}


def version_row(report: Report, new: NewReport) -> ReportVersion:
    """Return the next version of a report, not yet stored."""
    return ReportVersion(
        jurisdiction_id=report.jurisdiction_id,
        report_id=report.id,
        number=report.latest,
        progress=new.progress,
        spent_fen=new.spent_fen,
        text=new.text,
        milestones=list(new.milestones),
        quantities={str(key): value for key, value in new.quantities},
        photos=list(new.photos),
        submitted_at=now(),
        correction=new.correction,
        done_on=days_of(new),
    )
