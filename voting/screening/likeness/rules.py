"""Whether two suggestions ask for one thing: what and where judged apart, and groups of those that do. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from voting.core.text import N_
from voting.screening.likeness.lexicon import Lexicon
from voting.screening.likeness.where import SamePlace, Where, compared, where
from voting.screening.likeness.wish import Matters, Wish, cosine, likeness, wish

ALIKE = 0.5
"""From here on two wishes are one: tried on the pairs of bench/lookalike_pairs.txt."""


SAID = 0.1
"""By how much the same words make surer that two wishes are one: it orders groups."""


class Relation(StrEnum):
    """What two suggestions have in common. OPEN: one of them does not say where."""

    SAME = "same"
    OPEN = "open"
    ELSEWHERE = "elsewhere"
    OTHER = "other"
    NOTHING = "nothing"


RELATIONS: dict[Relation, str] = {
    Relation.SAME: N_("同一地方同一件事"),
    Relation.OPEN: N_("同一件事，有一条没写明地方"),
    Relation.ELSEWHERE: N_("同一件事不同地方"),
    Relation.OTHER: N_("同一地方另一件事"),
    Relation.NOTHING: N_("看不出关联"),
}
RANK = {verdict: rank for rank, verdict in enumerate(Relation)}


@dataclass(frozen=True)
class Vocabulary:
    """What a congress's texts are read with: its places and the table of synonyms."""

    places: Lexicon
    matters: Matters


@dataclass(frozen=True)
class Read:
    """A suggestion as it is compared: where, and what."""

    where: Where
    wish: Wish


@dataclass(frozen=True)
class Judged:
    """verdict: of two suggestions; wish: how alike what they want is, 0 to 1."""

    verdict: Relation
    wish: float

    @property
    def order(self) -> tuple[int, float]:
        """Sort by this: the surest first."""
        return RANK[self.verdict], -self.wish


def read(title: str, content: str, place: str, vocabulary: Vocabulary) -> Read:
    """Part a suggestion into place and wish."""
    at, title, content = where(title, content, place, vocabulary.places)
    return Read(at, wish(title, content, vocabulary.matters))


def judged(one: Read, other: Read) -> Judged:
    """Return the verdict on two suggestions; it goes both ways."""
    place, score = compared(one.where, other.where), likeness(one.wish, other.wish)
    if score >= ALIKE:
        words = cosine(one.wish.left, other.wish.left)
        return Judged(BY_PLACE[place], (1 - SAID) * score + SAID * words)
    near = place is SamePlace.ONE and one.where.close and other.where.close
    return Judged(Relation.OTHER if near else Relation.NOTHING, score)


BY_PLACE = {
    SamePlace.ONE: Relation.SAME,
    SamePlace.OPEN: Relation.OPEN,
    SamePlace.APART: Relation.ELSEWHERE,
}


@dataclass(frozen=True)
class AlikeGroup:
    """Suggestions that ask for one thing at one place. sure: how alike the two are that hang together least, 0 to 1."""

    keys: tuple[int, ...]
    sure: float


def groups(reads: dict[int, Read], joined: Sequence[tuple[int, int]] = ()) -> list[AlikeGroup]:
    """Return the groups among suggestions, the surest first: those in which every two are at one place.

    joined: pairs of which a person said that they are one, whatever the words say.
    """
    links = [(2.0, one, other) for one, other in joined if one in reads and other in reads]
    links += [(score, one, other) for (one, other), score in same_pairs(reads).items()]
    members = {key: [key] for key in reads}
    sure = dict.fromkeys(reads, 2.0)
    for score, one, other in sorted(links, key=lambda link: (-link[0], link[1:])):
        mine, theirs = members[one], members[other]
        if mine is theirs or (score <= 1 and not together(mine, theirs, reads)):
            continue
        mine.extend(theirs)
        for key in theirs:
            members[key] = mine
        for key in mine:
            sure[key] = score
    found_groups = {
        id(keys): AlikeGroup(tuple(sorted(keys)), min(1.0, sure[keys[0]])) for keys in members.values()
    }
    many = (group for group in found_groups.values() if len(group.keys) > 1)
    return sorted(many, key=lambda group: (-group.sure, -len(group.keys), group.keys))


def same_pairs(reads: dict[int, Read]) -> dict[tuple[int, int], float]:
    """Return which two ask for one thing at one place, the lower key first, and how alike their wishes are."""
    found = {pair: judged(reads[pair[0]], reads[pair[1]]) for pair in worth_comparing(reads)}
    return {pair: how.wish for pair, how in found.items() if how.verdict is Relation.SAME}


def worth_comparing(reads: dict[int, Read]) -> set[tuple[int, int]]:
    """Return the pairs that share a matter, and those of which one names no matter of the table: its words must do."""
    by_matter: defaultdict[str, list[int]] = defaultdict(list)
    for key in sorted(reads):
        for matter in reads[key].wish.weights:
            by_matter[matter].append(key)
    found = {pair for keys in by_matter.values() for pair in combinations(keys, 2)}
    unnamed = [key for key in sorted(reads) if not reads[key].wish.weights]
    return found | {(min(key, other), max(key, other)) for key in unnamed for other in reads if other != key}


def together(ones: Sequence[int], others: Sequence[int], reads: dict[int, Read]) -> bool:
    """Tell whether every one of these is at the place of every one of those: groups never chain across places."""
    return all(
        compared(reads[one].where, reads[other].where) is SamePlace.ONE for one in ones for other in others
    )
