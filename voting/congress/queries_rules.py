"""What the pages of rule sets and responsible units show."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from voting.congress.actions import rules_fixed_by
from voting.congress.models import Meeting, RuleSet, Unit
from voting.congress.rules import RULES, RuleDefinition, ballot_rules
from voting.congress.rules_ballot import checked
from voting.core.clock import today
from voting.core.db import db
from voting.people.rules import Place


@dataclass(frozen=True)
class UnitsPage:
    place: Place
    units: tuple[tuple[int, str], ...]


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


def units_page(place: Place) -> UnitsPage:
    """Return the responsible units by name."""
    asked = select(Unit.id, Unit.name).where(Unit.jurisdiction_id == place.id).order_by(Unit.name)
    return UnitsPage(place, tuple((row.id, row.name) for row in db.session.execute(asked)))


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
