"""Shared reads of the key ceremony, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from json import loads

from sqlalchemy import func, select

from voting.ballot.ceremony.models import Ceremony, Trustee, trustees_of
from voting.ballot.order.models import Ballot, find_ballot
from voting.ballot.order.rules import BallotState
from voting.congress.meeting.models import Appointment, Meeting
from voting.congress.meeting.rules import MeetingState
from voting.congress.place.rules import Post
from voting.core.db import db
from voting.core.errors import NotAllowed, RuleBroken, WrongMoment
from voting.people.models import Account, Grant
from voting.people.rules import Actor, Role

LIST_STANDS = frozenset({MeetingState.SCRUTINEERS_ADOPTED})
"""The meeting has adopted its scrutineers and is not over: keys are made and boxes sealed."""


def is_used(ceremony_id: int) -> bool:
    """Tell whether a ballot that is not void has been set up under this key: then it is given up no more."""
    asked = select(Ballot.uuid).where(Ballot.ceremony_id == ceremony_id, Ballot.state != BallotState.VOID)
    return db.session.scalars(asked.limit(1)).first() is not None


@dataclass(frozen=True)
class Seat:
    """Who holds a share. account_id: with which he signs in."""

    account_id: int
    name: str


def scrutineers_of(meeting: Meeting) -> list[Appointment]:
    """Return the scrutineers appointed for a meeting who can sign in, the chief first."""
    posts = (Post.CHIEF_SCRUTINEER, Post.SCRUTINEER)
    found = db.session.scalars(
        select(Appointment).where(
            Appointment.jurisdiction_id == meeting.jurisdiction_id,
            Appointment.meeting_id == meeting.id,
            Appointment.post.in_(posts),
            Appointment.account_id.is_not(None),
        )
    )
    return sorted(found, key=lambda one: (posts.index(one.post), one.id))


def expect_list(meeting: Meeting) -> None:
    """Raise WrongMoment unless the meeting's list of scrutineers and tellers is adopted and it goes on."""
    if meeting.state not in LIST_STANDS:
        raise WrongMoment("监票人、计票人名单还没有由大会通过，或者会议已经闭会。")


def adopted_scrutineers(meeting: Meeting) -> list[Seat]:
    """Return who may hold a key of this meeting, the chief first: the scrutineers on the list that it has adopted.

    Errors: WrongMoment until the list is adopted, and after the meeting.
    """
    expect_list(meeting)
    return [Seat(one.account_id or 0, one.name) for one in scrutineers_of(meeting)]


def expect_appointed(seats: Sequence[Seat], meeting: Meeting) -> None:
    """Raise RuleBroken unless each of these has a scrutineer's account and stands on the list that the meeting adopted.

    Errors: also WrongMoment until the list is adopted.
    """
    adopted = {one.account_id for one in adopted_scrutineers(meeting)}
    for seat in seats:
        _expect_account(seat, meeting.jurisdiction_id)
        if seat.account_id not in adopted:
            raise RuleBroken("“%(name)s”不在大会通过的监票人名单上。", name=seat.name)


def _expect_account(seat: Seat, jurisdiction_id: int) -> None:
    asked = (
        select(func.count())
        .select_from(Grant)
        .join(Account, Account.id == Grant.account_id)
        .where(
            Account.id == seat.account_id,
            Account.jurisdiction_id == jurisdiction_id,
            Account.closed.is_(False),
            Grant.role == Role.SCRUTINEER,
        )
    )
    if not db.session.scalar(asked):
        raise RuleBroken("“%(name)s”没有监票人账号。", name=seat.name)


def seat_of(actor: Actor, ceremony: Ceremony) -> Trustee:
    """Return the actor's seat; raise NotAllowed when he has none."""
    asked = select(Trustee).where(Trustee.ceremony_id == ceremony.id, Trustee.account_id == actor.account_id)
    seat = db.session.scalar(asked)
    if seat is None:
        raise NotAllowed("您不是这次钥匙生成的监票人。")
    return seat


def certs_of(ceremony_id: int) -> list[object]:
    """Return the certificates in order; None where one is not there yet."""
    return [loads(one.cert) if one.cert else None for one in trustees_of(ceremony_id)]


def deals_of(ceremony_id: int) -> list[object]:
    """Return the public parts of the deals in order; None where one is not there yet."""
    return [loads(one.deal) if one.deal else None for one in trustees_of(ceremony_id)]


def scrutineer_index(actor: Actor, uuid: str) -> int:
    """Return the actor's seat (1 to n) among those who hold this ballot's key.

    Errors: NotFound for another congress's ballot; NotAllowed for everybody else.
    """
    ballot = find_ballot(uuid, actor.jurisdiction_id)
    asked = select(Trustee.index).where(
        Trustee.ceremony_id == ballot.ceremony_id, Trustee.account_id == actor.account_id
    )
    index = db.session.scalar(asked)
    if index is None:
        raise NotAllowed("您不是这次票决的持钥监票人。")
    return index
