"""What the pages of residents' ratings show: one function a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, select

from voting.congress.place.models import Unit
from voting.core.clock import today
from voting.core.db import db
from voting.core.text import version_of
from voting.people.rules import Actor, Place
from voting.supervision.commitment.facts import commitment_for, of, one_of
from voting.supervision.commitment.models import Commitment
from voting.supervision.rating.facts import (
    counted,
    rateable,
    rating_of,
    shown_comments,
    thresholds_of,
)
from voting.supervision.rating.models import Rating, RatingCheck
from voting.supervision.rating.rules import (
    COMMENT,
    LOW_ORIGINS,
    RATING_GRADES,
    CommentState,
    Rateable,
    RatingCounts,
    RatingGrade,
    RatingThresholds,
    decimal_of,
    expect_not_over,
)
from voting.supervision.report.facts import Loaded


@dataclass(frozen=True)
class RatingsShown:
    """What everybody may know of a project's ratings. open: it is rated now; figures: None until enough have rated, `least`.

    any: somebody has rated. comments: those that staff let be public.
    """

    open: bool
    any: bool
    least: int
    figures: RatingFigures | None
    comments: Sequence[tuple[str, datetime]]

    def __bool__(self) -> bool:
        return self.open or self.any


@dataclass(frozen=True)
class RatingFigures:
    """Ratings as they are shown. mean: with one decimal; grades: word and count, the best first."""

    count: int
    mean: str
    grades: Sequence[tuple[str, int]]


def rating_figures(found: RatingCounts) -> RatingFigures:
    """Return ratings as they are shown."""
    grades = [(RATING_GRADES[grade], count) for grade, count in found.grades.items()]
    return RatingFigures(found.count, decimal_of(found.tenths), grades)


def ratings_shown(work: Loaded, judged_on: date | None) -> RatingsShown:
    """Return what everybody may know of a project's ratings: figures only from the least number on. judged_on: its acceptance's day."""
    commitment = work.row
    is_open = Rateable(commitment.state, bool(work.versions), judged_on).is_open(today())
    if not work.rated:
        return RatingsShown(open=is_open, any=False, figures=None, least=0, comments=())
    found, rule = counted(commitment), thresholds_of(commitment.jurisdiction_id)
    enough = found.count >= rule.shown_from
    return RatingsShown(
        open=is_open,
        any=found.count > 0,
        least=rule.shown_from,
        figures=rating_figures(found) if enough else None,
        comments=shown_comments(commitment) if found.count else (),
    )


@dataclass(frozen=True)
class RatePage:
    """The form of a resident. grade, comment: what this device said last, None and empty before; over: nobody is asked any more."""

    place: Place
    commitment: Commitment
    open: bool
    over: bool
    grade: RatingGrade | None
    comment: str


def rate_page(place: Place, commitment_id: int, device: str) -> RatePage:
    """Return the form for a project. device: the digest of who asks, empty for an unknown one. Errors: NotFound."""
    row = one_of(Commitment, place.id, commitment_id)
    what, said = rateable(row), rating_of(row, device) if device else None
    return RatePage(
        place=place,
        commitment=row,
        open=what.is_open(today()),
        over=what.is_over(today()),
        grade=said.grade if said else None,
        comment=said.comment if said else "",
    )


@dataclass(frozen=True)
class CommentRow:
    """A comment as staff read it. version: of its text; word: of its state; may_show, may_hide: what can be done with it."""

    id: int
    text: str
    version: str
    at: datetime
    state: CommentState
    word: str
    may_show: bool
    may_hide: bool


@dataclass(frozen=True)
class RatingsPage:
    """A project's ratings for those who follow it: all figures, all comments, those that wait first, and the last 督查.

    earlier: the 督查 before it, the newest first; origins: from how many low ratings must come to set one off.
    """

    place: Place
    commitment: Commitment
    figures: RatingFigures
    rule: RatingThresholds
    comments: Sequence[CommentRow]
    check: RatingCheck | None
    earlier: Sequence[RatingCheck]
    over: bool
    origins: int = LOW_ORIGINS


MOST_READ = 200
"""How many comments one page for staff shows; those that wait come first, and those behind them follow once they are judged."""


def ratings_page(place: Place, actor: Actor, commitment_id: int) -> RatingsPage:
    """Return a project's ratings. Errors: NotFound."""
    row = commitment_for(actor, place.id, commitment_id)
    waits_first = case((Rating.state == CommentState.WAITING, 0), else_=1)
    asked = of(Rating, row).where(Rating.state.is_not(None))
    found = db.session.scalars(
        asked.order_by(waits_first, Rating.at.desc(), Rating.id.desc()).limit(MOST_READ)
    )
    checks = db.session.scalars(of(RatingCheck, row).order_by(RatingCheck.number.desc())).all()
    return RatingsPage(
        place=place,
        commitment=row,
        figures=rating_figures(counted(row)),
        rule=thresholds_of(place.id),
        comments=[_comment_row(one.id, one.comment, one.at, one.state) for one in found if one.state],
        check=checks[0] if checks else None,
        earlier=checks[1:],
        over=rateable(row).is_over(today()),
    )


def _comment_row(row_id: int, text: str, at: datetime, state: CommentState) -> CommentRow:
    return CommentRow(
        id=row_id,
        text=text,
        version=version_of(text),
        at=at,
        state=state,
        word=COMMENT.words[state],
        may_show=COMMENT.may(state, "show"),
        may_hide=COMMENT.may(state, "hide"),
    )


def commitment_of_rating(place: Place, rating_id: int) -> int:
    """Return whose rating it is. Errors: NotFound for another place's."""
    return one_of(Rating, place.id, rating_id).commitment_id


@dataclass(frozen=True)
class RatingRulePage:
    """The rule of a place and the program's defaults."""

    place: Place
    rule: RatingThresholds
    standard: RatingThresholds


def rating_rule_page(place: Place) -> RatingRulePage:
    """Return a place's rule of ratings."""
    return RatingRulePage(place, thresholds_of(place.id), RatingThresholds())


@dataclass(frozen=True)
class Sign:
    """What a sign at the site says. unit: empty until one is assigned."""

    commitment_id: int
    title: str
    year: int
    unit: str


def sign_of(place: Place, actor: Actor, commitment_id: int) -> Sign:
    """Return the sign of a project. Errors: NotFound; WrongMoment once it is not rated any more."""
    row = commitment_for(actor, place.id, commitment_id)
    expect_not_over(rateable(row), today())
    unit = db.session.scalar(select(Unit.name).where(Unit.id == row.unit_id)) if row.unit_id else None
    return Sign(row.id, row.title, row.year, unit or row.lead_unit)
