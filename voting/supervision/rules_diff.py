"""What changed between the text as voted and the text as it stands. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum


class Part(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Segment:
    """A piece of text and what became of it."""

    part: Part
    text: str


def compare(voted: str, present: str) -> tuple[Segment, ...]:
    """Return the pieces in reading order: those gone and same make up `voted`, those new and same `present`."""
    pieces: list[Segment] = []
    matcher = SequenceMatcher(None, voted, present, autojunk=False)
    for _tag, a, b, c, d in matcher.get_opcodes():
        if voted[a:b] == present[c:d]:
            pieces.append(Segment(Part.SAME, voted[a:b]))
            continue
        if b > a:
            pieces.append(Segment(Part.GONE, voted[a:b]))
        if d > c:
            pieces.append(Segment(Part.NEW, present[c:d]))
    return tuple(pieces)
