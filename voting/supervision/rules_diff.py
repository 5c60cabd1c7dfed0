"""What changed between the text as voted and the text as it stands. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

WORDS = re.compile(r"\d[\d.,]*|[A-Za-z]+|.", re.DOTALL)
"""A number stays whole, so that 310 never turns into 290 digit by digit."""


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
    old, new = WORDS.findall(voted), WORDS.findall(present)
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Segment(Part.SAME, "".join(old[a:b])))
            continue
        if b > a:
            pieces.append(Segment(Part.GONE, "".join(old[a:b])))
        if d > c:
            pieces.append(Segment(Part.NEW, "".join(new[c:d])))
    return tuple(pieces)
