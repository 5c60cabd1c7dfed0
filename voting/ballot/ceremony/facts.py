"""Shared reads of the key ceremony, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from json import loads

from sqlalchemy import func, select

from voting.ballot.ceremony.models import Ceremony, Trustee, trustees_of
from voting.ballot.order.models import find_ballot
from voting.core.db import db
from voting.core.errors import NotAllowed, RuleBroken
from voting.people.models import Account, Grant
from voting.people.rules import Actor, Role


@dataclass(frozen=True)
class Seat:
    """Who holds a share. account_id: with which he signs in."""

    account_id: int
    name: str


def _expect_scrutineer(seat: Seat, jurisdiction_id: int) -> None:
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
