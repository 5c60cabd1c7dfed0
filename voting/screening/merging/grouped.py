"""What waits at the merge desk, sorted out: groups that read as one thing, the surest first, and what stands alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, or_, select

from voting.core.db import db
from voting.people.rules import Place
from voting.screening.likeness.facts import (
    Alike,
    InboxRow,
    alike,
    inbox_row,
    joined_pairs,
    reads_of,
    rows_by_id,
)
from voting.screening.likeness.rules import RELATIONS, Relation, groups, same_pairs
from voting.screening.suggestion.models import Suggestion
from voting.screening.suggestion.rules import SuggestionState

COMPARED = 1000
"""With how many of the newest others, waiting or merged into open projects, a page's suggestions are compared."""
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
    """waiting: (a, b) -> score of two that wait; merged: (a, b) -> score of one that waits and one merged before.

    tied: groups of those that wait, at one place each.
    """

    waiting: Mapping[tuple[int, int], float]
    merged: Mapping[tuple[int, int], float]
    tied: list[list[int]]


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
    pairs = pairs_of(place, year, here, waiting, projects)
    homes = homes_of(place, pairs, projects)
    tied = pairs.tied
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
        desk_group([rows[key] for key in one], home_of(one, homes, projects)) for _score, one in ranked
    )
    return Sorted(found, tuple(inbox_row(row, None) for row in here if row.id not in rows))


def pairs_of(
    place: Place, year: int, here: Sequence[Suggestion], waiting: set[int], projects: Titles
) -> Pairs:
    """Return which of these ask for one thing at one place, among those that wait and with those that were merged."""
    shown = {row.id for row in here}
    rows = {row.id: row for row in (*others_of(place, year, projects), *here)}
    reads = reads_of(place, list(rows.values()))
    among: dict[tuple[int, int], float] = {}
    merged: dict[tuple[int, int], float] = {}
    for (a, b), score in same_pairs(reads).items():
        if a in waiting and b in waiting:
            among[a, b] = score
        elif a in shown or b in shown:
            merged[(a, b) if a in shown else (b, a)] = score
    joined = [(a, b) for a, b in joined_pairs(list(rows.values())) if a in waiting and b in waiting]
    among.update(dict.fromkeys(joined, 1.0))
    found = groups({key: read for key, read in reads.items() if key in waiting}, joined)
    return Pairs(among, merged, [list(group.keys) for group in found if shown & {*group.keys}])


def others_of(place: Place, year: int, projects: Titles) -> list[Suggestion]:
    """Return the newest suggestions of a year that wait, or went into an open project, at most COMPARED."""
    waits = and_(Suggestion.year == year, Suggestion.state == SuggestionState.SUBMITTED)
    asked = select(Suggestion).where(
        Suggestion.jurisdiction_id == place.id, or_(waits, Suggestion.project_id.in_(projects))
    )
    return list(db.session.scalars(asked.order_by(Suggestion.id.desc()).limit(COMPARED)))


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


def desk_group(rows: Sequence[Suggestion], into: tuple[int, str] | None) -> DeskGroup:
    """Return a group as the desk shows it: each row marked with what it shares with the first, that with the second."""
    first, other = rows[0], rows[1] if len(rows) > 1 else rows[0]
    shown = tuple(alike(row, None, other if row is first else first, "") for row in rows)
    return DeskGroup(shown, RELATIONS[Relation.SAME], into)
