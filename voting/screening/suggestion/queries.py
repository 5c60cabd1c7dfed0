"""What the pages of suggestions show: one function a page."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from voting.core.db import db
from voting.people.rules import Place
from voting.screening.call.models import Call
from voting.screening.call.queries import CallView, call_view
from voting.screening.call.rules import CallState
from voting.screening.suggestion.models import Suggestion
from voting.screening.words import Source, wording


@dataclass(frozen=True)
class SuggestPage:
    """The form's surroundings. speaker: as whom the suggestion will be entered (message id)."""

    place: Place
    call: CallView | None
    speaker: str


def suggest_page(place: Place, source: Source) -> SuggestPage:
    """Return what stands around the suggestion form."""
    row = db.session.scalar(
        select(Call)
        .where(Call.jurisdiction_id == place.id, Call.state == CallState.OPENED)
        .order_by(Call.year.desc())
        .limit(1)
    )
    return SuggestPage(place, call_view(row) if row else None, wording(source))


def received(jurisdiction_id: int, year: int) -> int:
    """Return how many suggestions a year's call of a place has brought."""
    asked = select(func.count()).where(Suggestion.jurisdiction_id == jurisdiction_id, Suggestion.year == year)
    return db.session.scalar(asked) or 0
