"""The law of rule sets: states, tables, pure functions. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from voting.congress.ballot_rules.rules import BallotRules, build
from voting.congress.place.rules import LEVELS
from voting.people.rules import Level


def ballot_rules(level: Level, year: int, values: Mapping[str, object]) -> BallotRules:
    """Return the rules of a year at a level, typed.

    values: key -> value, as set by the jurisdiction; what is not set takes the level's default, then the
    general one. Errors: RuleBroken for an unknown rule or a value that the rule does not know.
    """
    return build(year, values, LEVELS[level].defaults)
