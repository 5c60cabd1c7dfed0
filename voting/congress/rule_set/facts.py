"""Shared reads of rule sets, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from sqlalchemy import select

from voting.congress.ballot_rules.rules import BallotRules
from voting.congress.meeting.models import Meeting
from voting.congress.rule_set.models import RuleSet
from voting.congress.rule_set.rules import ballot_rules
from voting.core.db import db
from voting.people.rules import Place


def rule_set(place: Place, year: int) -> BallotRules:
    """Return the rules of a place and year: its own choices over the defaults of its level."""
    row = db.session.scalar(select(RuleSet).where(RuleSet.jurisdiction_id == place.id, RuleSet.year == year))
    return ballot_rules(place.level, year, row.values if row else {})


def rules_saved(jurisdiction_id: int, year: int) -> bool:
    """Tell whether somebody has set the rules of a year; else the defaults of the level hold."""
    asked = select(RuleSet.id).where(RuleSet.jurisdiction_id == jurisdiction_id, RuleSet.year == year)
    return db.session.scalar(asked) is not None


def rules_fixed_by(jurisdiction_id: int, year: int) -> Meeting | None:
    """Return the real meeting of the congress that has adopted the year's method, if there is one."""
    asked = select(Meeting).where(
        Meeting.jurisdiction_id == jurisdiction_id,
        Meeting.year == year,
        Meeting.rehearsal.is_(False),
        Meeting.body == "congress",
        Meeting.state != "draft",
    )
    return db.session.scalars(asked.order_by(Meeting.number)).first()
