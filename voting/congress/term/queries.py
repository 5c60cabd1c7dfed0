"""What the pages of terms and deputies show: one function a page."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select

from voting.congress.term.badge import in_order
from voting.congress.term.facts import (
    named,
    plain,
)
from voting.congress.term.models import Delegation, Deputy
from voting.core import normalise
from voting.core.db import db
from voting.people.models import Account


@dataclass(frozen=True)
class DeputyLine:
    """A deputy. phone: shown to the office alone."""

    id: int
    number: str
    name: str
    delegation: str
    in_office: bool
    standing_committee: bool
    presidium: bool
    has_account: bool
    gender: str
    ethnicity: str
    post: str
    phone: str


def deputy_lines(term_id: int, q: str = "", deputy_id: int | None = None) -> tuple[DeputyLine, ...]:
    """Return the deputies of a term, by number."""
    asked = (
        select(Deputy, Delegation.name, Account.id)
        .join(Delegation, Delegation.id == Deputy.delegation_id)
        .outerjoin(Account, (Account.deputy_id == Deputy.id) & Account.closed.is_(False))
        .where(Deputy.term_id == term_id)
    )
    if deputy_id is not None:
        asked = asked.where(Deputy.id == deputy_id)
    if q:
        team = Delegation.name.contains(normalise.label(q), autoescape=True)
        asked = asked.where(or_(Deputy.number.icontains(plain(q), autoescape=True), *named(q), team))
    return tuple(
        DeputyLine(
            id=row.id,
            number=row.number,
            name=row.name,
            delegation=team,
            in_office=row.in_office,
            standing_committee=row.standing_committee,
            presidium=row.presidium,
            has_account=account is not None,
            gender=row.gender or "",
            ethnicity=row.ethnicity or "",
            post=row.post or "",
            phone=row.phone or "",
        )
        for row, team, account in sorted(
            db.session.execute(asked), key=lambda found: in_order(found.Deputy.number)
        )
    )
