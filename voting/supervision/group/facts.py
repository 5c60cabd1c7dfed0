"""Shared reads of groups, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select

from voting.congress.term.facts import sitting_term
from voting.congress.term.models import Delegation, Deputy
from voting.core.db import db
from voting.core.errors import NotFound
from voting.people.models import Account
from voting.people.rules import SUPERVISORS, Actor, Role
from voting.supervision.commitment.facts import of, one_of
from voting.supervision.commitment.models import Commitment
from voting.supervision.group.models import Membership
from voting.supervision.group.rules import MembershipState


@dataclass(frozen=True)
class Seated:
    """A deputy who sits and may sign in. post: empty where the roster has none."""

    account_id: int
    number: str
    name: str
    delegation: str
    post: str


def seated(jurisdiction_id: int) -> Sequence[Seated]:
    """Return the deputies of the term that sits who have an account, by delegation and number; two queries."""
    term = sitting_term(jurisdiction_id)
    asked = (
        select(Account.id, Deputy.number, Deputy.name, Delegation.name, Deputy.post)
        .join(Deputy, Deputy.id == Account.deputy_id)
        .join(Delegation, Delegation.id == Deputy.delegation_id)
        .where(
            Account.jurisdiction_id == jurisdiction_id,
            Account.closed.is_(False),
            Deputy.term_id == (term.id if term else 0),
            Deputy.in_office.is_(True),
        )
        .order_by(Delegation.ordinal, Deputy.number, Account.id)
    )
    return [Seated(*row[:4], row[4] or "") for row in db.session.execute(asked)]


def memberships_of(commitment: Commitment) -> dict[int, Membership]:
    """Return account -> membership of a project's group, of those who left it too."""
    return {row.account_id: row for row in db.session.scalars(of(Membership, commitment))}


def commitments_of(actor: Actor) -> Select[int]:
    """Return the query for the projects in whose group a deputy is now."""
    return select(Membership.commitment_id).where(
        Membership.jurisdiction_id == actor.jurisdiction_id,
        Membership.account_id == actor.account_id,
        Membership.state != MembershipState.LEFT,
    )


def members_of(jurisdiction_id: int, commitment_id: int | None) -> Select[int]:
    """Return the query for the accounts in a project's group now."""
    return select(Membership.account_id).where(
        Membership.jurisdiction_id == jurisdiction_id,
        Membership.commitment_id == commitment_id,
        Membership.state != MembershipState.LEFT,
    )


def is_member(actor: Actor, commitment_id: int) -> bool:
    """Tell whether the person is in the project's group now."""
    asked = commitments_of(actor).where(Membership.commitment_id == commitment_id)
    return Role.DEPUTY in actor.roles and db.session.scalar(asked) is not None


def entrusted(actor: Actor, commitment_id: int) -> Commitment:
    """Return a project that the person supervises: any for the supervision group and the office, his own for a deputy.

    Errors: NotFound for any other, and for another place's.
    """
    row = one_of(Commitment, actor.jurisdiction_id, commitment_id)
    if not actor.roles & (SUPERVISORS | {Role.STAFF}) and not is_member(actor, row.id):
        raise NotFound("没有这一项。")
    return row
