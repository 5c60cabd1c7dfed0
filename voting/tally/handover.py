"""What tally hands on: the announced outcome of a ballot. Never a count that is not announced."""

from __future__ import annotations

from voting.tally.count.rules import ANSWERS
from voting.tally.outcome.grade import GRADES, Grade
from voting.tally.outcome.queries import (
    Outcome,
    OutcomeLine,
    PublicLine,
    PublicOutcome,
    outcome,
    outcome_in_hall,
    outcomes,
    public_outcomes,
    votes_known,
)

__all__ = [
    "ANSWERS",
    "GRADES",
    "Grade",
    "Outcome",
    "OutcomeLine",
    "PublicLine",
    "PublicOutcome",
    "outcome",
    "outcome_in_hall",
    "outcomes",
    "public_outcomes",
    "votes_known",
]
