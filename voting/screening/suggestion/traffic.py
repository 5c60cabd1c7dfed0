"""What came lately: counted for the guard that slows robots."""

from __future__ import annotations

from sqlalchemy import and_, func, select

from voting.core.clock import now
from voting.core.db import db
from voting.screening.suggestion.models import Suggestion
from voting.screening.suggestion.traffic_rules import LATELY, Traffic


def traffic_of(jurisdiction_id: int, origin: str, words: tuple[str, str]) -> Traffic:
    """Count what came to a place lately: from this origin (see models.Suggestion), and of these words: title, content."""
    lately = (Suggestion.jurisdiction_id == jurisdiction_id, Suggestion.submitted_at > now() - LATELY)
    here = Suggestion.origin == origin
    same = and_(Suggestion.title == words[0], Suggestion.content == words[1])
    count, last, same_nearby = db.session.execute(
        select(func.count(), func.max(Suggestion.submitted_at), func.count().filter(same)).where(
            *lately, here
        )
    ).one()
    same_anywhere = db.session.scalar(
        select(func.count()).where(*lately, Suggestion.origin.is_not(None), same)
    )
    return Traffic(
        count=count,
        quiet=None if last is None else now() - last,
        same_nearby=same_nearby,
        same_anywhere=same_anywhere or 0,
    )
