"""Deeds of lights. Each writes its journal line; none commits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from voting.audit.journal import Event, record
from voting.core.clock import now
from voting.core.db import db
from voting.core.errors import WrongMoment
from voting.people.rules import Actor
from voting.supervision.commitment.facts import one_of
from voting.supervision.commitment.models import Commitment
from voting.supervision.commitment.rules import FieldRefused
from voting.supervision.light.facts import lights_of
from voting.supervision.light.models import MonthLight
from voting.supervision.light.rules import Light


@dataclass(frozen=True, kw_only=True)
class LightChosen(Event):
    name: ClassVar[str] = "supervision:light:chosen"
    commitment: int
    month: int
    computed: str
    chosen: str
    reason: str


def choose_light(
    actor: Actor, commitment_id: int, month: int, light: Light | None, reason: str
) -> MonthLight:
    """Show another light than the rule found for the newest month, with reason and author; None goes back to the rule.

    What was read stands beside it. Errors: WrongMoment when the month has no light yet, or a later one has its own; RuleBroken
    without a reason.
    """
    commitment = one_of(Commitment, actor.jurisdiction_id, commitment_id)
    row = db.session.get(MonthLight, (commitment.jurisdiction_id, commitment.id, month))
    if row is None:
        raise WrongMoment("%(month)s 月还没有亮灯。", month=month)
    if any(later.month > month for later in lights_of(commitment)):
        raise WrongMoment("%(month)s 月的亮灯结果早已定下，不能再调整。", month=month)
    if not reason.strip():
        raise FieldRefused("reason", "请写明人工调整亮灯的理由。")
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
