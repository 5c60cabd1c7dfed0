"""Deeds of the lights: read a month for all commitments of a place, and choose one by hand with a reason."""

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
from voting.supervision.actions_report import store_light
from voting.supervision.find import one_of
from voting.supervision.models import Commitment, MonthLight
from voting.supervision.rules import Refused
from voting.supervision.rules_lights import Light


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
        store_light(actor, commitment, month)
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
