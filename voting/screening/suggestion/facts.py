"""Shared reads of suggestions, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from voting.core.db import db
from voting.core.errors import NotFound
from voting.screening.suggestion.models import Suggestion


def suggestion_of(jurisdiction_id: int, suggestion_id: int, *, locked: bool = False) -> Suggestion:
    """Return a suggestion of this jurisdiction; raise NotFound for anybody else's. locked: no other may change it now."""
    row = db.session.get(Suggestion, suggestion_id, with_for_update=locked or None, populate_existing=locked)
    if row is None or row.jurisdiction_id != jurisdiction_id:
        raise NotFound("没有这条建议。")
    return row
