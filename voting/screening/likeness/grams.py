"""A text in single characters and pairs: how the index of the database knows it. Pure.

Chinese needs no word list for this: pairs of characters carry most words, also those of two characters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

IDLE = frozenset("的了和与及或在是为有对把被将从到等并这那一不也就都而且我你他们吗呢吧")
"""Characters that say nothing alone, nor in a pair of them."""


def plain(text: str) -> str:
    """Return a text in one form and lower case, as long as before where that is possible."""
    return unicodedata.normalize("NFKC", text).lower()


def runs(text: str) -> Iterator[str]:
    """Yield the unbroken runs of letters, digits and Chinese characters, in one form and lower case."""
    run: list[str] = []
    for sign in plain(text):
        if sign.isalnum():
            run.append(sign)
        elif run:
            yield "".join(run)
            run = []
    if run:
        yield "".join(run)


def pairs(run: str) -> Iterator[str]:
    """Yield every two neighbouring characters."""
    return (run[n : n + 2] for n in range(len(run) - 1))


def grams(text: str) -> set[str]:
    """Return the single characters and the pairs of a text."""
    return {gram for run in runs(text) for gram in (*run, *pairs(run))}


def grams_of_word(word: str) -> set[str]:
    """Return what a text must hold that holds this word: its pairs, or itself when it is one character."""
    return {gram for run in runs(word) for gram in (pairs(run) if len(run) > 1 else run)}


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
