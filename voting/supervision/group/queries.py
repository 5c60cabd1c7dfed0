"""What pages show of groups: one function a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from voting.congress.term.models import Deputy
from voting.core.db import db
from voting.people.models import Account
from voting.people.rules import Actor, Place
from voting.screening.handover import project_text
from voting.supervision.commitment.facts import one_of, unit_of
from voting.supervision.commitment.models import Commitment
from voting.supervision.group.facts import Seated, commitments_of, memberships_of, seated
from voting.supervision.group.models import Membership
from voting.supervision.group.rules import (
    MEMBERSHIP,
    MOST_PROPOSED,
    Fitness,
    MembershipState,
    Work,
    fitness,
)


@dataclass(frozen=True)
class Offered:
    """A deputy as staff choose among them. fits: why he is proposed."""

    who: Seated
    fits: Fitness


@dataclass(frozen=True)
class GroupPage:
    """The choice of a project's group. first: who is in it and who is proposed; others: all who sit besides.

    members, leader: accounts, ticked beforehand; is_new: nobody is in it, so the proposal is ticked.
    """

    place: Place
    commitment: Commitment
    first: Sequence[Offered]
    others: Sequence[Offered]
    members: frozenset[int]
    leader: int | None
    is_new: bool


def group_page(place: Place, commitment_id: int) -> GroupPage:
    """Return the deputies among whom the group of a project is chosen, who fit best first; NotFound for another place's."""
    commitment = one_of(Commitment, place.id, commitment_id)
    work = work_of(commitment)
    everybody = [Offered(who, fitness(work, who.post, who.delegation)) for who in seated(place.id)]
    known = memberships_of(commitment)
    held = {key: known[key].state for one in everybody if (key := one.who.account_id) in known}
    now_in = {key: state for key, state in held.items() if state is not MembershipState.LEFT}
    fitting = sorted((one for one in everybody if one.fits.points), key=lambda one: -one.fits.points)
    proposed = [one.who.account_id for one in fitting[:MOST_PROPOSED]]
    shown = {*proposed, *now_in}
    leader = next((key for key, state in now_in.items() if state is MembershipState.LEADER), None)
    first = sorted(
        (one for one in everybody if one.who.account_id in shown), key=lambda one: -one.fits.points
    )
    return GroupPage(
        place=place,
        commitment=commitment,
        first=first,
        others=[one for one in everybody if one.who.account_id not in shown],
        members=frozenset(now_in or proposed),
        leader=leader or (proposed[0] if proposed and not now_in else None),
        is_new=not now_in,
    )


def work_of(commitment: Commitment) -> Work:
    """Return what a group is proposed for, from the text as voted."""
    text: dict[str, Any] = project_text(commitment.project_id)
    places = [
        str(text.get("place") or ""),
        *(str(part.get("place") or "") for part in text.get("parts") or ()),
    ]
    unit_id = commitment.unit_id
    unit = commitment.lead_unit if unit_id is None else unit_of(commitment.jurisdiction_id, unit_id).name
    return Work(field=str(text.get("field") or ""), places=[place for place in places if place], unit=unit)


@dataclass(frozen=True)
class MemberRow:
    """Somebody of a group. word: what he is in it, a message id."""

    name: str
    number: str
    word: str


def member_rows(commitment: Commitment) -> list[MemberRow]:
    """Return who is in a project's group now, the leader first; one query."""
    asked = (
        select(Membership.state, Deputy.name, Deputy.number)
        .join(Account, Account.id == Membership.account_id)
        .join(Deputy, Deputy.id == Account.deputy_id)
        .where(
            Membership.jurisdiction_id == commitment.jurisdiction_id,
            Membership.commitment_id == commitment.id,
            Membership.state != MembershipState.LEFT,
        )
        .order_by(Deputy.number)
    )
    rows = sorted(db.session.execute(asked), key=lambda row: row[0] is not MembershipState.LEADER)
    return [MemberRow(name, number, MEMBERSHIP.words[state]) for state, name, number in rows]


@dataclass(frozen=True)
class OwnProject:
    """A project in whose group a deputy is. year: in which it is carried out."""

    commitment_id: int
    year: int
    title: str


def own_projects(actor: Actor) -> list[OwnProject]:
    """Return the projects of a deputy's groups, the newest year first; one query."""
    asked = select(Commitment.id, Commitment.year, Commitment.title).where(
        Commitment.jurisdiction_id == actor.jurisdiction_id, Commitment.id.in_(commitments_of(actor))
    )
    rows = db.session.execute(asked.order_by(Commitment.year.desc(), Commitment.ordinal, Commitment.id))
    return [OwnProject(*row) for row in rows]
