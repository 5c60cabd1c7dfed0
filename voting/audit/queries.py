"""What the journal page shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from voting.audit.journal import first_broken_line
from voting.audit.models import Entry, Head
from voting.core.db import db

LINES = 200


@dataclass(frozen=True)
class JournalLine:
    number: int
    at: datetime
    account_id: int | None
    event: str
    facts: dict[str, Any]
    digest: str


@dataclass(frozen=True)
class JournalPage:
    """lines: the newest first, at most LINES from `before` down; broken: the first line that does not hold."""

    lines: tuple[JournalLine, ...]
    last: int
    head: str
    broken: int | None
    older: int | None


def journal_page(jurisdiction_id: int, before: int | None) -> JournalPage:
    """Return a stretch of a jurisdiction's journal, with the verdict over its whole chain."""
    asked = select(Entry).where(Entry.jurisdiction_id == jurisdiction_id)
    if before is not None:
        asked = asked.where(Entry.number < before)
    rows = db.session.scalars(asked.order_by(Entry.number.desc()).limit(LINES)).all()
    head = db.session.get(Head, jurisdiction_id)
    return JournalPage(
        lines=tuple(
            JournalLine(row.number, row.at, row.account_id, row.event, row.facts, row.digest) for row in rows
        ),
        last=head.number if head else 0,
        head=head.digest if head else "",
        broken=first_broken_line(jurisdiction_id),
        older=rows[-1].number if len(rows) == LINES else None,
    )
