"""What the pages of supervision activities show: one function a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from voting.core.db import db
from voting.people.rules import Place
from voting.supervision.activity.facts import activity_of
from voting.supervision.activity.models import Activity
from voting.supervision.activity.rules import ACTIVITY, ACTIVITY_KINDS, ActivityKind, ActivityState


@dataclass(frozen=True)
class ActivityRow:
    """An activity as everybody reads it. kind_word, word: message ids; report: also the reason where it is cancelled."""

    id: int
    year: int
    kind: ActivityKind
    kind_word: str
    title: str
    on: date
    held_on: date | None
    plan: str
    report: str
    state: ActivityState
    word: str


def activity_row(row: Activity) -> ActivityRow:
    """Return an activity with its words."""
    return ActivityRow(
        id=row.id,
        year=row.year,
        kind=row.kind,
        kind_word=ACTIVITY_KINDS[row.kind],
        title=row.title,
        on=row.on,
        held_on=row.held_on,
        plan=row.plan,
        report=row.report,
        state=row.state,
        word=ACTIVITY.words[row.state],
    )


def activity_rows(place: Place, year: int) -> Sequence[ActivityRow]:
    """Return the activities of a year by day; one query."""
    asked = select(Activity).where(Activity.jurisdiction_id == place.id, Activity.year == year)
    return [activity_row(row) for row in db.session.scalars(asked.order_by(Activity.on, Activity.id))]


@dataclass(frozen=True)
class NewActivityPage:
    """The frame of the form of a new activity."""

    place: Place
    year: int


@dataclass(frozen=True)
class ActivityFrame:
    """The frame of a form about one activity."""

    place: Place
    activity: ActivityRow


def activity_frame(place: Place, activity_id: int) -> ActivityFrame:
    """Return the frame of a form about an activity; NotFound for another place's."""
    return ActivityFrame(place, activity_row(activity_of(place.id, activity_id)))
