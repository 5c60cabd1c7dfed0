"""How who made a suggestion can be reached: told to those who deal with it, each time with a line of the journal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from voting.audit.journal import Event, record
from voting.core.errors import RuleBroken
from voting.people.rules import Actor
from voting.screening.suggestion.facts import suggestion_of
from voting.screening.suggestion.models import Suggestion

CONTACT = ("contact_name", "contact_phone", "contact_email")
"""The columns that say who made a suggestion (《个人信息保护法》第四条, 第五十一条): never public, in no file and no journal."""


@dataclass(frozen=True, kw_only=True)
class ContactSeen(Event):
    """Somebody looked at who made a suggestion. What he saw stands nowhere but in its row."""

    name: ClassVar[str] = "screening:contact:seen"
    suggestion: int


def contact_of(row: Suggestion) -> tuple[str, ...]:
    """Return what is known of who made a suggestion; empty where he named nothing, or it was forgotten."""
    return tuple(value for value in (getattr(row, name) for name in CONTACT) if value)


def look_at_contact(actor: Actor, *, jurisdiction_id: int, suggestion_id: int) -> tuple[str, ...]:
    """Return the contact of a suggestion, and write down who looked. Errors: RuleBroken where there is none."""
    row = suggestion_of(jurisdiction_id, suggestion_id)
    found = contact_of(row)
    if not found:
        raise RuleBroken("这条建议没有留联系方式，或者已经到期删除。")
    record(ContactSeen(suggestion=row.id), actor, jurisdiction_id)
    return found
