"""Which suggestions read alike: single characters and pairs weighed by rarity, found through an index. Pure.

Chinese needs no word list for this: pairs of characters carry most words, single ones catch variants.
"""

from __future__ import annotations

import math
import unicodedata
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

TITLE_WEIGHT = 2.0
TOUCHED = 30_000
"""Entries of the index that one search reads at most: the rarest grams first, so that common ones cost nothing."""
KEPT = 100
"""Candidates that are weighed exactly."""
IDLE = frozenset("的了和与及或在是为有对把被将从到等并这那个一不也就都而且我你他们吗呢吧希望建议请能可以")


def runs(text: str) -> Iterator[str]:
    """Yield the unbroken runs of letters, digits and Chinese characters, in one form and lower case."""
    run: list[str] = []
    for sign in unicodedata.normalize("NFKC", text).lower():
        if sign.isalnum():
            run.append(sign)
        elif run:
            yield "".join(run)
            run = []
    if run:
        yield "".join(run)


def grams(text: str) -> set[str]:
    """Return the single characters and the pairs of a text; characters that say nothing alone are left out."""
    found: set[str] = set()
    for run in runs(text):
        found.update(sign for sign in run if sign not in IDLE)
        found.update(pair for pair in pairs(run) if not set(pair) <= IDLE)
    return found


def pairs(run: str) -> Iterator[str]:
    """Yield every two neighbouring characters."""
    return (run[n : n + 2] for n in range(len(run) - 1))


@dataclass(frozen=True)
class Likeness:
    """key: of the entry; score: 0 to 1, cosine of the weighed grams."""

    key: int
    score: float


class Rarities(dict[int, float]):
    """The inverse document frequency of grams, each worked out once a search; a little above 0 at least."""

    def __init__(self, entries: int, postings: list[array[int]]) -> None:
        super().__init__()
        self._entries, self._postings = entries, postings

    def __missing__(self, number: int) -> float:
        found = self[number] = math.log(1 + self._entries / len(self._postings[number]))
        return found


class LikenessIndex:
    """An index of texts by gram; entries are added, never changed."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._postings: list[array[int]] = []
        self._entries: dict[int, tuple[array[int], int]] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, key: int, title: str, body: str) -> None:
        """Add one entry. key: not yet in the index."""
        ours, titled = self._split(title, body)
        numbers = array("I", (self._number(gram) for gram in ours))
        self._entries[key] = (numbers, titled)
        for number in numbers:
            self._postings[number].append(key)

    def similar(
        self, title: str, body: str, *, most: int = 8, least: float = 0.12, but: int | None = None
    ) -> list[Likeness]:
        """Return the entries most like a text, best first. least: lowest score; but: a key to leave out."""
        ours, titled = self._split(title, body)
        known = {self._numbers[gram]: n < titled for n, gram in enumerate(ours) if gram in self._numbers}
        rarities = Rarities(len(self._entries), self._postings)
        weights = {number: rarities[number] * (TITLE_WEIGHT if top else 1.0) for number, top in known.items()}
        norm = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        keys = (key for key in self._candidates(weights, rarities) if key != but)
        scored = (Likeness(key, self._cosine(key, weights, rarities) / norm) for key in keys)
        best = [found for found in scored if found.score >= least]
        return sorted(best, key=lambda found: (-found.score, found.key))[:most]

    @staticmethod
    def _split(title: str, body: str) -> tuple[list[str], int]:
        """Return the grams of the title, then those the body adds, and how many are the title's."""
        head = grams(title)
        return [*head, *(grams(body) - head)], len(head)

    def _number(self, gram: str) -> int:
        number = self._numbers.setdefault(gram, len(self._postings))
        if number == len(self._postings):
            self._postings.append(array("I"))
        return number

    def _candidates(self, weights: dict[int, float], rarities: Rarities) -> list[int]:
        """Return up to KEPT entries that share the rarest grams, reading at most TOUCHED entries of the index."""
        sums: defaultdict[int, float] = defaultdict(float)
        touched = 0
        for number in sorted(weights, key=lambda number: len(self._postings[number])):
            posting = self._postings[number]
            if touched + len(posting) > TOUCHED and sums:
                break
            touched += len(posting)
            gain = weights[number] * rarities[number]
            for key in posting[:TOUCHED]:
                sums[key] += gain
        return sorted(sums, key=sums.__getitem__, reverse=True)[:KEPT]

    def _cosine(self, key: int, weights: dict[int, float], rarities: Rarities) -> float:
        """Return the cosine times the length of the weights asked with."""
        numbers, titled = self._entries[key]
        dot, squares = 0.0, 0.0
        for n, number in enumerate(numbers):
            weight = rarities[number] * TITLE_WEIGHT if n < titled else rarities[number]
            squares += weight * weight
            if number in weights:
                dot += weight * weights[number]
        return dot / math.sqrt(squares) if squares else 0.0


@dataclass(frozen=True)
class Segment:
    """A piece of a text; shared: it stands in the other text too."""

    text: str
    shared: bool


def shared_segments(text: str, other: str) -> list[Segment]:
    """Cut a text into pieces that the other text shares, in runs of two characters or more, and the rest."""
    theirs = {pair for run in runs(other) for pair in pairs(run) if not set(pair) <= IDLE}
    marks = [False] * len(text)
    for n in range(len(text) - 1):
        if text[n : n + 2].lower() in theirs:
            marks[n] = marks[n + 1] = True
    segments: list[Segment] = []
    start = 0
    for n in range(1, len(text) + 1):
        if n == len(text) or marks[n] != marks[start]:
            segments.append(Segment(text[start:n], marks[start]))
            start = n
    return segments if text else []


def groups(pairs_alike: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Return the groups that pairs of likes hang together in, each in order, the largest first."""
    leader: dict[int, int] = {}

    def lead(key: int) -> int:
        while leader.setdefault(key, key) != key:
            key = leader[key]
        return key

    for a, b in pairs_alike:
        low, high = sorted((lead(a), lead(b)))
        leader[high] = low
    found: defaultdict[int, list[int]] = defaultdict(list)
    for key in sorted(leader):
        found[lead(key)].append(key)
    return sorted(
        (group for group in found.values() if len(group) > 1), key=lambda group: (-len(group), group[0])
    )
