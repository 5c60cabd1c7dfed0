"""Deeds of supervision activities. Each writes its journal line; none commits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from voting.audit.journal import Event, record
from voting.core.clock import now
from voting.core.db import db
from voting.people.rules import Actor
from voting.supervision.activity.facts import activity_of
from voting.supervision.activity.models import Activity
from voting.supervision.activity.rules import ACTIVITY, ActivityKind, expect_held, expect_of_year


@dataclass(frozen=True, kw_only=True)
class ActivityPlanned(Event):
    name: ClassVar[str] = "supervision:activity:planned"
    activity: int
    year: int
    kind: str
    on: date


@dataclass(frozen=True, kw_only=True)
class ActivityMoved(Event):
    """It was told what came of an activity, or that it does not take place."""

    name: ClassVar[str] = "supervision:activity:moved"
    activity: int
    year: int
    step: str


@dataclass(frozen=True, kw_only=True)
class NewActivity:
    """An activity of the year's plan. on: the day that it is planned for; plan: how, who, what is asked."""

    year: int
    kind: ActivityKind
    title: str
    on: date
    plan: str


def plan_activity(actor: Actor, new: NewActivity) -> Activity:
    """Put an activity into the year's plan; Refused for a day that has nothing to do with the year."""
    expect_of_year(new.on, new.year)
    row = Activity(
        jurisdiction_id=actor.jurisdiction_id,
        year=new.year,
        kind=new.kind,
        title=new.title,
        on=new.on,
        plan=new.plan,
        planned_at=now(),
    )
    db.session.add(row)
    db.session.flush()
    event = ActivityPlanned(activity=row.id, year=row.year, kind=row.kind.value, on=row.on)
    record(event, actor, row.jurisdiction_id)
    return row


def report_activity(actor: Actor, activity_id: int, held_on: date, report: str) -> Activity:
    """Publish what came of an activity; Refused before it took place, WrongMoment when it was told already."""
    expect_held(held_on)
    row = _told(actor, activity_id, "report", report)
    row.held_on = held_on
    return row


def cancel_activity(actor: Actor, activity_id: int, reason: str) -> Activity:
    """Say that an activity does not take place, and why; WrongMoment once it was told what came of it."""
    return _told(actor, activity_id, "cancel", reason)


def _told(actor: Actor, activity_id: int, step: str, text: str) -> Activity:
    row = activity_of(actor.jurisdiction_id, activity_id)
    row.state = ACTIVITY.after(row.state, step)
    row.report, row.told_at = text, now()
    event = ActivityMoved(activity=row.id, year=row.year, step=step)
    record(event, actor, row.jurisdiction_id)
    return row
