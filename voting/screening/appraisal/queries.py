"""What the pages of appraisal show: one function a page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction

from sqlalchemy import select

from voting.core.db import db
from voting.people.rules import Place
from voting.screening.appraisal.criteria import CRITERIA
from voting.screening.appraisal.models import Score
from voting.screening.appraisal.rules import mean


def decimal(value: Fraction | None) -> str:
    """Return a mean with one decimal, rounded half up; a dash when there is none."""
    if value is None:
        return "—"
    tenths = int(value * 10 + Fraction(1, 2))
    return f"{tenths // 10}.{tenths % 10}"


def means_of(scores: Sequence[Score]) -> tuple[tuple[str, ...], Fraction | None]:
    """Return the mean of each criterion, and of the sums."""
    each = tuple(mean([getattr(score, criterion.key) for score in scores]) for criterion in CRITERIA)
    known = [value for value in each if value is not None]
    return tuple(decimal(value) for value in each), sum(known, Fraction(0)) if known else None


def scores_by_project(place: Place, project_ids: Sequence[int]) -> defaultdict[int, list[Score]]:
    """Return the scores of these projects."""
    found: defaultdict[int, list[Score]] = defaultdict(list)
    asked = select(Score).where(Score.jurisdiction_id == place.id, Score.project_id.in_(project_ids))
    for score in db.session.scalars(asked):
        found[score.project_id].append(score)
    return found
