"""Shared reads of look-alikes, for deeds and pages alike. Writes nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlalchemy import or_, select

from voting.congress.place.facts import at_or_below
from voting.congress.place.models import Jurisdiction
from voting.core.db import db
from voting.core.text import N_
from voting.people.rules import Place
from voting.screening.dossier.models import Project
from voting.screening.likeness.grams import Segment, grams_of_word, shared_segments
from voting.screening.likeness.index import Words, newest
from voting.screening.likeness.lexicon import Lexicon
from voting.screening.likeness.models import OwnWords
from voting.screening.likeness.rules import (
    RELATIONS,
    AlikeGroup,
    Judged,
    Read,
    Relation,
    Vocabulary,
    groups,
    judged,
    read,
)
from voting.screening.likeness.wish import lines_of, matters
from voting.screening.suggestion.models import Suggestion
from voting.screening.suggestion.rules import SUGGESTION, SuggestionState
from voting.screening.words import wording

AT_PLACE, ANYWHERE, BESIDE = 90, 30, 30
"""How many suggestions are compared: of this matter at this place, of this matter, of this place; the newest."""
ALTERNATIVES = 60
SHOWN = 8
JOINED = N_("提出人附议的就是这一条")


@dataclass(frozen=True)
class Alike:
    """A look-alike. likeness: the verdict in words (message id); title, content: cut where the shared words are."""

    row: InboxRow
    likeness: str
    title: tuple[Segment, ...]
    content: tuple[Segment, ...]
    verdict: Relation = Relation.SAME

    @property
    def is_same(self) -> bool:
        """Tell whether it asks for the same at the same place."""
        return self.verdict is Relation.SAME


def vocabulary_of(place: Place) -> Vocabulary:
    """Return what this congress's suggestions are read with: divisions, its own names, the table of synonyms."""
    divisions = db.session.execute(
        select(Jurisdiction.id, Jurisdiction.name, OwnWords.places, OwnWords.synonyms)
        .outerjoin(OwnWords, OwnWords.jurisdiction_id == Jurisdiction.id)
        .where(or_(Jurisdiction.id.in_(place.path), at_or_below(place)))
        .order_by(Jurisdiction.id)
    ).all()
    own = [row for row in divisions if row.id in place.path]
    above = tuple(row.name for row in own)
    below = tuple(row.name for row in divisions if row.id not in place.path)
    places = tuple(line for row in own for line in lines_of(row.places or ""))
    return vocabulary(
        above, below, places, tuple(line for row in own for line in lines_of(row.synonyms or ""))
    )


@lru_cache(maxsize=32)
def vocabulary(
    above: tuple[str, ...],
    below: tuple[str, ...],
    places: tuple[tuple[str, ...], ...],
    synonyms: tuple[tuple[str, ...], ...],
) -> Vocabulary:
    """Return the words to read with. above: names that say nothing here; places: of each its name and what it is also called."""
    named = [(name, "") for name in above]
    named += [(also, group[0]) for group in places for also in group]
    return Vocabulary(Lexicon([*named, *((name, name) for name in below)]), matters(synonyms))


def read_row(row: Suggestion, vocabulary: Vocabulary) -> Read:
    """Return a suggestion as it is compared."""
    return read(row.title, row.content, row.place, vocabulary)


@dataclass(frozen=True)
class Like:
    """A suggestion that has to do with a text. title: of its project, None without one; how: judged."""

    row: Suggestion
    title: str | None
    how: Judged


def look_alikes(
    place: Place, title: str, content: str, where: str, *, but: Collection[int] = ()
) -> list[Like]:
    """Return the suggestions of this place, of any year, that have to do with a text, the surest first.

    but: ids to leave out. Compares at most AT_PLACE + ANYWHERE + BESIDE suggestions.
    """
    words = vocabulary_of(place)
    asked = read(title, content, where, words)
    keys = candidates(place.id, asked, words) - set(but)
    rows = rows_by_id(place, sorted(keys)).values()
    found = [Like(row, project, judged(asked, read_row(row, words))) for row, project in rows]
    related = [like for like in found if like.how.verdict is not Relation.NOTHING]
    return sorted(related, key=lambda like: (*like.how.order, -like.row.id))


