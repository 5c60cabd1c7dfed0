"""Contacts of suggesters are deleted after their time; the suggestion itself stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from sqlalchemy import select

from voting.audit.journal import Event, record
from voting.core.clock import now
from voting.core.db import db
from voting.screening.suggestion.models import Suggestion

CONTACT_KEPT = timedelta(days=3 * 366)
"""A year of screening, one of work, one to look back (《个人信息保护法》第十九条: no longer than needed; the number is a default of the program)."""
MOST_FORGOTTEN = 500


@dataclass(frozen=True, kw_only=True)
class ContactsForgotten(Event):
    """suggestions: of which name, telephone and address were deleted."""

    name: ClassVar[str] = "screening:contacts:forgotten"
    suggestions: tuple[int, ...]


def forget_contacts() -> None:
    """Delete who made suggestions that came longer ago than CONTACT_KEPT, some at a time; a line in the journal of each place."""
    asked = select(Suggestion).where(
        Suggestion.contact.is_not(None), Suggestion.submitted_at < now() - CONTACT_KEPT
    )
    ordered = asked.order_by(Suggestion.jurisdiction_id, Suggestion.id).limit(MOST_FORGOTTEN)
    of_place: dict[int, list[int]] = {}
    for row in db.session.scalars(ordered.with_for_update(skip_locked=True)).all():
        row.contact = None
        of_place.setdefault(row.jurisdiction_id, []).append(row.id)
    db.session.flush()
    for jurisdiction_id, ids in of_place.items():
        record(ContactsForgotten(suggestions=tuple(ids)), None, jurisdiction_id)
