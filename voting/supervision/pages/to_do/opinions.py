"""What activities of supervision, opinions and promises wait for: to be told, answered, judged, published."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from voting.congress.place.models import Unit
from voting.core.clock import day_of, today
from voting.core.db import db
from voting.core.text import N_
from voting.people.rules import Place
from voting.people.to_do import ToDo
from voting.supervision.activity.models import Activity
from voting.supervision.activity.rules import ActivityState
from voting.supervision.opinion.models import Opinion
from voting.supervision.opinion.rules import OPINION_KINDS, OpinionState
from voting.supervision.pages.to_do.facts import ROOM, STAFF, UNIT

WHAT = {
    OpinionState.ASSIGNED: N_("报告办理情况：%(kind)s第 %(number)s 条"),
    OpinionState.ANSWERED: N_("评价办理情况：%(kind)s第 %(number)s 条"),
    OpinionState.ACCEPTED: N_("公布办理情况：%(kind)s第 %(number)s 条"),
}


def activities(place: Place) -> Iterator[ToDo]:
    """Yield the activities whose day has come and of which nothing is told; one query."""
    asked = select(Activity).where(
        Activity.jurisdiction_id == place.id,
        Activity.state == ActivityState.PLANNED,
        Activity.on <= today(),
    )
    for row in db.session.scalars(asked.order_by(Activity.id)):
        yield ToDo(
            kind="supervision:activity",
            subject=str(row.id),
            room=ROOM,
            year=row.year,
            what=N_("公布监督活动的情况"),
            of=row.title,
            endpoint="supervision.activity",
            args={"activity_id": row.id},
            roles=STAFF,
            since=row.on,
        )


def opinions(place: Place) -> Iterator[ToDo]:
    """Yield the opinions and promises that are not published; one query."""
    asked = (
        select(Opinion, Activity.year, Activity.title, Unit.name)
        .join(Activity, Activity.id == Opinion.activity_id)
        .join(Unit, Unit.id == Opinion.unit_id)
        .where(Opinion.jurisdiction_id == place.id, Opinion.state != OpinionState.PUBLISHED)
        .order_by(Opinion.id)
    )
    for row, year, title, unit in db.session.execute(asked):
        to_answer = row.state is OpinionState.ASSIGNED
        yield ToDo(
            kind="supervision:opinion",
            subject=str(row.id),
            room=ROOM,
            year=year,
            what=WHAT[row.state],
            values={"kind": OPINION_KINDS[row.kind], "number": row.number},
            of=title,
            endpoint="supervision.opinion",
            args={"opinion_id": row.id},
            roles=UNIT if to_answer else STAFF,
            unit_id=row.unit_id if to_answer else None,
            whom=unit if to_answer else "",
            since=day_of(row.given_at),
            due_on=row.due_on if to_answer else None,
        )
