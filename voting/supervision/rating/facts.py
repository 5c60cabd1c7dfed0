"""Shared reads of residents' ratings. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Exists, exists, func, select

from voting.core.clock import now
from voting.core.db import db
from voting.screening.handover import LATELY
from voting.supervision.acceptance.models import Acceptance
from voting.supervision.commitment.facts import of
from voting.supervision.commitment.models import Commitment
from voting.supervision.rating.models import Rating, RatingCheck, RatingRule
from voting.supervision.rating.rules import (
    CheckState,
    CommentState,
    Rateable,
    RatingCounts,
    RatingGrade,
    RatingThresholds,
    origins_in,
)
from voting.supervision.report.models import Report

MOST_COMMENTS = 30
"""How many comments the public page shows, the newest."""


def thresholds_of(jurisdiction_id: int) -> RatingThresholds:
    """Return a place's rule of ratings, the program's defaults where it has none of its own."""
    row = db.session.get(RatingRule, jurisdiction_id)
    if row is None:
        return RatingThresholds()
    return RatingThresholds(shown_from=row.shown_from, check_from=row.check_from, check_below=row.check_below)


def rateable(commitment: Commitment) -> Rateable:
    """Return what says whether a commitment is rated now; one question."""
    mine = (Report.jurisdiction_id == commitment.jurisdiction_id, Report.commitment_id == commitment.id)
    reported = exists().where(*mine, Report.latest > 0)
    judged_on = (
        select(Acceptance.on)
        .where(
            Acceptance.jurisdiction_id == commitment.jurisdiction_id,
            Acceptance.commitment_id == commitment.id,
        )
        .scalar_subquery()
    )
    found = db.session.execute(select(reported, judged_on)).one()
    return Rateable(commitment.state, bool(found[0]), found[1])


def was_rated() -> Exists:
    """Return the column that tells of a commitment whether residents rated it."""
    return exists().where(
        Rating.jurisdiction_id == Commitment.jurisdiction_id, Rating.commitment_id == Commitment.id
    )


def counted(commitment: Commitment, *, since: datetime | None = None) -> RatingCounts:
    """Return how many residents gave a commitment which grade; one question. since: count only what was said later."""
    asked = select(Rating.grade, func.count()).where(*_said_of(commitment, since))
    found = [(grade, count) for grade, count in db.session.execute(asked.group_by(Rating.grade))]
    return RatingCounts(dict.fromkeys(RatingGrade, 0) | dict(found))


def _said_of(commitment: Commitment, since: datetime | None) -> list[ColumnElement[bool]]:
    of_it = [Rating.jurisdiction_id == commitment.jurisdiction_id, Rating.commitment_id == commitment.id]
    return of_it if since is None else [*of_it, Rating.at > since]


def low_origins(commitment: Commitment, rule: RatingThresholds, *, since: datetime | None) -> int:
    """Return from how many origins a commitment's low ratings came, as `rules.origins_in`; one question. since: as in `counted`."""
    low = select(Rating.origin, Rating.at).where(Rating.grade.in_(rule.low_grades))
    found = db.session.execute(low.where(*_said_of(commitment, since)))
    return origins_in((origin, at) for origin, at in found)


def rating_of(commitment: Commitment, device: str, *, locked: bool = False) -> Rating | None:
    """Return what a device said of a commitment; None where it has said nothing. device: its digest."""
    asked = select(Rating).where(
        Rating.jurisdiction_id == commitment.jurisdiction_id,
        Rating.commitment_id == commitment.id,
        Rating.device == device,
    )
    return db.session.scalar(asked.with_for_update() if locked else asked)


def lately_from(jurisdiction_id: int, origin: str) -> tuple[int, timedelta | None]:
    """Return how many ratings a network gave lately, and since when it is quiet; None where it gave none."""
    asked = select(func.count(), func.max(Rating.at)).where(
        Rating.jurisdiction_id == jurisdiction_id, Rating.origin == origin, Rating.at > now() - LATELY
    )
    count, last = db.session.execute(asked).one()
    return count, None if last is None else now() - last


def shown_comments(commitment: Commitment) -> Sequence[tuple[str, datetime]]:
    """Return the comments that staff let be public, the newest first: text and when. The only question that decides it."""
    asked = select(Rating.comment, Rating.at).where(
        Rating.jurisdiction_id == commitment.jurisdiction_id,
        Rating.commitment_id == commitment.id,
        Rating.state == CommentState.SHOWN,
    )
    found = db.session.execute(asked.order_by(Rating.at.desc(), Rating.id.desc()).limit(MOST_COMMENTS))
    return [(comment, at) for comment, at in found]


@dataclass(frozen=True)
class WaitingComments:
    """A commitment with comments that nobody has read for the public yet. since: the oldest's."""

    commitment_id: int
    year: int
    title: str
    count: int
    since: datetime


def waiting_comments(jurisdiction_id: int) -> Sequence[WaitingComments]:
    """Return the commitments of a place whose comments wait; one question."""
    asked = (
        select(Commitment.id, Commitment.year, Commitment.title, func.count(), func.min(Rating.at))
        .join(Rating, Rating.commitment_id == Commitment.id)
        .where(
            Commitment.jurisdiction_id == jurisdiction_id,
            Rating.jurisdiction_id == jurisdiction_id,
            Rating.state == CommentState.WAITING,
        )
        .group_by(Commitment.id, Commitment.year, Commitment.title)
        .order_by(Commitment.id)
    )
    return [WaitingComments(*row) for row in db.session.execute(asked)]


def open_checks(jurisdiction_id: int) -> Sequence[tuple[RatingCheck, int, str]]:
    """Return the 督查 of a place that are not closed, each with year and title of its project; one question."""
    asked = (
        select(RatingCheck, Commitment.year, Commitment.title)
        .join(Commitment, Commitment.id == RatingCheck.commitment_id)
        .where(RatingCheck.jurisdiction_id == jurisdiction_id, RatingCheck.state == CheckState.OPENED)
        .order_by(RatingCheck.commitment_id)
    )
    return [(row, year, title) for row, year, title in db.session.execute(asked)]


def check_of(commitment: Commitment, *, locked: bool = False) -> RatingCheck | None:
    """Return the last 督查 that a commitment's ratings set off; None where they have not."""
    asked = of(RatingCheck, commitment).order_by(RatingCheck.number.desc()).limit(1)
    return db.session.scalar(asked.with_for_update() if locked else asked)
