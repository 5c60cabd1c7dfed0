"""Shared reads of the reserve, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from voting.core.db import db
from voting.screening.shortlist.facts import find_list
from voting.screening.shortlist.rules import ShortlistState
from voting.screening.suggestion.models import Suggestion
from voting.screening.suggestion.rules import SuggestionState


def is_decided(jurisdiction_id: int, year: int) -> bool:
    """Tell whether a year's list of candidates is fixed."""
    draft = find_list(jurisdiction_id, year)
    return draft is not None and draft.state is ShortlistState.DECIDED


def left_waiting(jurisdiction_id: int, year: int) -> Sequence[Suggestion]:
    """Return the suggestions of years before this one that nobody has answered, each locked, oldest first."""
    asked = select(Suggestion).where(
        Suggestion.jurisdiction_id == jurisdiction_id,
        Suggestion.year < year,
        Suggestion.state == SuggestionState.SUBMITTED,
    )
    return db.session.scalars(asked.order_by(Suggestion.id).with_for_update()).all()
