"""What ratings keep no longer than needed: from which network they came, and comments that staff did not let be public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from sqlalchemy import select, update

from voting.audit.journal import Event, record
from voting.core.clock import now
from voting.core.db import db
from voting.screening.handover import CONTACT_KEPT
from voting.supervision.rating.models import Rating
from voting.supervision.rating.rules import CommentState

ORIGIN_KEPT = timedelta(days=1)
"""The guard asks for the last hour alone, and another day's origin is another one (a default of the program)."""
MOST_FORGOTTEN = 500


@dataclass(frozen=True, kw_only=True)
class RatingCommentsForgotten(Event):
    """ratings: of which a comment that is not public was deleted."""

    name: ClassVar[str] = "supervision:rating:comments_forgotten"
    ratings: tuple[int, ...]


def forget_ratings() -> None:
    """Delete the origins of ratings older than ORIGIN_KEPT, and hidden comments as old as contacts may become; grades stay."""
    db.session.execute(
        update(Rating)
        .where(Rating.origin != "", Rating.at < now() - ORIGIN_KEPT)
        .values(origin="")
        .execution_options(synchronize_session=False)
    )
    _forget_comments()


def _forget_comments() -> None:
    """Delete hidden comments whose time is over, some at a time; a line in the journal of each place."""
    asked = select(Rating).where(Rating.state == CommentState.HIDDEN, Rating.at < now() - CONTACT_KEPT)
    ordered = asked.order_by(Rating.jurisdiction_id, Rating.id).limit(MOST_FORGOTTEN)
    of_place: dict[int, list[int]] = {}
    for row in db.session.scalars(ordered.with_for_update(skip_locked=True)).all():
        row.comment, row.state = "", None
        of_place.setdefault(row.jurisdiction_id, []).append(row.id)
    db.session.flush()
    for jurisdiction_id, ids in of_place.items():
        record(RatingCommentsForgotten(ratings=tuple(ids)), None, jurisdiction_id)
