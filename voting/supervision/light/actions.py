"""Deeds of lights. Each writes its journal line; none commits."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, ClassVar

from voting.audit.journal import Event, record
from voting.core.clock import now, today
from voting.core.db import db
from voting.core.errors import WrongMoment
from voting.people.rules import Actor
from voting.supervision.commitment.facts import one_of
from voting.supervision.commitment.models import Commitment
from voting.supervision.commitment.rules import FieldRefused
from voting.supervision.light.facts import lights_of
from voting.supervision.light.models import LightRule, MonthLight
from voting.supervision.light.rules import Light, Thresholds


@dataclass(frozen=True, kw_only=True)
class LightChosen(Event):
    name: ClassVar[str] = "supervision:light:chosen"
    commitment: int
    month: int
    computed: str
    chosen: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class LightRuleSet(Event):
    """Thresholds that hold from a day on. holds_from: their first day."""

    name: ClassVar[str] = "supervision:light:rule_set"
    holds_from: date
    yellow_from: int
    red_above: int
    running_months: int
    reading_day: int
    source: str


def set_rule(actor: Actor, new: Thresholds) -> LightRule:
    """Set the thresholds that hold from a day to come; what was shown before stays, and so does every earlier rule.

    Errors: FieldRefused for a day that is not to come or has its rule already, for numbers that contradict each other, and
    without a source.
    """
    if new.holds_from is None or new.holds_from <= today():
        raise FieldRefused("holds_from", "起用日期要在今天以后，已经公布的灯不变。")
    if db.session.get(LightRule, (actor.jurisdiction_id, new.holds_from)) is not None:
        raise FieldRefused("holds_from", "这一天起用的标准已经登记，请换一天。")
    if new.red_above < new.yellow_from:
        raise FieldRefused("red_above", "红灯的标准不能低于黄灯的标准。")
    if not new.source.strip():
        raise FieldRefused("source", "请写明依据。")
    row = LightRule(jurisdiction_id=actor.jurisdiction_id, set_at=now(), **rule_values(new, new.holds_from))
    db.session.add(row)
    db.session.flush()
    record(LightRuleSet(**rule_values(new, new.holds_from)), actor, actor.jurisdiction_id)
    return row


def rule_values(new: Thresholds, holds_from: date) -> dict[str, Any]:
    """Return thresholds by the names of their columns."""
    return {**asdict(new), "holds_from": holds_from}


def choose_light(
    actor: Actor, commitment_id: int, month: int, light: Light | None, reason: str
) -> MonthLight:
    """Show another light than the rule found for the newest month, with reason and author; None goes back to the rule.

    What was read stands beside it. Errors: WrongMoment when the month has no light yet, or a later one has its own; RuleBroken
    without a reason.
    """
    commitment = one_of(Commitment, actor.jurisdiction_id, commitment_id)
    db.session.refresh(commitment, with_for_update=True)  # as whoever reads the next month's light does
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
