"""Deeds of groups. Each writes its journal line; none commits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from voting.audit.journal import Event, record
from voting.core.clock import now
from voting.core.db import db
from voting.people.rules import Actor
from voting.supervision.commitment.facts import one_of
from voting.supervision.commitment.models import Commitment
from voting.supervision.commitment.rules import FieldRefused
from voting.supervision.group.facts import memberships_of, seated
from voting.supervision.group.models import Membership
from voting.supervision.group.rules import MEMBERSHIP, expect_group, steps_to


@dataclass(frozen=True, kw_only=True)
class MembershipMoved(Event):
    """A deputy joined or left the group of a project, or leads it, or does no more. account: his; project: its title as voted."""

    name: ClassVar[str] = "supervision:group:moved"
    commitment: int
    account: int
    project: str
    step: str


@dataclass(frozen=True, kw_only=True)
class NewGroup:
    """Who is to be in a project's group: accounts. leader: one of the members; None where nobody is in it."""

    commitment_id: int
    members: frozenset[int]
    leader: int | None


def set_group(actor: Actor, new: NewGroup) -> Commitment:
    """Entrust a project to these deputies and to nobody else; what stays as it was writes no line.

    Errors: FieldRefused without a leader among the members, for somebody who is no deputy that sits, for too many.
    """
    commitment = one_of(Commitment, actor.jurisdiction_id, new.commitment_id)
    db.session.refresh(
        commitment, with_for_update=True
    )  # two at once: the later one decides on what the other left
    known = memberships_of(commitment)
    expect_group(new.members, new.leader)
    if new.members - {one.account_id for one in seated(actor.jurisdiction_id)}:
        raise FieldRefused("members", "只能选本届在任、已有账号的代表。")
    for account_id in sorted(known.keys() | new.members):
        row = known.get(account_id)
        leads = account_id == new.leader
        steps = steps_to(row.state if row else None, member=account_id in new.members, leader=leads)
        for step in steps:
            _move(actor, commitment, account_id, step)
    return commitment


def _move(actor: Actor, commitment: Commitment, account_id: int, step: str) -> None:
    key = (commitment.jurisdiction_id, commitment.id, account_id)
    row = db.session.get(Membership, key)
    if row is None:
        row = Membership(
            jurisdiction_id=commitment.jurisdiction_id,
            commitment_id=commitment.id,
            account_id=account_id,
            since=now(),
        )
        db.session.add(row)
        db.session.flush()
    else:
        row.state, row.since = MEMBERSHIP.after(row.state, step), now()
    event = MembershipMoved(commitment=commitment.id, account=account_id, project=commitment.title, step=step)
    record(event, actor, commitment.jurisdiction_id)
