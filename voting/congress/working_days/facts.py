"""Shared reads of the holiday calendar: every time limit in working days is counted on what stands here. Writes nothing."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, select

from voting.congress.working_days.models import HolidayYear, SpecialDay
from voting.congress.working_days.rules import DayKind, WorkingDays
from voting.core.db import db
from voting.people.rules import Place


def keeper_id(place: Place) -> int:
    """Return the id of the place that keeps the calendar of this one: the topmost, which may be itself."""
    return place.path[0]


def in_year(year: int) -> ColumnElement[bool]:
    """Return what picks out the days of a year."""
    return SpecialDay.day.between(date(year, 1, 1), date(year, 12, 31))


def working_days_of(place: Place) -> WorkingDays:
    """Return the working days of a place, with all years that are known."""
    keeper = keeper_id(place)
    asked = select(SpecialDay.day, SpecialDay.kind).where(SpecialDay.jurisdiction_id == keeper)
    special = db.session.execute(asked).all()
    years = select(HolidayYear.year).where(
        HolidayYear.jurisdiction_id == keeper, HolidayYear.published.is_(True)
    )
    return WorkingDays(
        off=frozenset(row.day for row in special if row.kind is DayKind.HOLIDAY),
        on=frozenset(row.day for row in special if row.kind is DayKind.WORKING),
        published=frozenset(db.session.scalars(years)),
    )
