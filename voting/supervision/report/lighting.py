"""The lights of a month: read once on the reading day, kept, and a later reading set beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, exists, select

from voting.audit.journal import Event, record, record_all
from voting.congress.place.queries import place_by_id
from voting.congress.working_days.facts import working_days_of
from voting.congress.working_days.rules import WorkingDays
from voting.core.clock import moment, now, today
from voting.core.db import db, hold_nothing, transaction
from voting.core.errors import NotFound, WrongMoment
from voting.people.rules import Actor, Place
from voting.supervision.commitment.facts import years_of
from voting.supervision.commitment.models import Commitment
from voting.supervision.light.facts import holding_for, rules_of, thresholds_of_month
from voting.supervision.light.models import LaterReading, MonthLight
from voting.supervision.light.rules import Reading, Thresholds, month_end, reading_day
from voting.supervision.report.basis import basis_of, corrected, documents_of, plan_numbers, read_again
from voting.supervision.report.facts import Loaded, load, one
from voting.supervision.report.rules import REPORT_DAY

AT_ONCE = 100
"""So many projects are read in one transaction; a reading that breaks off goes on with the rest."""


@dataclass(frozen=True, kw_only=True)
class LightRead(Event):
    name: ClassVar[str] = "supervision:light:read"
    commitment: int
    month: int
    light: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class LightReadLater(Event):
    """What the rule would say of a month whose light was shown already. shown: that light, which stays."""

    name: ClassVar[str] = "supervision:light:read_later"
    commitment: int
    month: int
    number: int
    light: str
    reason: str
    shown: str


@dataclass(frozen=True)
class ReadingMonth:
    """A month whose lights are to be read, or were. on: the reading day; by: the thresholds that hold on it."""

    year: int
    month: int
    on: date
    by: Thresholds


@dataclass(frozen=True)
class ReadingDays:
    """When a place reads its lights, and by what. rules: what it has set, the newest first."""

    days: WorkingDays
    rules: Sequence[Thresholds]

    def due(self, year: int, month: int) -> ReadingMonth:
        """Return when the lights of a month are read, and by which thresholds: those of the first day after it."""
        by = holding_for(self.rules, year, month)
        return ReadingMonth(year, month, reading_day(year, month, by, REPORT_DAY, self.days), by)

    @property
    def newest(self) -> ReadingMonth:
        """Return the newest month whose reading day has come."""
        year, month = before(today().year, today().month)
        due = self.due(year, month)
        return due if due.on <= today() else self.due(*before(year, month))


def reading_days(place: Place) -> ReadingDays:
    """Return when a place reads its lights; three queries."""
    return ReadingDays(working_days_of(place), rules_of(place.id))


def before(year: int, month: int) -> tuple[int, int]:
    """Return the month before a month."""
    return (year, month - 1) if month > 1 else (year - 1, 12)


def unread(year: int, month: int) -> Sequence[ColumnElement[bool]]:
    """Return what picks out the commitments that have no light of a month, though they were taken over by its end."""
    kept = exists().where(
        MonthLight.jurisdiction_id == Commitment.jurisdiction_id,
        MonthLight.commitment_id == Commitment.id,
        MonthLight.month == month,
    )
    over = moment(month_end(year, month) + timedelta(1), 0)
    return (Commitment.year == year, Commitment.taken_at < over, ~kept)


def months_unread(jurisdiction_id: int, year: int, *months: int) -> list[int]:
    """Return which of these months a project of a place has no light of yet; one query."""
    of_place = Commitment.jurisdiction_id == jurisdiction_id
    asked = [exists().where(of_place, *unread(year, month)).label(f"m{month}") for month in months]
    found = db.session.execute(select(*asked)).one()
    return [month for month, is_unread in zip(months, found, strict=True) if is_unread]


def read_what_is_due() -> None:
    """Read, in every place whose reading day has come, the lights of the month that has none yet.

    Errors: ExceptionGroup of those of single places, once all others are read.
    """
    year, month = before(today().year, today().month)
    failed: list[Exception] = []
    for asked in ((year, month), before(year, month)):
        places = select(Commitment.jurisdiction_id).where(*unread(*asked)).distinct()
        for jurisdiction_id in list(db.session.scalars(places.order_by(Commitment.jurisdiction_id))):
            try:
                read_if_due(jurisdiction_id, asked)
            except Exception as error:  # noqa: BLE001  one place stops no other; raised below
                hold_nothing()
                failed.append(error)
    if failed:
        raise ExceptionGroup("the lights of some places could not be read", failed)


def read_if_due(jurisdiction_id: int, asked: tuple[int, int]) -> None:
    """Read the lights of a place's month, year and month, if that is the one whose reading day has come last."""
    due = reading_days(place_by_id(jurisdiction_id)).newest
    if (due.year, due.month) == asked:
        read_on(None, jurisdiction_id, due)


def read_on(actor: Actor | None, jurisdiction_id: int, due: ReadingMonth) -> int:
    """Read a month's lights to the end, some at a time, each time in a transaction of its own; return how many."""
    total = 0
    while True:
        hold_nothing()
        with transaction():
            count = read_some(actor, jurisdiction_id, due)
        if not count:
            return total
        total += count