def candidates(jurisdiction_id: int, asked: Read, words: Vocabulary) -> set[int]:
    """Return the ids of the suggestions that are worth comparing."""
    at, wanted = places_in(asked), wishes_in(asked, words)
    found: set[int] = set()
    if at and wanted:
        found.update(newest(jurisdiction_id, (at, wanted), AT_PLACE))
    if wanted:
        found.update(newest(jurisdiction_id, (wanted,), ANYWHERE if at else AT_PLACE))
    if at:
        found.update(newest(jurisdiction_id, (at,), BESIDE))
    return found


def places_in(asked: Read) -> Words:
    """Return how the index knows the place: the end of its bare name, before which a verb may stand in a text."""
    named = asked.where.exact or asked.where.areas
    return {frozenset(grams_of_word(spot.core[-2:])) for spot in named} - {frozenset()}


def wishes_in(asked: Read, words: Vocabulary) -> Words:
    """Return how the index knows the wish: every word of its matters, or its own words when the table has none."""
    named = asked.wish.titled or asked.wish.told
    said = [word for matter in sorted(named) for word in words.matters.written[matter]]
    found = [frozenset(grams_of_word(word)) for word in said] or [
        frozenset((pair,)) for pair in sorted(asked.wish.left)
    ]
    return {grams for grams in found if grams} if len(found) <= ALTERNATIVES else set(found[:ALTERNATIVES])


def joined_by(row: Suggestion) -> Suggestion | None:
    """Return the suggestion whose proposer this one joined, of the same congress."""
    found = db.session.get(Suggestion, row.joins_id) if row.joins_id else None
    return found if found is not None and found.jurisdiction_id == row.jurisdiction_id else None


def alikes_of(
    place: Place, row: Suggestion, *, but: Sequence[int] = (), most: int = SHOWN
) -> tuple[Alike, ...]:
    """Return the look-alikes of a suggestion, the surest first, without those in `but`."""
    joined = joined_by(row)
    first = joined.id if joined and joined.id not in but else None
    likes = look_alikes(place, row.title, row.content, row.place, but={*but, row.id, first or row.id})[:most]
    said = (alike(*rows_by_id(place, [first])[first], row, JOINED),) if first else ()
    return said + tuple(
        alike(like.row, like.title, row, RELATIONS[like.how.verdict], like.how.verdict) for like in likes
    )


def groups_among(place: Place, rows: Sequence[Suggestion]) -> list[AlikeGroup]:
    """Return the groups that ask for one thing at one place, the surest first; who joined another stands with it."""
    return groups(reads_of(place, rows), joined_pairs(rows))


def reads_of(place: Place, rows: Sequence[Suggestion]) -> dict[int, Read]:
    """Return suggestions as they are compared, by id."""
    words = vocabulary_of(place)
    return {row.id: read_row(row, words) for row in rows}


def joined_pairs(rows: Sequence[Suggestion]) -> list[tuple[int, int]]:
    """Return which of these joined which, and which two joined the same one."""
    first: dict[int, int] = {}
    pairs = []
    for row in rows:
        if row.joins_id:
            pairs += [(row.id, row.joins_id), (row.id, first.setdefault(row.joins_id, row.id))]
    return [(one, other) for one, other in pairs if one != other]


def alike(
    other: Suggestion, title: str | None, row: Suggestion, likeness: str, verdict: Relation = Relation.SAME
) -> Alike:
    """Return `other` with the words it shares with `row` marked."""
    words = f"{row.title} {row.content}"
    return Alike(
        inbox_row(other, title),
        likeness,
        tuple(shared_segments(other.title, words)),
        tuple(shared_segments(other.content, words)),
        verdict,
    )


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
    came_on: date
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
        row.came_on,
        row.state,
        SUGGESTION.words[row.state],
        row.project_id,
        project_title or "",
    )
