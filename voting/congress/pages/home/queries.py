"""What the pages of the overview show: one function a page."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from voting.confirmation.facts import waiting
from voting.congress.meeting.queries import MeetingLine, meeting_lines
from voting.congress.pins.rules import PIN_RESET
from voting.congress.place.models import Unit
from voting.congress.rule_set.queries import rule_years
from voting.congress.term.facts import (
    TermLine,
    term_line,
)
from voting.congress.term.models import Term
from voting.core.db import db
from voting.people.rules import Place


@dataclass(frozen=True)
class HomePage:
    place: Place
    terms: tuple[TermLine, ...]
    meetings: tuple[MeetingLine, ...]
    units: int
    years: tuple[int, ...]
    open_resets: int


def home_page(place: Place) -> HomePage:
    """Return the overview of a congress: its terms, meetings, rule sets and what waits at the desk."""
    asked = select(Term).where(Term.jurisdiction_id == place.id).order_by(Term.number.desc()).limit(6)
    terms = tuple(term_line(row) for row in db.session.scalars(asked))
    units = select(func.count()).select_from(Unit).where(Unit.jurisdiction_id == place.id)
    return HomePage(
        place=place,
        terms=terms,
        meetings=meeting_lines(place),
        units=db.session.scalar(units) or 0,
        years=rule_years(place),
        open_resets=len(waiting(place.id, (PIN_RESET,))),
    )
