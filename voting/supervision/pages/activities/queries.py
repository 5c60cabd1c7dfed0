"""What the pages of a year's supervision activities show: one function a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select

from voting.core.db import db
from voting.people.rules import Place
from voting.supervision.activity.facts import activity_of
from voting.supervision.activity.queries import ActivityRow, activity_row, activity_rows
from voting.supervision.activity.rules import ActivityKind, ActivityState
from voting.supervision.commitment.facts import years_of
from voting.supervision.commitment.models import Commitment
from voting.supervision.evaluation.queries import evaluated
from voting.supervision.inquiry.queries import QuestionRow, questions_of
from voting.supervision.opinion.queries import OpinionRow, opinions_of
from voting.supervision.opinion.rules import OpinionKind, OpinionState
from voting.supervision.plan.models import Plan


@dataclass(frozen=True)
class Told:
    """An activity with what came of it. opinions: those that the reader may read; underway: how many others there are."""

    activity: ActivityRow
    questions: Sequence[QuestionRow]
    opinions: Sequence[OpinionRow]
    underway: int


@dataclass(frozen=True)
class Heard:
    """A report that is heard once a year. word: its state (message id), on: its day; empty and None where it is not planned."""

    word: str
    on: date | None


@dataclass(frozen=True)
class YearActivitiesPage:
    """Three steps of a year (问计划、问进度、问效果) and its activities. plans, graded: how many of `projects`."""

    place: Place
    year: int
    years: Sequence[int]
    projects: int
    plans: int
    graded: int
    half_year: Heard
    year_end: Heard
    rows: Sequence[Told]


@dataclass(frozen=True)
class ActivityPage:
    """An activity for who follows the projects, with all that was handed over."""

    place: Place
    told: Told


def year_activities_page(place: Place, year: int) -> YearActivitiesPage:
    """Return the activities of a year as everybody reads them; as many queries whatever their number."""
    rows = activity_rows(place, year)
    ids = [row.id for row in rows]
    questions, opinions = questions_of(place, ids), opinions_of(place, ids)
    of_year = (Commitment.jurisdiction_id == place.id, Commitment.year == year)
    planned = select(func.count(func.distinct(Plan.commitment_id))).join(
        Commitment, Commitment.id == Plan.commitment_id
    )
    return YearActivitiesPage(
        place=place,
        year=year,
        years=years_of(place.id),
        projects=db.session.scalar(select(func.count()).select_from(Commitment).where(*of_year)) or 0,
        plans=db.session.scalar(planned.where(*of_year)) or 0,
        graded=evaluated(place.id, year),
        half_year=_heard(rows, ActivityKind.HALF_YEAR),
        year_end=_heard(rows, ActivityKind.YEAR_END),
        rows=[_public(row, questions[row.id], opinions[row.id]) for row in rows],
    )


def _heard(rows: Sequence[ActivityRow], kind: ActivityKind) -> Heard:
    """Return the last report of a kind that is not cancelled."""
    found = [row for row in rows if row.kind is kind and row.state is not ActivityState.CANCELLED]
    return Heard(found[-1].word, found[-1].held_on or found[-1].on) if found else Heard("", None)


def _public(row: ActivityRow, questions: Sequence[QuestionRow], opinions: Sequence[OpinionRow]) -> Told:
    """Return what everybody may read: a promise from the day it was made in public, an opinion and what was answered once published (art. 17)."""
    shown = [
        one if one.state is OpinionState.PUBLISHED else replace(one, posts=())
        for one in opinions
        if one.state is OpinionState.PUBLISHED or one.kind is OpinionKind.PROMISE
    ]
    return Told(row, questions, shown, len(opinions) - len(shown))


def activity_page(place: Place, activity_id: int) -> ActivityPage:
    """Return an activity with all that came of it; NotFound for another place's."""
    row = activity_row(activity_of(place.id, activity_id))
    told = Told(row, questions_of(place, [row.id])[row.id], opinions_of(place, [row.id])[row.id], 0)
    return ActivityPage(place, told)
