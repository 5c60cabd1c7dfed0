"""Reminders before a monthly report is due: one due row a project, moved on by each report and by each reminder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from voting.audit.journal import Event, record
from voting.core.clock import day_of, moment, now
from voting.core.due import Owed, owe
from voting.supervision.commitment.models import Commitment
from voting.supervision.report.facts import Loaded, load
from voting.supervision.report.owed import due_day, owes

REMINDER = "supervision:report_reminder"
BEFORE, HOUR = timedelta(days=3), 9
"""So long before the day by which a report must be in, at this hour of China's clock."""


@dataclass(frozen=True, kw_only=True)
class ReportReminded(Event):
    """A report is due soon and not in. closes_on: the day by which it must be."""

    name: ClassVar[str] = "supervision:report:reminded"
    commitment: int
    month: int
    closes_on: date


def reminder_at(year: int, month: int) -> datetime:
    """Return when the unit is reminded of a month's report."""
    return moment(due_day(year, month) - BEFORE, HOUR)


def owe_reminder(commitment: Commitment) -> None:
    """Have the unit reminded of the next report that it will owe. Called before the deed's line is recorded: the worker has the row first."""
    _owe_after(load(Commitment.id == commitment.id)[0], now())


def remind(owed: Owed) -> None:
    """Remind of the report for which a row was due, unless it is in or owed no more, and have the next month's reminded of."""
    work = load(Commitment.id == int(owed.key))[0]
    _owe_after(work, owed.due_at)
    closes_on = day_of(owed.due_at) + BEFORE
    month = (closes_on.replace(day=1) - timedelta(days=1)).month
    if owes(work, month) and month > (work.month or 0):
        told = ReportReminded(commitment=work.row.id, month=month, closes_on=closes_on)
        record(told, None, work.row.jurisdiction_id)


def _owe_after(work: Loaded, at: datetime) -> None:
    row = work.row
    months = range(max(work.first_month, (work.month or 0) + 1), 13)
    next_at = next((found for month in months if (found := reminder_at(row.year, month)) > at), None)
    if next_at is not None:
        owe(REMINDER, str(row.id), next_at, jurisdiction_id=row.jurisdiction_id)
