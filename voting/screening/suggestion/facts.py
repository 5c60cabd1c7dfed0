"""Shared reads of suggestions, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import exists, select

from voting.core.db import db
from voting.core.errors import NotFound
from voting.screening.suggestion.models import Suggestion, SuggestionPhoto, SuggestionStep
from voting.screening.suggestion.rules import SuggestionState, SuggestionTurn

OPEN = frozenset({SuggestionState.SUBMITTED, SuggestionState.MERGED})
"""Where a suggestion is while staff may let it be shown: what is answered or went elsewhere is nobody's to join."""


def suggestion_of(jurisdiction_id: int, suggestion_id: int, *, locked: bool = False) -> Suggestion:
    """Return a suggestion of this jurisdiction; raise NotFound for anybody else's. locked: no other may change it now."""
    row = db.session.get(Suggestion, suggestion_id, with_for_update=locked or None, populate_existing=locked)
    if row is None or row.jurisdiction_id != jurisdiction_id:
        raise NotFound("没有这条建议。")
    return row


def sent_from(row: Suggestion) -> Suggestion | None:
    """Return the suggestion of another level that was sent here as this one; None for what nobody sent, or sent back."""
    went_back = exists().where(
        SuggestionStep.suggestion_id == Suggestion.id, SuggestionStep.step == SuggestionTurn.RETURNED
    )
    return db.session.scalar(select(Suggestion).where(Suggestion.routed_as_id == row.id, ~went_back))


def photos_of(row: Suggestion) -> Sequence[str]:
    """Return the names of a suggestion's photographs in the file store."""
    asked = select(SuggestionPhoto.name).where(
        SuggestionPhoto.jurisdiction_id == row.jurisdiction_id, SuggestionPhoto.suggestion_id == row.id
    )
    return db.session.scalars(asked.order_by(SuggestionPhoto.name)).all()


def is_shown(row: Suggestion) -> bool:
    """Tell whether strangers may read a suggestion's title and place: staff read it and let them, and it is not dealt with yet.

    The only question that decides it, for pages, feeds and files alike. Its text, number and proposer are never shown.
    """
    return row.shown_at is not None and row.state in OPEN


def may_be_joined(row: Suggestion) -> bool:
    """Tell whether others may join a suggestion: it is shown, or stands behind a project, under whose title they find it."""
    return row.state is SuggestionState.MERGED or is_shown(row)
