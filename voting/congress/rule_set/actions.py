"""Deeds of rule sets. Each writes its journal line; none commits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from voting.audit.journal import Event, record
from voting.congress.rule_set.facts import rules_fixed_by
from voting.congress.rule_set.models import RuleSet
from voting.congress.rule_set.rules import ballot_rules
from voting.core.db import db
from voting.core.errors import WrongMoment
from voting.people.rules import Actor, Place


@dataclass(frozen=True, kw_only=True)
class RulesSet(Event):
    name: ClassVar[str] = "congress:rule_set:changed"
    year: int
    values: dict[str, str | int | bool]


def set_rules(actor: Actor, *, place: Place, year: int, values: Mapping[str, str | int | bool]) -> RuleSet:
    """Set the rules of a year. Only what differs from the defaults of the level is kept.

    Errors: RuleBroken for an unknown value; WrongMoment once a meeting of the year has adopted its method.
    """
    ballot_rules(place.level, year, values)
    if rules_fixed_by(place.id, year) is not None:
        raise WrongMoment("%(year)s 年的票决办法已经大会通过，不能再改；须先在主持台收回。", year=year)
    standard = ballot_rules(place.level, year, {}).as_document()
    own = {key: value for key, value in values.items() if standard[key] != value}
    asked = select(RuleSet).where(RuleSet.jurisdiction_id == place.id, RuleSet.year == year)
    row = db.session.scalar(asked)
    if row is None:
        row = RuleSet(jurisdiction_id=place.id, year=year)
        db.session.add(row)
    row.values = dict(own)
    record(RulesSet(year=year, values=dict(own)), actor, place.id)
    return row
