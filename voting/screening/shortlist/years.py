"""Which years screening knows of."""

from __future__ import annotations

from sqlalchemy import select

from voting.congress.meeting.facts import last_year_met
from voting.core.clock import today
from voting.core.db import db
from voting.people.rules import Place
from voting.screening.call.models import Call
from voting.screening.dossier.models import Project
from voting.screening.shortlist.models import CandidateList


def years_of(place: Place) -> tuple[int, ...]:
    """Return the years that screening knows here, newest first."""
    calls = select(Call.year).where(Call.jurisdiction_id == place.id)
    lists = select(CandidateList.year).where(CandidateList.jurisdiction_id == place.id)
    projects = select(Project.year).where(Project.jurisdiction_id == place.id)
    return tuple(sorted(set(db.session.scalars(calls.union(lists, projects))), reverse=True))


def year_at_hand(place: Place, asked: int | None = None) -> int:
    """Return which year a page shows: the one asked for, else the newest that screening knows.

    Where it knows none yet: the year of the congress's last meeting, else the coming one.
    """
    known = years_of(place)
    return asked or (known[0] if known else last_year_met(place.id) or today().year + 1)
