"""What the pages of opinions and promises show: one function a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from voting.congress.place.models import Unit
from voting.core.clock import today
from voting.core.db import db
from voting.core.errors import NotFound
from voting.people.rules import FOLLOWING, Actor, Place, Role
from voting.supervision.activity.facts import activity_of
from voting.supervision.activity.queries import ActivityRow, activity_row
from voting.supervision.commitment.facts import one_of
from voting.supervision.opinion.models import Opinion, OpinionPost
from voting.supervision.opinion.rules import OPINION, OPINION_KINDS, OpinionKind, OpinionState

UNIT_STEPS = ("respond",)
OFFICE_STEPS = ("accept", "send_back", "publish")
LIGHTS = {
    OpinionState.ASSIGNED: "yellow",
    OpinionState.ANSWERED: "yellow",
    OpinionState.ACCEPTED: "green",
    OpinionState.PUBLISHED: "green",
}
ICONS = {"respond": "person", "accept": "done", "send_back": "again", "publish": "file"}


@dataclass(frozen=True)
class OpinionPostRow:
    """What was said of an opinion. icon, word: of its step; word is a message id."""

    icon: str
    word: str
    text: str
    at: datetime


@dataclass(frozen=True)
class OpinionRow:
    """An opinion or a promise with all that was said of it. kind_word, word: message ids; overdue: its unit is late."""

    id: int
    activity_id: int
    number: int
    kind: OpinionKind
    kind_word: str
    unit_id: int
    unit: str
    text: str
    due_on: date
    state: OpinionState
    word: str
    light: str
    overdue: bool
    posts: Sequence[OpinionPostRow]


@dataclass(frozen=True)
class OpinionPage:
    """An opinion; steps: what this reader may do now, with its words."""

    place: Place
    activity: ActivityRow
    opinion: OpinionRow
    steps: Sequence[tuple[str, str]]
    may_send_back: bool


def opinion_page(place: Place, actor: Actor, opinion_id: int) -> OpinionPage:
    """Return an opinion for its unit or for who follows the projects; NotFound for anybody else."""
    row = one_of(Opinion, place.id, opinion_id)
    of_unit = actor.unit_id is not None and row.unit_id == actor.unit_id and Role.UNIT in actor.roles
    if not of_unit and not actor.roles & FOLLOWING:
        raise NotFound("没有这一项。")
    mine = (UNIT_STEPS if of_unit else ()) + (OFFICE_STEPS if Role.STAFF in actor.roles else ())
    steps = [(step, OPINION.step_words[step]) for step in mine if OPINION.may(row.state, step)]
    (told,) = _rows(place, [row])
    activity = activity_row(activity_of(place.id, row.activity_id))
    return OpinionPage(
        place, activity, told, steps, may_send_back=any(step == "send_back" for step, _word in steps)
    )


def opinions_of(place: Place, activity_ids: Sequence[int]) -> Mapping[int, Sequence[OpinionRow]]:
    """Return activity id -> its opinions and promises by number; three queries for any number of activities."""
    asked = select(Opinion).where(Opinion.jurisdiction_id == place.id, Opinion.activity_id.in_(activity_ids))
    found: dict[int, list[OpinionRow]] = {one: [] for one in activity_ids}
    rows = db.session.scalars(asked.order_by(Opinion.activity_id, Opinion.number)).all()
    for told in _rows(place, rows):
        found[told.activity_id].append(told)
    return found


def opinions_to_answer(place: Place, unit_id: int | None) -> Sequence[OpinionRow]:
    """Return what waits for a unit, the most urgent first."""
    asked = select(Opinion).where(
        Opinion.jurisdiction_id == place.id,
        Opinion.unit_id == unit_id,
        Opinion.state == OpinionState.ASSIGNED,
    )
    return _rows(place, db.session.scalars(asked.order_by(Opinion.due_on, Opinion.id)).all())


def _rows(place: Place, rows: Sequence[Opinion]) -> list[OpinionRow]:
    """Return opinions with their posts and units, in the order given; two queries."""
    if not rows:
        return []
    asked = select(OpinionPost).where(
        OpinionPost.jurisdiction_id == place.id, OpinionPost.opinion_id.in_([row.id for row in rows])
    )
    posts: dict[int, list[OpinionPostRow]] = {}
    for post in db.session.scalars(asked.order_by(OpinionPost.id)):
        told = OpinionPostRow(ICONS[post.step], OPINION.step_words[post.step], post.text, post.at)
        posts.setdefault(post.opinion_id, []).append(told)
    names = select(Unit.id, Unit.name).where(Unit.id.in_({row.unit_id for row in rows}))
    units = dict(iter(db.session.execute(names)))
    return [_row(row, units[row.unit_id], posts.get(row.id, [])) for row in rows]


def _row(row: Opinion, unit: str, posts: Sequence[OpinionPostRow]) -> OpinionRow:
    overdue = row.state is OpinionState.ASSIGNED and row.due_on < today()
    return OpinionRow(
        id=row.id,
        activity_id=row.activity_id,
        number=row.number,
        kind=row.kind,
        kind_word=OPINION_KINDS[row.kind],
        unit_id=row.unit_id,
        unit=unit,
        text=row.text,
        due_on=row.due_on,
        state=row.state,
        word=OPINION.words[row.state],
        light="red" if overdue else LIGHTS[row.state],
        overdue=overdue,
        posts=posts,
    )
