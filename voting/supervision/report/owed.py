"""Which months' reports are owed, and since when they are overdue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import literal, select, union_all

from voting.core.clock import today
from voting.core.db import db
from voting.core.errors import WrongMoment
from voting.supervision.commitment.facts import first_month_of
from voting.supervision.commitment.models import Commitment
from voting.supervision.commitment.rules import COMMITMENT
from voting.supervision.light.models import MonthLight
from voting.supervision.light.rules import Reason
from voting.supervision.report.facts import Loaded
from voting.supervision.report.models import Report
from voting.supervision.report.rules import REPORT_DAY


def month_just_over(year: int) -> int:
    """Return the newest month of a year that is over, 0 before the first."""
    day = today()
    return 12 if day.year > year else day.month - 1 if day.year == year else 0


def owes(work: Loaded, month: int) -> bool:
    """Tell whether the report of a month that is over has not come."""
    return bool(month) and COMMITMENT.may(work.row.state, "report") and month not in work.versions


def due_day(year: int, month: int) -> date:
    """Return the day by which a month's report must be in."""
    return date(year + month // 12, month % 12 + 1, REPORT_DAY)


def month_to_report(work: Loaded) -> int | None:
    """Return the month that is to be reported first: the oldest that is missing; None when all that began are in."""
    return next(iter(months_owed(work)), None)


def months_owed(work: Loaded) -> list[int]:
    """Return the months whose report waits, oldest first: those that are over and not in, and the one that runs.

    The figures are cumulative, so what lies before the first report is in with it; a month that was left out since
    stays owed until it is in, in the year after too, unless the work was suspended by decision.
    """
    year, day = work.row.year, today()
    begun = 0 if day < date(year, 1, 1) else day.month if day.year == year else 12
    rested = {month for month, light in work.lights.items() if light.reason is Reason.SUSPENDED}
    return lacking(work.row, work.versions, rested, begun)


def lacking(row: Commitment, came: Collection[int], rested: Collection[int], up_to: int) -> list[int]:
    """Return the months up to one that a project owes. came: those that are in; rested: those in which it was suspended."""
    if not COMMITMENT.may(row.state, "report"):
        return []
    first = max(first_month_of(row), min(came, default=1))
    return [month for month in range(first, up_to + 1) if month not in came and month not in rested]


def lacking_of(rows: Sequence[Commitment], up_to: int) -> list[tuple[Commitment, list[int]]]:
    """Return which of many projects owe months up to one, and which months; one query for any number."""
    ids = [row.id for row in rows]
    came = select(Report.commitment_id, Report.month, literal(value=True).label("came")).where(
        Report.commitment_id.in_(ids), Report.latest > 0
    )
    rested = select(MonthLight.commitment_id, MonthLight.month, literal(value=False).label("came")).where(
        MonthLight.commitment_id.in_(ids), MonthLight.reason == Reason.SUSPENDED
    )
    months: dict[tuple[int, bool], set[int]] = defaultdict(set)
    for commitment_id, month, reported in db.session.execute(union_all(came, rested)) if ids else ():
        months[commitment_id, bool(reported)].add(month)
    found = [(row, lacking(row, months[row.id, True], months[row.id, False], up_to)) for row in rows]
    return [(row, owed) for row, owed in found if owed]


def not_begun(work: Loaded, month: int) -> WrongMoment:
    """Return the refusal of a month to come, which says which one is due."""
    due = month_to_report(work)
    if due is None:
        return WrongMoment("%(month)s 月还没有开始，不能报送；到期的月份都已报齐。", month=month)
    return WrongMoment("%(month)s 月还没有开始，不能报送；现在该报 %(due)s 月。", month=month, due=due)


def missing(work: Loaded) -> list[int]:
    """Return the months that are over and whose report is not in, oldest first."""
    over = month_just_over(work.row.year)
    return [month for month in months_owed(work) if month <= over]


def overdue(work: Loaded) -> list[int]:
    """Return the months whose report should be in and is not, oldest first."""
    return [month for month in months_owed(work) if due_day(work.row.year, month) < today()]
