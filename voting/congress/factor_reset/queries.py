"""What the page of lost authenticators shows."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import exists, or_, select

from voting.confirmation.facts import waiting
from voting.confirmation.queries import WaitingConfirmation, seen_by
from voting.congress.factor_reset.rules import FACTOR_RESET, at_place
from voting.core.db import db
from voting.people.models import Account, Passkey
from voting.people.rules import Actor, Place


@dataclass(frozen=True)
class ResetLine:
    """A request that waits. asked: by whom, and what the reader may do about it."""

    login: str
    name: str
    asked: WaitingConfirmation


@dataclass(frozen=True)
class BoundLine:
    """An account with an authenticator."""

    id: int
    login: str
    name: str


@dataclass(frozen=True)
class FactorResetsPage:
    """waiting: requests; bound: accounts whose authenticator may be asked to be unbound."""

    place: Place
    waiting: tuple[ResetLine, ...]
    bound: tuple[BoundLine, ...]


def factor_resets_page(place: Place, actor: Actor) -> FactorResetsPage:
    """Return what waits for a second person here, and who has an authenticator."""
    asked = seen_by(at_place(actor, place), (FACTOR_RESET,), waiting(place.id, (FACTOR_RESET,)))
    accounts = select(Account).where(
        Account.jurisdiction_id == place.id,
        Account.deputy_id.is_(None),
        or_(Account.totp.is_not(None), exists().where(Passkey.account_id == Account.id)),
        Account.closed.is_(False),
    )
    known = {row.id: row for row in db.session.scalars(accounts.order_by(Account.login))}
    found = ((known[int(one.subject)], one) for one in asked if int(one.subject) in known)
    waits = {int(one.subject) for one in asked}
    return FactorResetsPage(
        place=place,
        waiting=tuple(ResetLine(row.login, row.name, one) for row, one in found),
        bound=tuple(BoundLine(row.id, row.login, row.name) for row in known.values() if row.id not in waits),
    )
