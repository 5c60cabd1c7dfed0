"""What tally hands on: the announced outcome of a ballot. Never a count that is not announced."""

from __future__ import annotations

from voting.tally.outcome.decision import Standing
from voting.tally.outcome.facts import consents_due, is_small
from voting.tally.outcome.grade import GRADES, Grade
from voting.tally.outcome.queries import (
    AlteredOutcome,
    Outcome,
    OutcomeLine,
    PublicLine,
    PublicOutcome,
    answers_told,
    listed_outcomes,
    outcome,
    outcome_in_hall,
    outcomes,
)
from voting.tally.run.disclosure import votes_known
from voting.tally.run.facts import voided

__all__ = [
    "GRADES",
    "AlteredOutcome",
    "Grade",
    "Outcome",
    "OutcomeLine",
    "PublicLine",
    "PublicOutcome",
    "Standing",
    "answers_told",
    "consents_due",
    "is_small",
    "listed_outcomes",
    "outcome",
    "outcome_in_hall",
    "outcomes",
    "voided",
    "votes_known",
]
