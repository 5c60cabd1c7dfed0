"""What the page of working days shows."""

from __future__ import annotations

from calendar import Calendar
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from voting.congress.place.queries import place_by_id
from voting.congress.working_days.facts import in_year, keeper_id, working_days_of
from voting.congress.working_days.models import SpecialDay
from voting.congress.working_days.rules import (
    DAY,
    YEARS,
    DayKind,
    TimeLimit,
    WorkingDays,
    unpublished_years,
)
from voting.core.clock import today
from voting.core.db import db
from voting.core.lifecycle import ByName
from voting.people.models import Account
from voting.people.rules import Actor, Place


class CellKind(ByName):
    """How a day of a month is shown. outside: of the month before or after."""

    OUTSIDE = "outside"
    WORKED = "worked"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    WORKING = "working"


@dataclass(frozen=True)
class DayCell:
    """A day of a month. name: of its holiday; today: it is today."""

    day: date
    kind: CellKind
    name: str
    today: bool


@dataclass(frozen=True)
class Month:
    """A month by weeks that begin on Monday. worked: its number of working days."""

    first: date
    weeks: tuple[tuple[DayCell, ...], ...]
    worked: int


@dataclass(frozen=True)
class Span:
    """Days in a row that were entered alike. by: who entered them, empty for the program."""

    first: date
    last: date
    kind: DayKind
    name: str
    source: str
    by: str

    @property
    def is_one_day(self) -> bool:
        return self.first == self.last


@dataclass(frozen=True)
class Reckoned:
    """A limit counted from a day. unpublished: years it reaches that are not known yet."""

    start: date
    limit: TimeLimit
    end: date
    unpublished: tuple[int, ...]


@dataclass(frozen=True)
class WorkingDaysPage:
    """A year of the calendar that a place reads. keeper: who keeps it; keeps: the reader may change it here."""

    place: Place
    keeper: Place
    year: int
    published: bool
    keeps: bool
    months: tuple[Month, ...]
    spans: tuple[Span, ...]
    worked: int

    @property
    def other_years(self) -> tuple[int, ...]:
        """Return the years beside this one."""
        return tuple(year for year in (self.year - 1, self.year + 1) if year in YEARS)


@dataclass(frozen=True)
class LimitPage:
    """A limit to count. reckoned: None until one is asked."""

    place: Place
    reckoned: Reckoned | None


def working_days_page(place: Place, actor: Actor, year: int) -> WorkingDaysPage:
    """Return a year of the calendar that a place reads."""
    days, keeper = working_days_of(place), keeper_id(place)
    rows = _entered(keeper, year)
    names = {row.day: row.name for row, _by in rows}
    months = tuple(_month(year, number, days, names) for number in range(1, 13))
    return WorkingDaysPage(
        place=place,
        keeper=place_by_id(keeper),
        year=year,
        published=year in days.published,
        keeps=place.id == keeper == actor.jurisdiction_id,
        months=months,
        spans=_spans(rows),
        worked=sum(month.worked for month in months),
    )


def limit_page(place: Place, asked: tuple[date, TimeLimit] | None = None) -> LimitPage:
    """Return when a limit ends that starts on a day, if one is asked."""
    if asked is None:
        return LimitPage(place, None)
    days, (start, limit) = working_days_of(place), asked
    end = limit.ends_on(start, days)
    return LimitPage(place, Reckoned(start, limit, end, unpublished_years(start, end, days)))


def _entered(keeper: int, year: int) -> list[tuple[SpecialDay, str]]:
    """Return what is entered of a year, by day, with who did it."""
    asked = (
        select(SpecialDay, Account.name)
        .outerjoin(Account, Account.id == SpecialDay.changed_by)
        .where(SpecialDay.jurisdiction_id == keeper, in_year(year))
        .order_by(SpecialDay.day)
    )
    return [(row, by or "") for row, by in db.session.execute(asked)]


def _spans(rows: list[tuple[SpecialDay, str]]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for row, by in rows:
        one = Span(row.day, row.day, row.kind, row.name, row.source, by)
        last = spans[-1] if spans else None
        if last is not None and last == Span(last.first, row.day - DAY, one.kind, one.name, one.source, by):
            spans[-1] = Span(last.first, row.day, one.kind, one.name, one.source, by)
        else:
            spans.append(one)
    return tuple(spans)


def _month(year: int, number: int, days: WorkingDays, names: dict[date, str]) -> Month:
    weeks = tuple(
        tuple(DayCell(day, _kind(day, number, days), names.get(day, ""), day == today()) for day in week)
        for week in Calendar().monthdatescalendar(year, number)
    )
    worked = sum(
        days.includes(cell.day) for week in weeks for cell in week if cell.kind is not CellKind.OUTSIDE
    )
    return Month(date(year, number, 1), weeks, worked)


def _kind(day: date, month: int, days: WorkingDays) -> CellKind:
    if day.month != month:
        return CellKind.OUTSIDE
    if day in days.off:
        return CellKind.HOLIDAY
    if day in days.on:
        return CellKind.WORKING
    return CellKind.WORKED if days.includes(day) else CellKind.WEEKEND
