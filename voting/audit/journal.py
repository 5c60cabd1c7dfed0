"""Write to the journal and check that nobody rewrote it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, ClassVar, Protocol

from sqlalchemy import select

from voting.audit.models import Entry, Head
from voting.core.clock import now
from voting.core.db import db

GENESIS = "0" * 64


class Acting(Protocol):
    """Whoever does the deed; people.rules.Actor is one."""

    @property
    def account_id(self) -> int | None: ...


@dataclass(frozen=True, kw_only=True)
class Event:
    """Base of what can be recorded. Subclasses name themselves stage:subject:verb."""

    name: ClassVar[str]


def record(event: Event, actor: Acting | None, jurisdiction_id: int) -> None:
    """Add one line inside the caller's transaction: the deed and its record stand or fall together.

    jurisdiction_id: whose chain the line joins, which is where the deed was done.
    """
    record_all((event,), actor, jurisdiction_id)


def record_all(events: Sequence[Event], actor: Acting | None, jurisdiction_id: int) -> None:
    """Add the lines of deeds of one kind that are done together, as `record` does of one; few queries for any number."""
    head = head_of(jurisdiction_id)
    account_id = actor.account_id if actor else None
    for event in events:
        at, facts = now(), json.loads(json.dumps(asdict(event), default=str))
        digest = digest_of(head.digest, at, account_id, event.name, facts)
        line = Entry(
            jurisdiction_id=jurisdiction_id,
            number=head.number + 1,
            at=at,
            account_id=account_id,
            event=event.name,
            facts=facts,
            previous=head.digest,
            digest=digest,
        )
        db.session.add(line)
        head.number, head.digest = head.number + 1, digest
    db.session.flush()


def text_digest(text: str) -> str:
    """Return what a line keeps of a text that stands in a row and may be deleted there: its SHA-256 (hex, 64 characters)."""
    return hashlib.sha256(text.encode()).hexdigest()


def head_of(jurisdiction_id: int) -> Head:
    """Return the chain's end, locked until the transaction ends; the first call makes it."""
    head = db.session.get(Head, jurisdiction_id, with_for_update=True, populate_existing=True)
    if head is None:
        head = Head(jurisdiction_id=jurisdiction_id)
        db.session.add(head)
        db.session.flush()
    return head


def digest_of(previous: str, at: datetime, account_id: int | None, event: str, facts: dict[str, Any]) -> str:
    """Return the SHA-256 (hex, 64 characters) of a line, canonical JSON, keys sorted."""
    line = json.dumps(
        [previous, at.isoformat(), account_id, event, facts], sort_keys=True, ensure_ascii=False
    )
    return hashlib.sha256(line.encode()).hexdigest()


def first_broken_line(jurisdiction_id: int) -> int | None:
    """Return the number of the first line that does not follow from the one before, or None."""
    previous, number = GENESIS, 0
    lines = select(Entry).where(Entry.jurisdiction_id == jurisdiction_id).order_by(Entry.number)
    for line in db.session.scalars(lines):
        digest = digest_of(previous, line.at, line.account_id, line.event, line.facts)
        if (line.number, line.previous, line.digest) != (number + 1, previous, digest):
            return line.number
        previous, number = line.digest, line.number
    head = db.session.get(Head, jurisdiction_id)
    if head is not None and (head.number, head.digest) != (number, previous):
        return number + 1
    return None
