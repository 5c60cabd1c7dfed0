"""The days of a suggestion's life, and which congress has it now. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import aliased

from voting.congress.place.models import Jurisdiction
from voting.core.clock import day_of
from voting.core.db import db
from voting.people.models import Account
from voting.screening.dossier.models import Project
from voting.screening.suggestion.models import Suggestion, SuggestionStep
from voting.screening.suggestion.rules import STEP_WORDS, SuggestionState, SuggestionTurn

MOST_LEVELS = 12
"""Three levels up and down again, and twice over: a way that is longer leads round in circles."""


@dataclass(frozen=True)
class Holder:
    """A congress that has a suggestion. number: by which it is tracked there."""

    code: str
    name: str
    number: str


@dataclass(frozen=True)
class Day:
    """What became of a suggestion on a day. title: of the project; year: to which it was carried.

    across: the other congress of a turn between levels; reason: why it went; who: sent it, for staff alone.
    """

    on: date
    step: SuggestionTurn
    title: str
    year: int | None
    across: Holder | None
    reason: str
    who: str

    @property
    def word(self) -> str:
        """Return what became of it, in words (message id)."""
        return STEP_WORDS[self.step]


@dataclass(frozen=True)
class Crossing:
    """How a suggestion went between levels. came: the day on which another one sent it here, None where none did.

    went: the day on which it was sent on or back, None while it is here; holder: the congress that has it then.
    """

    came: Day | None
    went: Day | None
    holder: Holder | None


def crossing_of(row: Suggestion, days: tuple[Day, ...]) -> Crossing:
    """Return how a suggestion with these days went between levels."""
    return Crossing(
        came=next((day for day in days if day.step is SuggestionTurn.RECEIVED), None),
        went=days[-1] if days and row.state is SuggestionState.ROUTED else None,
        holder=holder_of(row),
    )


def days_of(row: Suggestion) -> tuple[Day, ...]:
    """Return the days of a suggestion's life, oldest first."""
    other = aliased(Suggestion)
    asked = (
        select(SuggestionStep, Project.title, Jurisdiction, other.number, Account.name)
        .outerjoin(Project, Project.id == SuggestionStep.project_id)
        .outerjoin(Jurisdiction, Jurisdiction.id == SuggestionStep.place_id)
        .outerjoin(other, other.id == SuggestionStep.other_id)
        .outerjoin(Account, Account.id == SuggestionStep.account_id)
        .where(SuggestionStep.suggestion_id == row.id)
        .order_by(SuggestionStep.id)
    )
    return tuple(
        Day(
            on=day_of(one.at),
            step=one.step,
            title=title or "",
            year=one.year,
            across=Holder(place.code, place.name, number or "") if place else None,
            reason=one.reason,
            who=who or "",
        )
        for one, title, place, number, who in db.session.execute(asked)
    )


def holder_of(row: Suggestion) -> Holder | None:
    """Return which congress has a suggestion that was routed, at the end of its way; None while it is here."""
    seen, found = {row.id}, row
    while found.state is SuggestionState.ROUTED and found.routed_as_id and len(seen) < MOST_LEVELS:
        found = db.session.get_one(Suggestion, found.routed_as_id)
        seen.add(found.id)
    if found is row:
        return None
    place = db.session.get_one(Jurisdiction, found.jurisdiction_id)
    return Holder(place.code, place.name, found.number)
