"""What the pages of suggestions show: one function a page."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from voting.congress.place.models import Jurisdiction, Unit
from voting.core.db import db
from voting.people.rules import Actor, Place
from voting.screening.call.facts import year_of_reserve
from voting.screening.call.models import Call
from voting.screening.call.queries import CallView, call_view
from voting.screening.call.rules import CallState
from voting.screening.suggestion.models import Suggestion
from voting.screening.words import Source, wording


@dataclass(frozen=True)
class SuggestPage:
    """The form's surroundings. speaker: as whom the suggestion will be entered (message id), empty for a resident.

    reserve: the year for which the reserve keeps what comes in now; None while a call takes it, and where nobody has called.
    """

    place: Place
    call: CallView | None
    speaker: str
    reserve: int | None


def divisions_below(place: Place) -> tuple[str, ...]:
    """Return the names of the divisions right below, in the order of their codes: where a suggestion may be meant."""
    asked = select(Jurisdiction.name).where(Jurisdiction.parent_id == place.id)
    return tuple(db.session.scalars(asked.order_by(Jurisdiction.code)))


def unit_name(actor: Actor) -> str:
    """Return the name of the unit whose account somebody has, or his own where it has none any more."""
    unit = db.session.get(Unit, actor.unit_id) if actor.unit_id else None
    return unit.name if unit else actor.name


def suggest_page(place: Place, source: Source) -> SuggestPage:
    """Return what stands around the suggestion form."""
    row = db.session.scalar(
        select(Call)
        .where(Call.jurisdiction_id == place.id, Call.state == CallState.OPENED)
        .order_by(Call.year.desc())
        .limit(1)
    )
    call = call_view(row) if row else None
    reserve = None if call and call.taking else year_of_reserve(place.id)
    return SuggestPage(place, call, "" if source is Source.RESIDENT else wording(source), reserve)


def received(jurisdiction_id: int, year: int) -> int:
    """Return how many suggestions a year's call of a place has brought."""
    asked = select(func.count()).where(Suggestion.jurisdiction_id == jurisdiction_id, Suggestion.year == year)
    return db.session.scalar(asked) or 0
