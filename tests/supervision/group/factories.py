"""Deputies at home and the groups that they are in, for the tests of what groups do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from tests.factories import actor_of, deputies
from voting.congress.term.models import Delegation
from voting.core.db import db, transaction
from voting.people.models import Account
from voting.people.rules import Actor, Place
from voting.supervision.commitment.models import Commitment
from voting.supervision.group import actions


def at_home(at: Place, count: int = 3) -> list[Actor]:
    """Deputies who signed in from home; the first is a teacher, the second of the water bureau, the rest without a post."""
    rows = deputies(at, count, delegations=2)
    with transaction():
        for row, post in zip(rows, ("实验小学教师", "市水利局副局长"), strict=False):
            db.session.merge(row).post = post
        second = db.session.scalars(select(Delegation).where(Delegation.ordinal == 2)).one()
        second.name = "大林乡代表团"
    return [replace(actor_of(row), from_home=True) for row in rows]


def entrust(staff: Actor, row: Commitment, members: Sequence[Actor], leader: Actor | None = None) -> None:
    """Give a project to these deputies, the first of them leading unless another is named."""
    ids = [one.account_id for one in members if one.account_id is not None]
    lead = leader.account_id if leader else next(iter(ids), None)
    with transaction():
        new = actions.NewGroup(commitment_id=row.id, members=frozenset(ids), leader=lead)
        actions.set_group(staff, new)


def close(actor: Actor) -> None:
    """Close somebody's account."""
    with transaction():
        db.session.get_one(Account, actor.account_id).closed = True
