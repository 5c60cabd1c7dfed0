"""The light that a month's figures give: read, kept, read again after a correction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlalchemy import select

from voting.audit.journal import Event, record
from voting.core.clock import now, today
from voting.core.db import db
from voting.core.errors import WrongMoment
from voting.people.rules import Actor
from voting.supervision.commitment.models import Commitment
from voting.supervision.light.facts import lights_of
from voting.supervision.light.models import MonthLight
from voting.supervision.light.rules import Reading
from voting.supervision.report.facts import one


@dataclass(frozen=True, kw_only=True)
class LightRead(Event):
    name: ClassVar[str] = "supervision:light:read"
    commitment: int
    month: int
    light: str
    reason: str


def read_month(actor: Actor, year: int, month: int) -> int:
    """Read and keep the light of every commitment of a year for a month; return how many. Repeatable."""
    if date(year, month, 1) > today():
        raise WrongMoment("%(month)s 月还没有开始，不能亮灯。", month=month)
    asked = select(Commitment).where(
        Commitment.jurisdiction_id == actor.jurisdiction_id, Commitment.year == year
    )
    commitments = list(db.session.scalars(asked.order_by(Commitment.ordinal)))
    for commitment in commitments:
        light_from(actor, commitment, month)
    return len(commitments)


def light_from(actor: Actor | None, commitment: Commitment, month: int) -> None:
    """Read the light of a month, of those before it that have none, and again of those after it.

    A month without a report is lit by what was known then; a correction changes the months that follow.
    A light that a person chose stays, with its reason.
    """
    stored = {row.month: row for row in lights_of(commitment)}
    work = one(commitment)
    gaps = {m for m in range(work.first_month, month) if m not in stored}
    for m in sorted(gaps | {month} | {m for m in stored if m > month}):
        keep_light(actor, commitment, m, work.reading_of(m), stored.get(m))


def keep_light(
    actor: Actor | None, commitment: Commitment, month: int, reading: Reading, row: MonthLight | None
) -> None:
    """Store a light; the journal gets a line when it is new or another than before."""
    if row is None:
        row = MonthLight(
            jurisdiction_id=commitment.jurisdiction_id,
            commitment_id=commitment.id,
            month=month,
            light=reading.light,
            reason=reading.reason,
            scheduled=reading.scheduled,
            progress=reading.progress,
            late=reading.late,
            computed_at=now(),
        )
        db.session.add(row)
    elif (row.light, row.reason) == (reading.light, reading.reason):
        row.scheduled, row.progress, row.late = reading.scheduled, reading.progress, reading.late
        return
    row.light, row.reason, row.computed_at = reading.light, reading.reason, now()
    row.scheduled, row.progress, row.late = reading.scheduled, reading.progress, reading.late
    db.session.flush()
    event = LightRead(commitment=commitment.id, month=month, light=reading.light, reason=reading.reason)
    record(event, actor, commitment.jurisdiction_id)
