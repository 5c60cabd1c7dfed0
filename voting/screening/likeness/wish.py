"""What a suggestion wants, apart from where: the matters it names, and how alike two wishes are. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from voting.screening.likeness.grams import IDLE, pairs, plain, runs
from voting.screening.likeness.lexicon import Lexicon

FILE = Path(__file__).with_name("synonyms.txt")
BESIDE = 0.6
"""What a matter weighs that only the text names and not the title."""
CROSSED = 0.5
"""By how much less two wishes are alike whose titles name different matters."""
SAID_ALIKE = 2.2
"""Words outside the table: by how much the shared pairs of characters count more than their cosine."""
HOST = "@"
WORDY = frozenset(
    "希望建议请能可以安装改造修建新建增加解决给加没有需要尽快进行一个村里我们大家老百姓群众居民问题现在"
)


@dataclass(frozen=True)
class Matters:
    """The table of synonyms, ready to be looked for. both: (word, word, what the two together mean)."""

    words: Lexicon
    both: tuple[tuple[str, str, str], ...]
    written: dict[str, tuple[str, ...]]

    def found(self, text: str) -> set[str]:
        """Return the matters that a text names, hosts with their mark."""
        found = {hit.means for hit in self.words.hits(text)}
        found |= {means for one, other, means in self.both if one in text and other in text}
        return found


def lines_of(text: str) -> list[tuple[str, ...]]:
    """Return the groups of words of a table: a line each, its words parted by blanks, 、 or =."""
    rows = (
        line.replace("=", " ").replace("＝", " ").replace("、", " ").split() for line in text.splitlines()
    )
    return [tuple(plain(word) for word in row) for row in rows if row and not row[0].startswith("#")]


def faults(text: str) -> list[str]:
    """Return the lines of a table that name no second word."""
    return [row[0] for row in lines_of(text) if len(row) == 1]


@cache
def ours() -> tuple[tuple[str, ...], ...]:
    """Return the groups of words that the program brings with it."""
    return tuple(lines_of(FILE.read_text(encoding="utf-8")))


def matters(more: Iterable[Sequence[str]] = ()) -> Matters:
    """Return the program's table with a congress's own groups: one that shares a word with another joins it."""
    means: dict[str, str] = {}
    for group in (*ours(), *more):
        host = HOST if group[0].startswith(HOST) else ""
        words = [word.removeprefix(HOST) for word in group]
        named = next((means[word] for word in words if word in means), host + words[0])
        for word in words:
            means.setdefault(word, named)
    both = tuple((*word.split("+", 1), named) for word, named in means.items() if "+" in word)
    written: dict[str, tuple[str, ...]] = {}
    for word, named in means.items():
        written[named] = (*written.get(named, ()), word)
    return Matters(Lexicon(means.items()), both, written)  # type: ignore[arg-type]  # split in two


@dataclass(frozen=True)
class Wish:
    """What is wanted. titled: matters of the title; told: of the text alone; left: pairs of the words of no matter."""

    titled: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()
    left: frozenset[str] = frozenset()

    @property
    def weights(self) -> dict[str, float]:
        return {**dict.fromkeys(self.told, BESIDE), **dict.fromkeys(self.titled, 1.0)}

    @property
    def mass(self) -> float:
        """What all of it weighs: the title's matters, or the text's when the title names none."""
        return float(len(self.titled)) or BESIDE * len(self.told) or 1.0


def wish(title: str, content: str, table: Matters) -> Wish:
    """Return what a suggestion wants. title, content: in their plain form, without the places."""
    titled, told = table.found(title), table.found(content)
    wanted = needs(titled) or (set() if needs(told) else titled)
    beside = needs(told) or (set() if wanted else told)
    return Wish(frozenset(wanted), frozenset(beside - wanted), frozenset(word_pairs(f"{title} {content}")))


def needs(found: set[str]) -> set[str]:
    """Return the matters that are wanted themselves, without schools and clinics in which something is wanted."""
    return {matter for matter in found if not matter.startswith(HOST)}


def word_pairs(text: str) -> set[str]:
    """Return the pairs of characters that say something."""
    every = {pair for run in runs(text) for pair in pairs(run)}
    return {pair for pair in every if IDLE.isdisjoint(pair) and not WORDY.issuperset(pair)}


def likeness(one: Wish, other: Wish) -> float:
    """Return how alike two wishes are, 0 to 1: the matters they share by weight, else the words."""
    mine, theirs = one.weights, other.weights
    shared = sum(min(mine[matter], theirs[matter]) for matter in mine.keys() & theirs.keys())
    if shared:
        if one.titled and other.titled and not one.titled & other.titled:
            shared *= CROSSED
        return min(1.0, shared / min(one.mass, other.mass))
    said = min(1.0, SAID_ALIKE * cosine(one.left, other.left))
    return said * CROSSED if mine and theirs else said


def cosine(one: frozenset[str], other: frozenset[str]) -> float:
    """Return how much of their pairs two texts share; one pair alone is chance."""
    shared = len(one & other)
    return shared / math.sqrt(len(one) * len(other)) if shared > 1 else 0.0
