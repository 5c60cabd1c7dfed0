"""How who made a suggestion can be reached: sealed at rest, told to those who deal with it, each time with a line of the journal.

What else holds contacts is sealed here too: a list on its way in, and by what a line of it is known again.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from voting.audit.journal import Event, record
from voting.core import sealed as sealing
from voting.core.errors import RuleBroken
from voting.core.running import settings
from voting.core.text import N_
from voting.people.rules import Actor
from voting.screening.suggestion.facts import suggestion_of
from voting.screening.suggestion.models import Suggestion

CONTACT = ("contact_name", "contact_phone", "contact_email")
"""What says who made a suggestion (《个人信息保护法》第四条, 第五十一条): never public, in no file, no journal and no column by itself."""
PURPOSE = "contact of a suggestion"
LOST = N_("这条建议的联系方式读不出来了（程序的密钥已更换）。")


@dataclass(frozen=True, kw_only=True)
class ContactSeen(Event):
    """Somebody looked at who made a suggestion. What he saw stands nowhere but in its row."""

    name: ClassVar[str] = "screening:contact:seen"
    suggestion: int


def seal(raw: bytes) -> str:
    """Return what holds contacts as it is kept; the ciphertext names its key."""
    return sealing.seal(PURPOSE, raw, settings().secret_key)


def opened(sealed: str) -> bytes | None:
    """Return what was sealed; None where another key than the program's present one did it."""
    return sealing.opened(PURPOSE, sealed, settings().secret_key)


def sealed_contact(told: Iterable[str]) -> str | None:
    """Return a contact as it is kept; None where nothing was told. told: in the order of CONTACT."""
    values = list(told)
    return seal(json.dumps(values, ensure_ascii=False).encode()) if any(values) else None


def told_by(row: Suggestion) -> tuple[str, ...] | None:
    """Return what somebody told of himself, in the order of CONTACT; None where the key that sealed it is gone."""
    if row.contact is None:
        return ("",) * len(CONTACT)
    raw = opened(row.contact)
    return None if raw is None else tuple(json.loads(raw))


def contact_of(row: Suggestion) -> tuple[str, ...]:
    """Return what is known of who made a suggestion; empty where he named nothing, it was forgotten, or its key is gone."""
    return tuple(value for value in told_by(row) or () if value)


def is_lost(row: Suggestion) -> bool:
    """Return whether there is a contact that the program's present key does not open."""
    return told_by(row) is None


def digest_of(words: str) -> str:
    """Return by what words with a contact among them are known again (32 hex digits): without the key nobody can try numbers."""
    key = settings().secret_key.encode()
    return hmac.new(key, f"{PURPOSE}|{words}".encode(), hashlib.sha256).hexdigest()[:32]


def look_at_contact(actor: Actor, *, jurisdiction_id: int, suggestion_id: int) -> tuple[str, ...]:
    """Return the contact of a suggestion, and write down who looked. Errors: RuleBroken where there is none, or its key is gone."""
    row = suggestion_of(jurisdiction_id, suggestion_id)
    if is_lost(row):
        raise RuleBroken(LOST)
    found = contact_of(row)
    if not found:
        raise RuleBroken("这条建议没有留联系方式，或者已经到期删除。")
    record(ContactSeen(suggestion=row.id), actor, jurisdiction_id)
    return found
