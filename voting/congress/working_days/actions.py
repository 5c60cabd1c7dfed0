"""Deeds of the holiday calendar. Each writes its journal line; none commits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlalchemy import select

from voting.audit.journal import Event, record
from voting.congress.place.models import Jurisdiction
from voting.congress.working_days.facts import in_year, keeper_id
from voting.congress.working_days.models import HolidayYear, SpecialDay
from voting.congress.working_days.rules import YEARS, DayKind, each_day, expect_difference
from voting.congress.working_days.seed import SOURCE, known_days, known_years
from voting.core.clock import now, today
from voting.core.db import db
from voting.core.errors import NotAllowed, NotFound, RuleBroken
from voting.people.rules import Actor, Place


@dataclass(frozen=True)
class NewDays:
    """Days as somebody enters them, from the first to the last. source: where they are published."""

    first: date
    last: date
    kind: DayKind
    name: str
    source: str


@dataclass(frozen=True, kw_only=True)
class YearSeeded(Event):
    """The program took a year from its library. days: how many were new."""

    name: ClassVar[str] = "congress:working_days:seeded"
    year: int
    days: int
    source: str


@dataclass(frozen=True, kw_only=True)
class DaysEntered(Event):
    name: ClassVar[str] = "congress:working_days:entered"
    first: date
    last: date
    kind: str
    holiday: str
    source: str


@dataclass(frozen=True, kw_only=True)
class YearTold(Event):
    name: ClassVar[str] = "congress:working_days:year_told"
    year: int
    published: bool


def seed_all_places() -> None:
    """Take from the library, for every topmost place, the years from last year on that nobody has looked at yet."""
    for place_id in db.session.scalars(select(Jurisdiction.id).where(Jurisdiction.parent_id.is_(None))):
        for year in known_years():
            if year >= today().year - 1 and db.session.get(HolidayYear, (place_id, year)) is None:
                _seed(place_id, year)


def _seed(place_id: int, year: int) -> None:
    """Enter a year as published; what a person has entered of it before stays as it is."""
    known = [one for one in known_days(year) if db.session.get(SpecialDay, (place_id, one.day)) is None]
    for one in known:
        row = SpecialDay(
            jurisdiction_id=place_id,
            day=one.day,
            kind=one.kind,
            name=one.name,
            source=SOURCE,
            changed_by=None,
            changed_at=now(),
        )
        db.session.add(row)
    told = HolidayYear(jurisdiction_id=place_id, year=year, published=True, changed_by=None, changed_at=now())
    db.session.add(told)
    record(YearSeeded(year=year, days=len(known), source=SOURCE), None, place_id)


def enter_days(actor: Actor, place: Place, new: NewDays) -> None:
    """Enter days off or working weekends, or let days go by their day of the week again.

    A limit that was counted before keeps its day: whoever owes it counts anew where that is meant.
    Errors: NotAllowed unless this place keeps its calendar; RuleBroken for days that do not differ, none or too many.
    """
    _expect_keeper(actor, place)
    days = tuple(each_day(new.first, new.last))
    for day in days:
        expect_difference(new.kind, day)
    for day in days:
        _enter(actor, place.id, day, new)
    entered = DaysEntered(first=new.first, last=new.last, kind=new.kind, holiday=new.name, source=new.source)
    record(entered, actor, place.id)


def _enter(actor: Actor, place_id: int, day: date, new: NewDays) -> None:
    row = db.session.get(SpecialDay, (place_id, day))
    if new.kind is DayKind.PLAIN:
        if row is not None:
            db.session.delete(row)
        return
    entered = SpecialDay(
        jurisdiction_id=place_id,
        day=day,
        kind=new.kind,
        name=new.name,
        source=new.source,
        changed_by=actor.account_id,
        changed_at=now(),
    )
    db.session.merge(entered)


def tell_year(actor: Actor, place: Place, year: int, *, published: bool) -> None:
    """Say that a year's arrangement is published and entered whole, or that it is not.

    Errors: NotFound for a year too far away; NotAllowed unless this place keeps its calendar; RuleBroken where a
    published year has no day off.
    """
    _expect_keeper(actor, place)
    if year not in YEARS:
        raise NotFound("没有这一年的工作日历。")
    days_off = select(SpecialDay.day).where(
        SpecialDay.jurisdiction_id == place.id, SpecialDay.kind == DayKind.HOLIDAY, in_year(year)
    )
    if published and db.session.scalar(days_off.limit(1)) is None:
        raise RuleBroken("还没有登记 %(year)s 年的放假日，请先登记，再标为已公布。", year=year)
    told = HolidayYear(
        jurisdiction_id=place.id,
        year=year,
        published=published,
        changed_by=actor.account_id,
        changed_at=now(),
    )
    db.session.merge(told)
    record(YearTold(year=year, published=published), actor, place.id)


def _expect_keeper(actor: Actor, place: Place) -> None:
    if keeper_id(place) != place.id or actor.jurisdiction_id != place.id:
        raise NotAllowed("工作日历由最上一级统一登记，各地共用。")
