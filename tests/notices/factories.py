"""What tests of telling need: a place with its people, and what everybody was told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import select

from tests.factories import account, deputies, term, unit
from tests.supervision import factories as supervision
from voting.congress.place.models import Unit
from voting.core.db import db, transaction
from voting.notices.event.rules import NoticeKind
from voting.notices.inbox.models import Notice
from voting.notices.reading.actions import read_on
from voting.notices.wish import actions as wish_actions
from voting.notices.wish.contact import token_of
from voting.notices.wish.rules import USUAL, Pace
from voting.people.models import Account
from voting.people.rules import Actor, Place, Role
from voting.supervision.commitment.models import Commitment
from voting.supervision.follow_up import actions as follow_up_actions

KEY = "x" * 32
START = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
"""A Monday, ten o'clock in China."""


@dataclass
class Told:
    """A place with a project under way and everybody whom something may concern."""

    at: Place
    staff: Actor
    other: Actor
    group: Actor
    clerk: Actor
    water: Unit
    row: Commitment


def under_way(at: Place, *, title: str = "农村饮水安全巩固提升") -> Told:
    """A project with its unit; nobody has been told of anything yet."""
    staff, other = account(at, Role.STAFF), account(at, Role.STAFF)
    group, water = account(at, Role.SUPERVISION), unit(at, "市水利局")
    clerk = account(at, Role.UNIT, unit=water)
    row = supervision.commitment(staff, at, water, title)
    return Told(at, staff, other, group, clerk, water, row)


def letter(world: Told, due_on: date = date(2030, 1, 1)) -> int:
    """A follow-up letter to the unit."""
    with transaction():
        new = follow_up_actions.NewLetter(commitment_id=world.row.id, text="请说明原因。", due_on=due_on)
        return follow_up_actions.send_letter(world.staff, new).id


def seated(at: Place, count: int = 3) -> list[Actor]:
    """Deputies of the term that sits."""
    rows = deputies(at, count, in_term=term(at))
    found = db.session.scalars(select(Account).where(Account.deputy_id.in_([row.id for row in rows])))
    return [Actor(row.id, at.id, row.name, frozenset({Role.DEPUTY}), row.deputy_id) for row in found]


def notices_of(actor: Actor) -> list[Notice]:
    db.session.rollback()
    asked = select(Notice).where(Notice.account_id == actor.account_id).order_by(Notice.id)
    return list(db.session.scalars(asked))


def words_of(actor: Actor) -> list[str]:
    return [row.words % row.told for row in notices_of(actor)]


def told() -> None:
    """Read the journals to their end."""
    read_on()
    db.session.rollback()


def wishes(
    actor: Actor,
    *,
    email: str = "reader@example.cn",
    language: str = "zh",
    quiet: tuple[int, int] = (0, 0),
    confirmed: bool = True,
    **paces: Pace,
) -> None:
    """Choose how somebody is told. paces: by the kind's value."""
    chosen = USUAL | {NoticeKind(kind): pace for kind, pace in paces.items()}
    with transaction():
        new = wish_actions.NewWishes(
            email=email, language=language, quiet_begins=quiet[0], quiet_ends=quiet[1], paces=chosen
        )
        wish_actions.choose(actor, new, KEY)
    if email and confirmed:
        with transaction():
            wish_actions.confirm(actor, token_of(actor.account_id or 0, email, KEY), KEY)
