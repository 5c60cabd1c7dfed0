"""What was published, newest first, and the days that everybody may know: each said by the stage that owns it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from voting.congress.ballot_rules.choices import Kind
from voting.congress.meeting.queries import meeting_lines
from voting.core.clock import moment, now, today
from voting.core.text import N_
from voting.people.rules import Place
from voting.screening.call.queries import public_calls
from voting.supervision.commitment.rules import ENDED
from voting.supervision.light.queries import lit_months
from voting.supervision.light.rules import LIGHTS
from voting.supervision.pages.board.queries import projects_of
from voting.supervision.plan.queries import published_plans
from voting.supervision.report.owed import due_day
from voting.tally.handover import PublicOutcome, listed_outcomes

MOST = 60
MONTHS = range(1, 13)


@dataclass(frozen=True, kw_only=True)
class News:
    """Something that was published. title: a message id with values; parts: more of it, each a message id and a number or a text.

    kind, subject: name it for good; endpoint, args: where everybody reads it, within the place.
    """

    kind: str
    subject: str
    title: str
    endpoint: str
    at: datetime
    values: Mapping[str, object] = field(default_factory=dict)
    args: Mapping[str, str | int] = field(default_factory=dict)
    parts: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, kw_only=True)
class PublicDay:
    """A day, or several, of the procedure. title: a message id with values; of: what it is about, as somebody wrote it."""

    kind: str
    subject: str
    title: str
    first: date
    last: date
    endpoint: str
    values: Mapping[str, object] = field(default_factory=dict)
    args: Mapping[str, str | int] = field(default_factory=dict)
    of: str = ""


def news(place: Place) -> list[News]:
    """Return what a place published, newest first, at most MOST; never what is still to be published."""
    found = [*_results(place), *_plans(place), *_lights(place), *_calls(place)]
    told = [one for one in found if one.at <= now()]
    return sorted(told, key=lambda one: (one.at, one.kind, one.subject), reverse=True)[:MOST]


def _results(place: Place) -> Iterator[News]:
    """Yield the announced results; one that was altered since is no news, and takes no other with it."""
    for one in listed_outcomes(place.id):
        if not isinstance(one, PublicOutcome) or one.announced_at is None:
            continue
        word = N_("公告：%(title)s结果") if one.kind is Kind.EVALUATE else N_("公告：%(title)s通过的项目")
        yield News(
            kind="result",
            subject=one.uuid,
            title=word,
            values={"title": one.title},
            endpoint="portal.ballot",
            args={"uuid": one.uuid},
            at=one.announced_at,
            parts=tuple(("", line.title) for line in one.lines if line.chosen),
        )


def _plans(place: Place) -> Iterator[News]:
    for one in published_plans(place.id, MOST):
        first = one.number == 1
        yield News(
            kind="plan",
            subject=f"{one.commitment_id}:{one.number}",
            title=N_("公布实施计划：%(title)s") if first else N_("修订实施计划：%(title)s"),
            values={"title": one.title},
            endpoint="supervision.project",
            args={"commitment_id": one.commitment_id},
            at=one.published_at,
        )


def _lights(place: Place) -> Iterator[News]:
    for one in lit_months(place.id)[:MOST]:
        yield News(
            kind="lights",
            subject=f"{one.year}:{one.month}",
            title=N_("%(year)s 年 %(month)s 月亮灯"),
            values={"year": one.year, "month": one.month},
            endpoint="supervision.home",
            args={"year": one.year},
            at=one.read_at,
            parts=tuple((LIGHTS[light], count) for light, count in one.counts.items()),
        )


def _calls(place: Place) -> Iterator[News]:
    for one in public_calls((place.id,)):
        yield News(
            kind="call",
            subject=str(one.year),
            title=N_("征集 %(year)s 年民生实事项目，%(day)s 截止"),
            values={"year": one.year, "day": one.closes_on.isoformat()},
            endpoint="screening.home",
            args={"year": one.year},
            at=moment(one.opens_on, 0),
        )


def public_days(place: Place) -> list[PublicDay]:
    """Return the days that everybody may know: when a call ends, when a project is to be finished."""
    calls = (
        PublicDay(
            kind="call",
            subject=str(one.year),
            title=N_("%(year)s 年民生实事项目征集截止"),
            values={"year": one.year},
            first=one.closes_on,
            last=one.closes_on,
            endpoint="screening.home",
            args={"year": one.year},
        )
        for one in public_calls((place.id,))
    )
    projects = (
        PublicDay(
            kind="project",
            subject=str(row.id),
            title=N_("应当完成"),
            of=row.title,
            first=row.due_on,
            last=row.due_on,
            endpoint="supervision.project",
            args={"commitment_id": row.id},
        )
        for row in projects_of((place.id,))
        if row.state not in ENDED
    )
    return [*calls, *projects]


def days_of_the_year(place: Place) -> list[PublicDay]:
    """Return what everybody may know and what the congress itself does: its meetings, planned ones too, and reporting days."""
    this = today().year
    months = [(this - 1, 12), *((this, month) for month in MONTHS)]
    reporting = {year for year in (this - 1, this) if projects_of((place.id,), year)}
    meetings = (
        PublicDay(
            kind="meeting",
            subject=str(one.id),
            title=N_("会议"),
            of=one.title,
            first=one.opens_on,
            last=one.last_day,
            endpoint="congress.meeting",
            args={"meeting_id": one.id},
        )
        for one in meeting_lines(place)
        if not one.rehearsal
    )
    reports = (
        PublicDay(
            kind="reports",
            subject=f"{year}:{month}",
            title=N_("%(month)s 月份报告报送截止"),
            values={"month": month},
            first=due_day(year, month),
            last=due_day(year, month),
            endpoint="supervision.home",
            args={"year": year},
        )
        for year, month in months
        if year in reporting
    )
    return [*public_days(place), *meetings, *reports]
