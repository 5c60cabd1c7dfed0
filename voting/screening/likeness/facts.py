"""Shared reads of look-alikes, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from voting.core.db import db
from voting.core.text import N_
from voting.people.rules import Place
from voting.screening.dossier.models import Project
from voting.screening.likeness.index import look_alikes
from voting.screening.likeness.rules import Segment, shared_segments
from voting.screening.suggestion.models import Suggestion
from voting.screening.suggestion.rules import SUGGESTION, SuggestionState
from voting.screening.words import wording

ALIKE_ENOUGH = 0.18
VERY_ALIKE = 0.35


@dataclass(frozen=True)
class Alike:
    """A look-alike. likeness: in words (message id); title, content: cut where the shared words are."""

    row: InboxRow
    likeness: str
    title: tuple[Segment, ...]
    content: tuple[Segment, ...]


def alikes_of(place: Place, row: Suggestion, *, but: Sequence[int] = ()) -> tuple[Alike, ...]:
    """Return the look-alikes of a suggestion, best first, without those in `but`."""
    likes = [like for like in look_alikes(place.id, row) if like.key not in but]
    rows = rows_by_id(place, [like.key for like in likes])
    return tuple(alike(*rows[like.key], row, likeness_word(like.score)) for like in likes if like.key in rows)


def alike(other: Suggestion, title: str | None, row: Suggestion, likeness: str) -> Alike:
    """Return `other` with the words it shares with `row` marked."""
    words = f"{row.title} {row.content}"
    return Alike(
        inbox_row(other, title),
        likeness,
        tuple(shared_segments(other.title, words)),
        tuple(shared_segments(other.content, words)),
    )


def likeness_word(score: float) -> str:
    """Return how alike two suggestions are, in words (message id)."""
    if score >= VERY_ALIKE:
        return N_("很相近")
    return N_("相近") if score >= ALIKE_ENOUGH else N_("有些相近")


def rows_by_id(place: Place, ids: Sequence[int]) -> dict[int, tuple[Suggestion, str | None]]:
    """Return suggestions of this place with their projects' titles, by id."""
    rows = db.session.execute(
        select(Suggestion, Project.title)
        .outerjoin(Project, Project.id == Suggestion.project_id)
        .where(Suggestion.jurisdiction_id == place.id, Suggestion.id.in_(ids))
    )
    return {row.id: (row, title) for row, title in rows}


@dataclass(frozen=True)
class InboxRow:
    """A suggestion in a list. source, word: message ids."""

    id: int
    number: str
    title: str
    place: str
    source: str
    submitted_at: datetime
    state: SuggestionState
    word: str
    project_id: int | None
    project_title: str


def inbox_row(row: Suggestion, project_title: str | None) -> InboxRow:
    """Return a suggestion as a list shows it."""
    source = row.origin_name or wording(row.source)
    return InboxRow(
        row.id,
        row.number,
        row.title,
        row.place,
        source,
        row.submitted_at,
        row.state,
        SUGGESTION.words[row.state],
        row.project_id,
        project_title or "",
    )
