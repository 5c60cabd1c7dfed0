"""What waits at the merge desk, sorted out: groups that read as one thing, the surest first, and what stands alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from voting.core.db import db
from voting.people.rules import Place
from voting.screening.likeness.facts import (
    ALIKE_ENOUGH,
    Alike,
    InboxRow,
    alike,
    inbox_row,
    likeness_word,
    rows_by_id,
)
from voting.screening.likeness.index import look_alikes_of_each
from voting.screening.likeness.rules import groups
from voting.screening.suggestion.models import Suggestion
from voting.screening.suggestion.rules import SuggestionState

MANY, FINER = 12, 0.05
"""A group of more than so many is parted; by how much more alike its parts must be."""
Titles = Mapping[int, str]


@dataclass(frozen=True)
class DeskGroup:
    """Suggestions that read as one thing, or one that reads as what a project was formed of.

    likeness: how sure that is, in words (message id); into: (id, title) of a project that holds their likes.
    """

    rows: tuple[Alike, ...]
    likeness: str
    into: tuple[int, str] | None

    @property
    def ids(self) -> list[int]:
        """Return the numbers of its suggestions."""
        return [one.row.id for one in self.rows]


@dataclass(frozen=True)
class Sorted:
    """groups: the surest first; alone: nothing waits or was merged that reads like them, oldest first."""

    groups: tuple[DeskGroup, ...]
    alone: tuple[InboxRow, ...]


@dataclass(frozen=True)
class Pairs:
    """waiting: (a, b) -> score of two that wait; merged: (a, b) -> score of one that waits and one merged before."""

    waiting: Mapping[tuple[int, int], float]
    merged: Mapping[tuple[int, int], float]


def sorted_out(place: Place, year: int, skipped: int, most: int, projects: Titles) -> Sorted:
    """Return `most` of a year's waiting suggestions, the oldest first, sorted out. projects: open ones, by id.

    A group is shown whole: its others may wait on another page.
    """
    asked = select(Suggestion.id).where(
        Suggestion.jurisdiction_id == place.id,
        Suggestion.year == year,
        Suggestion.state == SuggestionState.SUBMITTED,
    )
    waiting = set(db.session.scalars(asked))
    page = asked.order_by(Suggestion.id).offset(skipped).limit(most)
    here = list(db.session.scalars(select(Suggestion).where(Suggestion.id.in_(page)).order_by(Suggestion.id)))
    pairs = pairs_of(place, here, waiting)
    homes = homes_of(place, pairs, projects)
    tied = close_groups(pairs.waiting, ALIKE_ENOUGH)
    in_groups = {key for group in tied for key in group}
    sets = tied + [[key] for key in homes if key not in in_groups]
    rows = {
        key: row for key, (row, _title) in rows_by_id(place, [key for one in sets for key in one]).items()
    }
    ranked = sorted(
        ((sureness(one, pairs, homes), one) for one in sets),
        key=lambda pair: (-pair[0], -len(pair[1]), pair[1]),
    )
    found = tuple(
        desk_group([rows[key] for key in one], score, home_of(one, homes, projects)) for score, one in ranked
    )
    return Sorted(found, tuple(inbox_row(row, None) for row in here if row.id not in rows))


def pairs_of(place: Place, here: Sequence[Suggestion], waiting: set[int]) -> Pairs:
    """Return which of these read alike enough, among those that wait and with those that do not."""
    among: dict[tuple[int, int], float] = {}
    others: dict[tuple[int, int], float] = {}
    for row, likes in look_alikes_of_each(place.id, here):
        for like in likes:
            if like.score >= ALIKE_ENOUGH:
                (among if like.key in waiting else others)[row.id, like.key] = like.score
    return Pairs(among, others)


def close_groups(pairs: Mapping[tuple[int, int], float], least: float) -> list[list[int]]:
    """Return the groups that pairs at least so alike hang together in; a large one is parted by asking for more.

    So no chain of half-likes grows over the whole page: what is left together in number reads the same.
    """
    found = []
    for group in groups(pair for pair, score in pairs.items() if score >= least):
        if len(group) <= MANY or least + FINER > 1:
            found.append(group)
        else:
            inside = {pair: score for pair, score in pairs.items() if {*pair} <= {*group}}
            found += close_groups(inside, least + FINER)
    return found


def homes_of(place: Place, pairs: Pairs, projects: Titles) -> dict[int, tuple[float, int]]:
    """Return suggestion id -> (score, project) of the open project that holds what reads most like it."""
    merged = rows_by_id(place, sorted({like for _key, like in pairs.merged})) if pairs.merged else {}
    homes: dict[int, tuple[float, int]] = {}
    for (key, like), score in pairs.merged.items():
        project_id = merged[like][0].project_id if like in merged else None
        if project_id is not None and project_id in projects:
            homes[key] = max(homes.get(key, (0.0, 0)), (score, project_id))
    return homes


def home_of(
    group: Sequence[int], homes: Mapping[int, tuple[float, int]], projects: Titles
) -> tuple[int, str] | None:
    """Return (id, title) of the project that holds what reads most like a group, or None."""
    found = max((homes[key] for key in group if key in homes), default=None)
    return (found[1], projects[found[1]]) if found else None


def sureness(group: Sequence[int], pairs: Pairs, homes: Mapping[int, tuple[float, int]]) -> float:
    """Return how sure a group is: as its weakest member, and that as its own best like."""
    best: defaultdict[int, float] = defaultdict(float)
    for (a, b), score in pairs.waiting.items():
        best[a], best[b] = max(best[a], score), max(best[b], score)
    return min(max(best[key], homes[key][0] if key in homes else 0.0) for key in group)


def desk_group(rows: Sequence[Suggestion], score: float, into: tuple[int, str] | None) -> DeskGroup:
    """Return a group as the desk shows it: each row marked with what it shares with the first, that with the second."""
    first, other = rows[0], rows[1] if len(rows) > 1 else rows[0]
    shown = tuple(alike(row, None, other if row is first else first, "") for row in rows)
    return DeskGroup(shown, likeness_word(score), into)