def read_month(actor: Actor, year: int, month: int) -> int:
    """Read and keep the lights of a month of at most AT_ONCE projects that have none; return how many.

    Errors: WrongMoment unless it is the newest month whose reading day has come.
    """
    return read_some(actor, actor.jurisdiction_id, month_to_read(actor.jurisdiction_id, year, month))


def month_to_read(jurisdiction_id: int, year: int, month: int) -> ReadingMonth:
    """Return a month that is the newest due one.

    Errors: NotFound for a year without projects; WrongMoment for an earlier month, and before the reading day.
    """
    if year not in years_of(jurisdiction_id):
        raise NotFound("这一年没有票决确定的项目。")
    days = reading_days(place_by_id(jurisdiction_id))
    newest = days.newest
    if (year, month) < (newest.year, newest.month):
        raise WrongMoment("%(month)s 月的亮灯结果早已定下，不能再生成。", month=month)
    if (year, month) > (newest.year, newest.month):
        day = days.due(year, month).on
        raise WrongMoment("%(month)s 月份的亮灯结果要到 %(day)s 才生成。", month=month, day=day)
    return newest


def read_some(actor: Actor | None, jurisdiction_id: int, due: ReadingMonth) -> int:
    """Read and keep the lights of a month of at most AT_ONCE projects that have none; return how many.

    actor: None of the program. What is kept is never read again: done twice, the second time finds nothing.
    """
    mine = (Commitment.jurisdiction_id == jurisdiction_id, *unread(due.year, due.month))
    asked = select(Commitment.id).where(*mine).order_by(Commitment.ordinal, Commitment.id).limit(AT_ONCE)
    ids = list(db.session.scalars(asked.with_for_update()))
    works = load(Commitment.id.in_(ids))
    plans = plan_numbers(ids)
    kept = [kept_light(work, due, plans.get(work.row.id)) for work in works if due.month not in work.lights]
    db.session.add_all(kept)
    db.session.flush()
    record_all([told_of(row) for row in kept], actor, jurisdiction_id)
    return len(kept)


def told_of(row: MonthLight) -> LightRead:
    """Return the journal's line of a light."""
    return LightRead(commitment=row.commitment_id, month=row.month, light=row.light, reason=row.reason)


def kept_light(work: Loaded, due: ReadingMonth, plan: int | None) -> MonthLight:
    """Return a month's light with all it was read from, to be kept."""
    reading = work.reading_at(due.month, due.by)
    return MonthLight(
        jurisdiction_id=work.row.jurisdiction_id,
        commitment_id=work.row.id,
        month=due.month,
        light=reading.light,
        reason=reading.reason,
        scheduled=reading.scheduled,
        progress=reading.progress,
        late=reading.late,
        computed_at=now(),
        read_from=basis_of(work, due.month, due.by, plan),
        asked=str(reading.asked),
    )


def read_later(actor: Actor, commitment: Commitment, month: int) -> None:
    """Set what the rule would say now beside the lights shown for a month and those after it: a report came late, or was corrected.

    The lights stay as they were shown. Each month is judged by the state, plan and thresholds that its light was read from:
    only figures and done marks are new. A reading that says what the last one of its month said adds nothing.
    """
    work, documents = one(commitment), documents_of(commitment)
    for m, shown in sorted(work.lights.items()):
        if m < month:
            continue
        last, kept = shown.later, documents[m]
        basis = corrected(work, m, kept) if kept else basis_of_today(work, m)
        reading = read_again(work, m, basis)
        if said(reading) != said(last.reading if last else shown.reading):
            number = last.number + 1 if last else 1
            _set_beside(actor, later_row(work, m, number, reading, basis), shown)


def basis_of_today(work: Loaded, month: int) -> dict[str, Any]:
    """Return what a light kept the old way is read from again: nothing was kept with it, so state and plan are today's."""
    by = thresholds_of_month(work.row.jurisdiction_id, work.row.year, month)
    return basis_of(work, month, by, plan_numbers([work.row.id]).get(work.row.id))


def said(reading: Reading) -> tuple[object, ...]:
    """Return of a reading what a reader is told."""
    return (reading.light, reading.reason, reading.progress, reading.late)


def later_row(work: Loaded, month: int, number: int, reading: Reading, basis: dict[str, Any]) -> LaterReading:
    """Return a reading to be set beside a light."""
    return LaterReading(
        jurisdiction_id=work.row.jurisdiction_id,
        commitment_id=work.row.id,
        month=month,
        number=number,
        light=reading.light,
        reason=reading.reason,
        asked=str(reading.asked),
        progress=reading.progress,
        late=reading.late,
        read_from=basis,
        read_at=now(),
    )


def _set_beside(actor: Actor, row: LaterReading, shown: MonthLight) -> None:
    db.session.add(row)
    db.session.flush()
    event = LightReadLater(
        commitment=row.commitment_id,
        month=row.month,
        number=row.number,
        light=row.light,
        reason=row.reason,
        shown=shown.shown,
    )
    record(event, actor, row.jurisdiction_id)
