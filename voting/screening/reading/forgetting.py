"""What was a deputy's own in the reading room is deleted with his term."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from voting.audit.journal import Event, record
from voting.congress.term.facts import sitting_term
from voting.congress.term.models import Deputy
from voting.core.db import db
from voting.people.models import Account
from voting.screening.reading.models import ReadingDesk


@dataclass(frozen=True, kw_only=True)
class DesksForgotten(Event):
    """count: of how many deputies; whose is not said."""

    name: ClassVar[str] = "screening:reading:desks_forgotten"
    count: int


def forget_desks() -> None:
    """Delete the bookmarks and notes of deputies whose term is over or whose account is closed; one line a place."""
    places = db.session.scalars(select(ReadingDesk.jurisdiction_id).distinct()).all()
    for jurisdiction_id in sorted(places):
        term = sitting_term(jurisdiction_id)
        sits = select(Account.id).join(Deputy, Deputy.id == Account.deputy_id)
        kept = sits.where(Account.closed.is_(False), Deputy.term_id == (term.id if term else 0))
        asked = select(ReadingDesk).where(
            ReadingDesk.jurisdiction_id == jurisdiction_id, ReadingDesk.account_id.not_in(kept)
        )
        gone = db.session.scalars(asked.order_by(ReadingDesk.account_id)).all()
        for row in gone:
            db.session.delete(row)
        if gone:
            record(DesksForgotten(count=len(gone)), None, jurisdiction_id)
