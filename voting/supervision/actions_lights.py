"""Deeds of the lights: read and keep them month by month, choose one by hand with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlalchemy import select

from voting.audit.journal import Event, record
from voting.core.clock import day_of, now, today
from voting.core.db import db
from voting.core.errors import WrongMoment
from voting.people.rules import Actor
from voting.supervision.find import lights_of, milestones_of, one_of, reported
from voting.supervision.models import Commitment, MonthLight
from voting.supervision.rules import Refused
from voting.supervision.rules_lights import Light, PlannedStep, Reading, measured_on, read_light


@dataclass(frozen=True, kw_only=True)
class LightRead(Event):
    name: ClassVar[str] = "supervision:light:read"
    commitment: int
    month: int
    light: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class LightChosen(Event):
    name: ClassVar[str] = "supervision:light:chosen"
    commitment: int
    month: int
    computed: str
    chosen: str
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


def choose_light(
    actor: Actor, commitment_id: int, month: int, light: Light | None, reason: str
) -> MonthLight:
    """Show another light than the rule found, with reason and author; None goes back to the rule.

    Errors: WrongMoment when the month has no light yet; RuleBroken without a reason.
    """
    commitment = one_of(Commitment, actor.jurisdiction_id, commitment_id)
    row = db.session.get(MonthLight, (commitment.jurisdiction_id, commitment.id, month))
    if row is None:
        raise WrongMoment("%(month)s 月还没有亮灯。", month=month)
    if not reason.strip():
        raise Refused("reason", "请写明改灯的理由。")
    row.chosen, row.chosen_reason, row.chosen_by, row.chosen_at = light, reason, actor.name, now()
    event = LightChosen(
        commitment=commitment.id,
        month=month,
        computed=row.light,
        chosen=light or row.light,
        reason=reason,
    )
    record(event, actor, actor.jurisdiction_id)
    return row


def planned_steps(commitment: Commitment, done: set[int]) -> list[PlannedStep]:
    """Return the plan in force as the light sees it."""
    return [
        PlannedStep(row.starts_on, row.due_on, row.weight, row.id in done)
        for row in milestones_of(commitment)
    ]


def lights_before(commitment: Commitment, month: int) -> list[Light]:
    """Return the lights of the months just before, newest first, as far as they follow without a gap."""
    stored = {row.month: row.light for row in lights_of(commitment)}
    found: list[Light] = []
    while (month := month - 1) in stored:
        found.append(stored[month])
    return found


def light_from(actor: Actor | None, commitment: Commitment, month: int) -> None:
    """Read the light of a month, of those before it that have none, and again of those after it.

    A month without a report is lit by what was known then; a correction changes the months that follow.
    A light that a person chose stays, with its reason.
    """
    stored = {row.month: row for row in lights_of(commitment)}
    taken_on = day_of(commitment.taken_at)
    first = taken_on.month if taken_on.year == commitment.year else 1
    gaps = {m for m in range(first, month) if m not in stored}
    for m in sorted(gaps | {month} | {m for m in stored if m > month}):
        keep_light(actor, commitment, m, reading_of(commitment, m), stored.get(m))


def reading_of(commitment: Commitment, month: int) -> Reading:
    """Return what the rule says of a month, from the reports up to it."""
    versions = {m: version for m, version in reported(commitment).items() if m <= month}
    newest = versions[max(versions)] if versions else None
    steps = planned_steps(commitment, {row for version in versions.values() for row in version.milestones})
    on = measured_on(commitment.year, month, today())
    progress = newest.progress if newest else 0
    return read_light(commitment.state, steps, progress, on, lights_before(commitment, month))


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
