"""Shared reads of suggestions, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from voting.core.db import db
from voting.core.errors import NotFound
from voting.screening.suggestion.models import Suggestion
from voting.screening.suggestion.rules import SuggestionState


def suggestion_of(jurisdiction_id: int, suggestion_id: int, *, locked: bool = False) -> Suggestion:
    """Return a suggestion of this jurisdiction; raise NotFound for anybody else's. locked: no other may change it now."""
    row = db.session.get(Suggestion, suggestion_id, with_for_update=locked or None, populate_existing=locked)
    if row is None or row.jurisdiction_id != jurisdiction_id:
        raise NotFound("没有这条建议。")
    return row


def is_shown(row: Suggestion) -> bool:
    """Tell whether others may see that somebody asked for this: staff let it be shown, or took it into a project."""
    return row.state is SuggestionState.MERGED or (
        row.shown_at is not None and row.state is SuggestionState.SUBMITTED
    )
