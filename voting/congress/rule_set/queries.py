"""What the pages of rule sets show: one function a page."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from voting.congress.ballot_rules.rules import checked
from voting.congress.ballot_rules.table import RULES, RuleDefinition
from voting.congress.meeting.models import Meeting
from voting.congress.rule_set.facts import rules_fixed_by
from voting.congress.rule_set.models import RuleSet
from voting.congress.rule_set.rules import ballot_rules
from voting.core.clock import today
from voting.core.db import db
from voting.people.rules import Place


@dataclass(frozen=True)
class RuleLine:
    """One rule as the editor shows it."""

    rule: RuleDefinition
    standard: str
    own: bool


@dataclass(frozen=True)
class RulesPage:
    place: Place
    year: int
    lines: tuple[RuleLine, ...]
    fixed_by: str | None
    years: tuple[int, ...]


def rule_years(place: Place) -> tuple[int, ...]:
    """Return this year, the next, and every year that has rules or meetings, the newest first."""
    own = db.session.scalars(select(RuleSet.year).where(RuleSet.jurisdiction_id == place.id))
    met = db.session.scalars(select(Meeting.year).where(Meeting.jurisdiction_id == place.id).distinct())
    return tuple(sorted({today().year, today().year + 1, *own, *met}, reverse=True))


def rules_values(place: Place, year: int) -> dict[str, str | int | bool]:
    """Return what holds in a year, as the editor's fields take it."""
    asked = select(RuleSet.values).where(RuleSet.jurisdiction_id == place.id, RuleSet.year == year)
    own = db.session.scalar(asked) or {}
    standard = ballot_rules(place.level, year, {}).as_document()
    return {rule.key: own.get(rule.key, standard[rule.key]) for rule in RULES}


def rules_page(place: Place, year: int) -> RulesPage:
    """Return every rule of a year with its default, its choices and its source."""
    standard = ballot_rules(place.level, year, {}).as_document()
    values = rules_values(place, year)
    lines = []
    for rule in RULES:
        default = standard[rule.key]
        shown = _(rule.label_of(checked(rule, default)))
        lines.append(RuleLine(rule, shown, own=values[rule.key] != default))
    fixed = rules_fixed_by(place.id, year)
    return RulesPage(place, year, tuple(lines), fixed.title if fixed else None, rule_years(place))
