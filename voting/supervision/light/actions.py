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
    """Show another light than the rule found, with reason and author; None goes back to the rule.

    Errors: WrongMoment when the month has no light yet; RuleBroken without a reason.
    """
    commitment = one_of(Commitment, actor.jurisdiction_id, commitment_id)
    row = db.session.get(MonthLight, (commitment.jurisdiction_id, commitment.id, month))
    if row is None:
        raise WrongMoment("%(month)s 月还没有亮灯。", month=month)
    if not reason.strip():
        raise FieldRefused("reason", "请写明改灯的理由。")
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
