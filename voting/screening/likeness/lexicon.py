"""Words and names that are looked for in a text all at once. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Hit(NamedTuple):
    """A word of a lexicon in a text. start, end: where; means: what the lexicon says it means."""

    start: int
    end: int
    means: str


class Lexicon:
    """Words of two characters or more and what each means.

    Of words that overlap the longer one counts, of two as long the later: 村路灯 is a lamp and no road.
    """

    def __init__(self, words: Iterable[tuple[str, str]] = ()) -> None:
        self._means: dict[str, str] = {}
        self._heads: dict[str, list[str]] = {}
        for word, means in words:
            if len(word) > 1 and word not in self._means:
                self._heads.setdefault(word[:2], []).append(word)
                self._means[word] = means
        for words_of_head in self._heads.values():
            words_of_head.sort(key=len, reverse=True)

    def __len__(self) -> int:
        return len(self._means)

    def hits(self, text: str) -> Iterator[Hit]:
        """Yield the words in a text, from left to right; none lies in another."""
        heads, free = self._heads, 0
        for at in range(len(text) - 1):
            if text[at : at + 2] not in heads or at < free:
                continue
            word = self._at(text, at)
            if word and not self._gives_way(text, at, len(word)):
                free = at + len(word)
                yield Hit(at, free, self._means[word])

    def _at(self, text: str, at: int) -> str:
        for word in self._heads.get(text[at : at + 2], ()):
            if text.startswith(word, at):
                return word
        return ""

    def _gives_way(self, text: str, at: int, length: int) -> bool:
        """Tell whether a word that begins inside this one, and ends behind it, is as long or longer."""
        inside = range(at + 1, at + length)
        others = ((start, len(self._at(text, start))) for start in inside)
        return any(other >= length and start + other > at + length for start, other in others)
