"""Which projects of a year are asked for, a page at a time, and what all of them come to: as many queries whatever their number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.sql.selectable import FromClause

from voting.congress.place.models import Unit
from voting.core.db import db
from voting.supervision.commitment.models import Commitment
from voting.supervision.light.models import MonthLight
from voting.supervision.light.rules import Light
from voting.supervision.report.facts import newest_by
from voting.supervision.report.models import Report, ReportVersion

PER_PAGE = 50
Ts = TypeVarTuple("Ts")


@dataclass(frozen=True)
class Filter:
    """What a reader of the projects asked for; empty texts ask for everything. number: of the page, from 1."""

    year: int | None = None
    light: str = ""
    unit: str = ""
    q: str = ""
    number: int = 1


@dataclass(frozen=True)
class Found:
    """The projects of one page. ids: in order; total: of all pages; number, pages: of the page, from 1."""

    ids: Sequence[int]
    total: int
    number: int
    pages: int


@dataclass(frozen=True)
class YearSums:
    """What all projects of a year come to. counts: colour -> how many show it. Money in whole fen."""

    total: int
    counts: Mapping[str, int]
    planned_fen: int
    spent_fen: int
    units: Sequence[str]


def of_year(jurisdiction_id: int, year: int) -> ColumnElement[bool]:
    """Return what picks out the projects of a year."""
    return and_(Commitment.jurisdiction_id == jurisdiction_id, Commitment.year == year)


UNIT_NAME = func.coalesce(Unit.name, Commitment.lead_unit)
SHOWN = func.coalesce(MonthLight.chosen, MonthLight.light, Light.GREY)


def with_light(asked: Select[*Ts], which: ColumnElement[bool]) -> Select[*Ts]:
    """Return a query of commitments joined to the last kept light of each, and to its unit."""
    ids = select(Commitment.id).where(which)
    last = newest_by(MonthLight.commitment_id, MonthLight.month, ids)
    newest = and_(MonthLight.commitment_id == last.c.of, MonthLight.month == last.c.last)
    joined: FromClause = (
        Commitment.__table__.outerjoin(Unit, Unit.id == Commitment.unit_id)
        .outerjoin(last, last.c.of == Commitment.id)
        .outerjoin(MonthLight, newest)
    )
    return asked.select_from(joined).where(which)


def wanted(asked: Filter) -> list[ColumnElement[bool]]:
    """Return what a filter asks of a project, for a query of `with_light`."""
    which: list[ColumnElement[bool]] = []
    if asked.light:
        lights = [light for light in Light if light.value == asked.light]
        which.append(SHOWN.in_(lights))
    if asked.unit:
        which.append(UNIT_NAME.in_([asked.unit]))
    if asked.q:
        texts = (Commitment.title, Commitment.summary, UNIT_NAME)
        which.append(or_(*(text.contains(asked.q, autoescape=True) for text in texts)))
    return which


def matching(jurisdiction_id: int, year: int, asked: Filter) -> Select[int]:
    """Return the query of the ids of all projects of a year that meet a filter."""
    return with_light(select(Commitment.id), of_year(jurisdiction_id, year)).where(*wanted(asked))


def found(jurisdiction_id: int, year: int, asked: Filter, per_page: int = PER_PAGE) -> Found:
    """Return one page of the projects of a year that meet a filter; one query."""
    return page_of(matching(jurisdiction_id, year, asked), asked.number, per_page)


def page_of(ids: Select[int], number: int, per_page: int = PER_PAGE) -> Found:
    """Return one page of some commitments, newest year first, then by place on the ballot; a page too far is the last."""
    order = (Commitment.year.desc(), Commitment.ordinal, Commitment.id)
    ordered, number = ids.add_columns(func.count().over()).order_by(*order), max(number, 1)
    rows = db.session.execute(ordered.offset((number - 1) * per_page).limit(per_page)).all()
    if rows or number == 1:
        total = rows[0][1] if rows else 0
        return Found([row[0] for row in rows], total, number, max(1, -(-total // per_page)))
    total = db.session.scalar(select(func.count()).select_from(ids.subquery())) or 0
    return page_of(ids, max(1, -(-total // per_page)), per_page)


def sums_of(jurisdiction_id: int, year: int) -> YearSums:
    """Return what all projects of a year come to; three queries."""
    which = of_year(jurisdiction_id, year)
    asked = with_light(select(SHOWN, func.count(), func.sum(Commitment.planned_fen)), which)
    lights = db.session.execute(asked.group_by(SHOWN)).all()
    units = with_light(select(UNIT_NAME).distinct(), which)
    return YearSums(
        total=sum(row[1] for row in lights),
        counts={str(row[0]): row[1] for row in lights},
        planned_fen=sum(int(row[2]) for row in lights),
        spent_fen=spent_of(select(Commitment.id).where(which)),
        units=sorted(db.session.scalars(units)),
    )


def spent_of(ids: Select[int]) -> int:
    """Return what some projects have spent by the newest report of each, in whole fen."""
    last = newest_by(Report.commitment_id, Report.month, ids, Report.latest > 0)
    asked = (
        select(func.sum(ReportVersion.spent_fen))
        .select_from(Report)
        .join(last, and_(Report.commitment_id == last.c.of, Report.month == last.c.last))
        .join(
            ReportVersion, and_(ReportVersion.report_id == Report.id, ReportVersion.number == Report.latest)
        )
    )
    return int(db.session.scalar(asked) or 0)
