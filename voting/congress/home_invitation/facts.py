"""Shared reads of invitations, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from voting.congress.term.facts import sitting_term
from voting.congress.term.models import Delegation, Deputy
from voting.core.clock import now
from voting.core.db import db
from voting.people.models import Account, HomeEntry


@dataclass(frozen=True)
class Invitee:
    """A deputy of the sitting term. opened: he has a password; invited: a code of his holds still."""

    account_id: int
    number: str
    name: str
    delegation: str
    opened: bool
    invited: bool


def invitees(jurisdiction_id: int) -> tuple[Invitee, ...]:
    """Return the deputies of the sitting term who are in office and have an account, by number; none where no term sits."""
    term = sitting_term(jurisdiction_id)
    if term is None:
        return ()
    asked = (
        select(
            Account.id, Deputy.number, Deputy.name, Delegation.name, HomeEntry.secret, HomeEntry.code_until
        )
        .join(Deputy, Deputy.id == Account.deputy_id)
        .join(Delegation, Delegation.id == Deputy.delegation_id)
        .outerjoin(HomeEntry, HomeEntry.account_id == Account.id)
        .where(Deputy.term_id == term.id, Deputy.in_office.is_(True), Account.closed.is_(False))
        .order_by(Deputy.number)
    )
    moment = now()
    return tuple(
        Invitee(id_, number, name, team, secret is not None, until is not None and until > moment)
        for id_, number, name, team, secret, until in db.session.execute(asked)
    )
